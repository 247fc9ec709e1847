"""What is announced about organisations and those who work in them."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("organization.created", organization="organization_id")
class OrganizationCreated(Event, frozen=True, kw_only=True):
    """An organisation began, with its first administrator."""

    organization_id: UUID


@announces("organization.updated", organization="organization_id")
class OrganizationUpdated(Event, frozen=True, kw_only=True):
    """The organisation's name, locale, time zone or settings changed."""

    organization_id: UUID


@announces("agent.created", agent="agent_id")
class AgentCreated(Event, frozen=True, kw_only=True):
    """Somebody was added to those who work here."""

    agent_id: UUID


@announces("agent.updated", agent="agent_id")
class AgentUpdated(Event, frozen=True, kw_only=True):
    """An agent's profile, roles, teams or skills changed; of the address only that it did."""

    agent_id: UUID
    address_changed: bool = False


@announces("agent.disabled", agent="agent_id")
class AgentDisabled(Event, frozen=True, kw_only=True):
    """An agent can no longer sign in; all their sessions ended."""

    agent_id: UUID


@announces("agent.enabled", agent="agent_id")
class AgentEnabled(Event, frozen=True, kw_only=True):
    """An agent can sign in again."""

    agent_id: UUID


@announces("agent.password_set", agent="agent_id")
class AgentPasswordSet(Event, frozen=True, kw_only=True):
    """An agent's password was set, by themselves or an administrator."""

    agent_id: UUID


@announces("agent.second_factor_set", agent="agent_id")
class SecondFactorSet(Event, frozen=True, kw_only=True):
    """An agent confirmed a second factor; from now on a code is asked for at sign-in."""

    agent_id: UUID


@announces("agent.second_factor_removed", agent="agent_id")
class SecondFactorRemoved(Event, frozen=True, kw_only=True):
    """An agent has no second factor any more: they switched it off, or an administrator took it away."""

    agent_id: UUID


@announces("agent.recovery_codes_renewed")
class RecoveryCodesRenewed(Event, frozen=True, kw_only=True):
    """An agent made new recovery codes; the former ones open nothing any more."""

    agent_id: UUID


@announces("agent.recovery_code_used")
class RecoveryCodeUsed(Event, frozen=True, kw_only=True):
    """An agent used a recovery code instead of their authenticator; ``left`` remain."""

    agent_id: UUID
    left: int


@announces("password_reset.requested")
class PasswordResetRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for a link to a new password for an agent; it goes to the agent's address."""

    agent_id: UUID


@announces("team.created", team="team_id")
class TeamCreated(Event, frozen=True, kw_only=True):
    """A team was created."""

    team_id: UUID


@announces("team.updated", team="team_id")
class TeamUpdated(Event, frozen=True, kw_only=True):
    """A team's code or name changed."""

    team_id: UUID


@announces("team.deleted", team="team_id")
class TeamDeleted(Event, frozen=True, kw_only=True):
    """A team was deleted; its members left it before."""

    team_id: UUID


@announces("role.created", role="role_id")
class RoleCreated(Event, frozen=True, kw_only=True):
    """A role was created."""

    role_id: UUID


@announces("role.updated", role="role_id")
class RoleUpdated(Event, frozen=True, kw_only=True):
    """A role's code, name or permissions changed."""

    role_id: UUID


@announces("role.deleted", role="role_id")
class RoleDeleted(Event, frozen=True, kw_only=True):
    """A role was deleted; it was taken from its agents before."""

    role_id: UUID


@announces("skill.created", skill="skill_id")
class SkillCreated(Event, frozen=True, kw_only=True):
    """A skill was created."""

    skill_id: UUID


@announces("skill.updated", skill="skill_id")
class SkillUpdated(Event, frozen=True, kw_only=True):
    """A skill's code or name changed."""

    skill_id: UUID


@announces("skill.deleted", skill="skill_id")
class SkillDeleted(Event, frozen=True, kw_only=True):
    """A skill was deleted; it was taken from its agents before."""

    skill_id: UUID


@announces("api_key.created")
class ApiKeyCreated(Event, frozen=True, kw_only=True):
    """An API key was created."""

    api_key_id: UUID


@announces("api_key.revoked")
class ApiKeyRevoked(Event, frozen=True, kw_only=True):
    """An API key was revoked."""

    api_key_id: UUID


@announces("session.opened")
class SessionOpened(Event, frozen=True, kw_only=True):
    """An agent signed in."""

    session_id: UUID
    agent_id: UUID


@announces("session.ended")
class SessionEnded(Event, frozen=True, kw_only=True):
    """A session ended; reason is signed_out, revoked, password_set, second_factor_set,
    second_factor_removed or disabled."""

    session_id: UUID
    agent_id: UUID
    reason: str


@announces("sign_in.failed")
class SignInFailed(Event, frozen=True, kw_only=True):
    """Somebody gave the address of an agent and a wrong password, or the right one and a wrong code; ``what`` tells."""

    agent_id: UUID
    what: str = "password"
