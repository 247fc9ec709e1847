"""The organisation's settings: what the parts that read them could not read is refused where it would be stored."""

from typing import Any

import pytest

from tests.application import Person, problem


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"identity": {"link": "high"}}, "settings.identity"),
        ({"identity": {"deduplicate_hour": 24}}, "settings.identity"),
        ({"identity": "on"}, "settings.identity"),
        ({"continuity": {"learn": "sometimes"}}, "settings.continuity"),
        ({"routing": {"callback_attempts": 0}}, "settings.routing"),
        ({"routing_learning": {"on": "yes"}}, "settings.routing_learning"),
        ({"automatic_messages_per_day": "many"}, "settings.automatic_messages_per_day"),
        ({"alerts": {"oldest_targets": "long"}}, "settings.alerts"),
        ({"second_factor_required": "yes"}, "settings.second_factor_required"),
    ],
)
async def test_what_nobody_could_read_is_refused(admin: Person, wanted: dict[str, Any], field: str) -> None:
    found = problem(await admin.patch("/organization", json={"settings": wanted}), 422, "invalid")
    assert [each["field"] for each in found["errors"]] == [field]
    name = field.removeprefix("settings.")
    assert name not in (await admin.get("/organization")).json()["settings"]


async def test_several_are_all_named(admin: Person) -> None:
    wrong = {"identity": 1, "routing": 2, "theme": "dark"}
    found = problem(await admin.patch("/organization", json={"settings": wrong}), 422, "invalid")
    assert "settings.identity" in found["detail"]
    assert "settings.routing" in found["detail"]


async def test_what_can_be_read_is_stored_and_null_takes_it_away(admin: Person) -> None:
    settings = {"identity": {"link": 0.9, "deduplicate_nightly": True}, "routing": {"callback_attempts": 5}, "theme": 1}
    answer = await admin.patch("/organization", json={"settings": settings})
    assert (answer.status_code, answer.json()["settings"]) == (200, settings)
    answer = await admin.patch("/organization", json={"settings": {"identity": None}})
    assert "identity" not in answer.json()["settings"]
    assert (await admin.get("/identity/settings")).json()["in_force"]["deduplicate_nightly"] is False
