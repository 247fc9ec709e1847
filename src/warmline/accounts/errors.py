"""What can go wrong with people, rights and keys."""

from warmline.kit.errors import Conflict, Forbidden, Invalid, Unauthorized


class SignInRefused(Unauthorized):
    """The address or the password is wrong."""


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
