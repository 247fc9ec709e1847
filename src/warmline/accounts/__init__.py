"""Organisations, and who works in them."""

from warmline.accounts.actions.agents import (
    create_agent,
    disable_agent,
    enable_agent,
    find_agents,
    reset_password,
    set_password,
    update_agent,
    visible_agent,
)
from warmline.accounts.actions.authenticate import agent_as_actor, authenticate, refresh, session_alive
from warmline.accounts.actions.keys import IssuedKey, create_key, list_keys, revoke_key
from warmline.accounts.actions.organization import (
    Begun,
    create_organization,
    organization,
    organizations,
    update_organization,
)
from warmline.accounts.actions.roles import create_role, list_roles, update_role
from warmline.accounts.actions.second_factor import remove_second_factor
from warmline.accounts.actions.set_up import check_set_up, claim, is_empty
from warmline.accounts.actions.sign_in import SignedIn, Visitor, open_session, sign_in
from warmline.accounts.actions.skills import (
    create_skill,
    delete_skill,
    drop_skill,
    list_skills,
    set_skill,
    update_skill,
)
from warmline.accounts.actions.teams import create_team, join_team, leave_team, list_teams, visible_team
from warmline.accounts.actor import PERMISSIONS, Actor, system
from warmline.accounts.errors import SetUpDone
from warmline.accounts.events import OrganizationUpdated
from warmline.accounts.installation import Installation, SignInLimits, set_up_token
from warmline.accounts.model import (
    Agent,
    AgentChange,
    ApiKey,
    EntryChange,
    NewAgent,
    NewEntry,
    NewKey,
    NewRole,
    Organization,
    OrganizationChange,
    Role,
    Skill,
    Team,
)
from warmline.accounts.shapes import setting
from warmline.accounts.snapshots import SNAPSHOTS
from warmline.accounts.tokens import SESSION_COOKIE

__all__ = [
    "PERMISSIONS",
    "SESSION_COOKIE",
    "SNAPSHOTS",
    "Actor",
    "Agent",
    "AgentChange",
    "ApiKey",
    "Begun",
    "EntryChange",
    "Installation",
    "IssuedKey",
    "NewAgent",
    "NewEntry",
    "NewKey",
    "NewRole",
    "Organization",
    "OrganizationChange",
    "OrganizationUpdated",
    "Role",
    "SetUpDone",
    "SignInLimits",
    "SignedIn",
    "Skill",
    "Team",
    "Visitor",
    "agent_as_actor",
    "authenticate",
    "check_set_up",
    "claim",
    "create_agent",
    "create_key",
    "create_organization",
    "create_role",
    "create_skill",
    "create_team",
    "delete_skill",
    "disable_agent",
    "drop_skill",
    "enable_agent",
    "find_agents",
    "is_empty",
    "join_team",
    "leave_team",
    "list_keys",
    "list_roles",
    "list_skills",
    "list_teams",
    "open_session",
    "organization",
    "organizations",
    "refresh",
    "remove_second_factor",
    "reset_password",
    "revoke_key",
    "session_alive",
    "set_password",
    "set_skill",
    "set_up_token",
    "setting",
    "sign_in",
    "system",
    "update_agent",
    "update_organization",
    "update_role",
    "update_skill",
    "visible_agent",
    "visible_team",
]
