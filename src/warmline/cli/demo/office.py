"""The insurer of the demo: its people, teams, queues and inboxes."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from warmline import accounts, channels, routing
from warmline.accounts import Actor, NewAgent, NewEntry, OrganizationChange
from warmline.channels import NewAccount, Registry
from warmline.cli.beginning import begin
from warmline.cli.demo.steering import ZONE, give_reasons, lay_down_rules, open_queues
from warmline.cli.demo.texts import keep_texts
from warmline.cli.ground import actor_of
from warmline.kit.db import Conn, Database

NAME = "Northlight Insurance"
DOMAIN = "northlight.example"
BOSS, ADMINISTRATOR = "Ada Quist", f"ada.quist@{DOMAIN}"
# Everybody's, and printed: the demo is served to this host only.
PASSWORD = "northlight demo"  # noqa: S105 (a well-known one)
PACKS = ("insurance", "financial_services")

TEAMS = {"claims": "Claims", "billing": "Cards and accounts", "front": "Front desk"}
SKILLS = {"claims": "Claims handling", "cards": "Cards and payments", "german": "German", "complaints": "Complaints"}


class Person(NamedTuple):
    """Somebody who works in the demo; ``presence`` is how they are found."""

    name: str
    role: str
    teams: tuple[str, ...]
    skills: dict[str, int]
    presence: str

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


PEOPLE = (
    Person("Ruth Okafor", "supervisor", ("claims", "billing", "front"), {"complaints": 5}, "busy"),
    Person("Maya Brandt", "agent", ("claims", "front"), {"claims": 5, "german": 5}, "available"),
    Person("Jonas Weber", "agent", ("claims",), {"claims": 4, "german": 4}, "available"),
    Person("Priya Nair", "agent", ("claims", "front"), {"claims": 4, "complaints": 3}, "busy"),
    Person("Tom Reyes", "agent", ("claims",), {"claims": 2}, "away"),
    Person("Lena Fuchs", "agent", ("billing", "front"), {"cards": 5, "german": 5}, "available"),
    Person("Sam Adeyemi", "agent", ("billing",), {"cards": 4, "complaints": 2}, "busy"),
    Person("Yuki Tanaka", "agent", ("billing", "front"), {"cards": 3}, "away"),
    Person("Nora Blum", "agent", ("front",), {"complaints": 4}, "available"),
    Person("Eli Stern", "agent", ("front",), {}, "offline"),
    Person("Ines Costa", "agent", ("front", "billing"), {"cards": 2}, "offline"),
    Person("Hugo Marsh", "auditor", (), {}, "offline"),
)
# These have all that they can take when the demo begins, so that nothing is offered to who is not there.
FULL = ("Maya Brandt", "Jonas Weber", "Lena Fuchs", "Nora Blum")
HOLDING = ("Priya Nair", "Sam Adeyemi")


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation, by names: its agents' ids, its queues' ids, and its channel accounts' ids."""

    org_id: UUID
    agents: dict[str, UUID]
    queues: dict[str, UUID]
    accounts: dict[str, UUID]


async def open_office(db: Database, registry: Registry, origin: str) -> Office:
    """Begin the organisation, in one transaction after its first administrator. ``origin`` may embed the chat."""
    begun = await begin(db, NAME, email=ADMINISTRATOR, admin_name=BOSS, password=PASSWORD, packs=PACKS, time_zone=ZONE)
    actor = actor_of(begun.organization.id)
    async with db.transaction(actor.org_id) as conn:
        await note(conn, actor, "loading")
        teams = {code: (await accounts.create_team(conn, actor, new=NewEntry(code=code, name=name))).id
                 for code, name in TEAMS.items()}  # fmt: skip
        skills = {code: (await accounts.create_skill(conn, actor, new=NewEntry(code=code, name=name))).id
                  for code, name in SKILLS.items()}  # fmt: skip
        agents = await _hire(conn, actor, teams, skills)
        await give_reasons(conn, actor)
        queues = await open_queues(conn, actor, teams)
        await lay_down_rules(conn, actor)
        await keep_texts(conn, actor)
        inboxes = await _inboxes(conn, actor, registry, queues, origin)
    return Office(org_id=actor.org_id, agents=agents, queues=queues, accounts=inboxes)


async def note(conn: Conn, actor: Actor, state: str) -> None:
    """How far the demo is, in the organisation's settings."""
    await accounts.update_organization(conn, actor, change=OrganizationChange(settings={"demo": state}))


async def _hire(conn: Conn, actor: Actor, teams: dict[str, UUID], skills: dict[str, UUID]) -> dict[str, UUID]:
    roles = {each.code: each.id for each in await accounts.list_roles(conn, actor)}
    agents = {}
    for each in PEOPLE:
        new = NewAgent(
            email=each.email,
            name=each.name,
            password=PASSWORD,
            languages=["en", "de"] if "german" in each.skills else ["en"],
            time_zone=ZONE,
            role_ids=[roles[each.role]],
            team_ids=[teams[code] for code in each.teams],
            skills={skills[code]: level for code, level in each.skills.items()},
        )
        agents[each.name] = (await accounts.create_agent(conn, actor, new=new)).id
    return agents


async def _inboxes(
    conn: Conn, actor: Actor, registry: Registry, queues: dict[str, UUID], origin: str
) -> dict[str, UUID]:
    greeting = "Welcome to Northlight. How can we help?"
    chat = NewAccount(
        connector="webchat",
        channel="webchat",
        name="Website chat",
        address=f"www.{DOMAIN}",
        settings={"origins": [origin], "greeting": greeting},
        queue_id=queues["general"],
    )
    made = {"chat": (await channels.create_account(conn, actor, registry, chat)).id}
    for box in ("claims", "billing"):
        address = f"{box}@{DOMAIN}"
        mail = NewAccount(
            connector="email",
            channel="email",
            name=f"Mail to {box}",
            address=address,
            # The outbox says its port when the demo is served.
            settings={"display_name": "Northlight Insurance", "smtp_host": "127.0.0.1", "smtp_security": "none"},
            queue_id=queues[box],
        )
        made[box] = (await channels.create_account(conn, actor, registry, mail)).id
    return made


async def take_places(conn: Conn, actor: Actor, office: Office) -> None:
    """Everybody says whether they are there, and why not."""
    reasons = {"busy": "meeting", "away": "lunch"}
    for each in PEOPLE:
        if each.presence != "offline":
            reason = reasons.get(each.presence)
            await routing.set_presence(conn, actor, office.agents[each.name], status=each.presence, reason=reason)
