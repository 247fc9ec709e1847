"""What can go wrong with people, rights and keys."""

from warmline.kit.errors import Conflict, Forbidden, Invalid, Unauthorized


class SignInRefused(Unauthorized):
    """The address or the password is wrong."""


class SecondFactorNeeded(Unauthorized):
    """The password is right; send the code of your authenticator, or a recovery code, as well."""


class SecondFactorRefused(Unauthorized):
    """This code is wrong, has been used, or is too old; take the one that is shown now."""


class SecondFactorFirst(Forbidden):
    """This organisation asks for a second factor; set yours up before anything else, at /api/v1/me/second-factor."""


class SecondFactorThere(Conflict):
    """You have a second factor already; switch it off before you set up another."""


class SecondFactorMissing(Conflict):
    """There is no second factor to confirm or to use; set one up first."""


class SecondFactorYours(Conflict):
    """Nobody takes the second factor from themselves in this way; switch it off with your password and a code."""


class ResetByMailOff(Conflict):
    """This installation sends no mails; ask your administrator for a new password."""


class ResetLinkUnusable(Conflict):
    """This link has been used, or is older than 30 minutes; ask for another one."""


class SetUpDone(Conflict):
    """This installation has an organisation already; sign in."""


class SetUpTokenWrong(Forbidden):
    """This is not the set-up token of this installation; open the address that the server printed at its start."""


class OrganizationAmbiguous(Conflict):
    """This address belongs to several organisations; send organization_id as well."""


class CsrfMissing(Forbidden):
    """Send this session's token in X-CSRF-Token; GET /api/v1/session shows it."""


class PermissionsBeyondYours(Forbidden):
    """You lack these permissions, so you cannot give them, nor act on those who have them: {permissions}."""


class PermissionsUnknown(Invalid):
    """There are no such permissions: {permissions}."""


class AddressTaken(Conflict):
    """Somebody here already has the address {email}."""


class CodeTaken(Conflict):
    """There is already a {kind} with the code {code}."""


class LastAdministrator(Conflict):
    """Somebody active must keep all permissions; give them to another person first."""


class RoleFixed(Conflict):
    """The administrator role always has all permissions and cannot be deleted."""


class SkillNeeded(Conflict):
    """These queues ask for the skill {code}: {queues}. Take it from them before you delete it or change its code; its
    name can change at any time."""


class TeamNeeded(Conflict):
    """These queues ask the team {code} after a while: {queues}. Take it from their rings before you delete it."""


class StillNeeded(Conflict):
    """The {kind} is named by other records and cannot be deleted."""


class SessionOnly(Conflict):
    """This is for people who are signed in; an API key has no session and no password."""
