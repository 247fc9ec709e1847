"""A snapshot with the events since is the snapshot fetched again, for every event."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.accounts.conftest import PASSWORD, Client, Office, hire, role_ids
from tests.conftest import logged
from warmline.accounts import SNAPSHOTS, Actor, system
from warmline.kit import events
from warmline.kit.db import Database

ADDRESSES = {"agent": "agents", "team": "teams", "skill": "skills", "role": "roles"}
Screen = dict[tuple[str, str], Any]


async def fetched(admin: Client) -> Screen:
    """Everything as the API gives it."""
    screen: Screen = {}
    for kind, address in ADDRESSES.items():
        for each in (await admin.get(f"/{address}?limit=200")).json()["items"]:
            screen[kind, each["id"]] = each
    organization = (await admin.get("/organization")).json()
    screen["organization", organization["id"]] = organization
    return screen


async def apply(db: Database, org_id: UUID, screen: Screen, place: str) -> tuple[Screen, str]:
    """Draw again what the events after the place name."""
    batch = await logged(db, org_id, events.parse_cursor(place))
    async with db.transaction(org_id) as conn:
        for recorded in batch:
            place = recorded.cursor
            for kind, field in recorded.event.entities.items():
                id_ = getattr(recorded.event, field)
                found = await SNAPSHOTS[kind](conn, system(org_id, "screen"), [id_])
                if id_ in found:
                    screen[kind, str(id_)] = msgspec.to_builtins(found[id_])
                else:
                    screen.pop((kind, str(id_)), None)
    return screen, place


async def test_snapshot_and_events_are_the_snapshot_fetched_again(db: Database, admin: Client, office: Office) -> None:
    roles = await role_ids(admin)
    screen, place = await apply(db, office.org_id, await fetched(admin), "0-0")
    agent, made = await hire(admin, role="agent"), {}
    for kind in ("teams", "skills"):
        made[kind] = (await admin.made(f"/{kind}", code="a", name="A"))["id"]
    role = (await admin.made("/roles", code="a", name="A", permissions=[]))["id"]
    who = f"/agents/{agent['id']}"
    steps: list[tuple[str, str, Any]] = [
        ("PATCH", "/organization", {"name": "New", "settings": {"a": 1}}),
        ("PATCH", who, {"name": "B", "email": "b@example.test", "skills": {made["skills"]: 2}}),
        ("PATCH", who, {"role_ids": [role, roles["auditor"]]}),
        ("PUT", f"/teams/{made['teams']}/members/{agent['id']}", None),
        ("PUT", f"{who}/password", {"password": PASSWORD}),
        ("POST", f"{who}/disable", None),
        ("POST", f"{who}/enable", None),
        *[("PATCH", f"/{kind}/{made[kind]}", {"name": "B"}) for kind in made],
        ("PATCH", f"/roles/{role}", {"permissions": ["export"]}),
        *[("DELETE", f"/{kind}/{made[kind]}", None) for kind in made],
        ("DELETE", f"/roles/{role}", None),
    ]
    screen, place = await apply(db, office.org_id, screen, place)
    assert screen == await fetched(admin)
    for method, path, body in steps:
        answer = await admin.request(method, path, json=body)
        assert answer.status_code < 300, answer.text
        screen, place = await apply(db, office.org_id, screen, place)
        assert screen == await fetched(admin), (method, path)


@pytest.mark.parametrize("kind", sorted(SNAPSHOTS))
async def test_another_organisation_sees_none(
    db: Database, admin: Client, office: Office, other_office: Office, kind: str
) -> None:
    ids = [UUID(id_) for entity, id_ in await fetched(admin) if entity == kind]
    async with db.transaction(other_office.org_id) as conn:
        assert await SNAPSHOTS[kind](conn, system(other_office.org_id, "screen"), ids) == {}


@pytest.mark.parametrize("kind", sorted(SNAPSHOTS.keys() - {"organization"}))
async def test_who_may_not_read_sees_none(db: Database, admin: Client, office: Office, kind: str) -> None:
    ids = [UUID(id_) for entity, id_ in await fetched(admin) if entity == kind]
    nobody = Actor(org_id=office.org_id, kind="api_key", permissions=frozenset({"interaction.create"}))
    async with db.transaction(office.org_id) as conn:
        assert await SNAPSHOTS[kind](conn, nobody, ids) == {}


def test_every_entity_of_an_event_has_a_snapshot() -> None:
    ours = [each for name, each in events.registry.items() if each.__module__ == "warmline.accounts.events"]
    assert len(ours) > 15
    assert {kind for each in ours for kind in each.entities} == SNAPSHOTS.keys()
