"""Thresholds of identity over HTTP; refusals first."""

from typing import Any

import httpx
import pytest

from tests.customers.desk import Desk

PLACE = "/identity/settings"


@pytest.mark.parametrize("wanted", [{"link": "high"}, {"link": 2}, {"suggest": 0}, {"link": 0.4, "suggest": 0.5}])
async def test_what_cannot_be_is_refused(web: httpx.AsyncClient, wanted: dict[str, Any]) -> None:
    assert (await web.put(PLACE, json=wanted)).status_code in (400, 422)
    assert (await web.get(PLACE)).json()["in_force"]["link"] == 0.85


async def test_needs_permission(web: httpx.AsyncClient) -> None:
    answer = await web.put(PLACE, json={"link": 0.9}, headers={"x-may": "customer.read"})
    assert answer.status_code == 403


async def test_an_old_version_is_refused(web: httpx.AsyncClient) -> None:
    answer = await web.put(PLACE, json={"link": 0.9}, headers={"If-Match": '"99"'})
    assert answer.status_code == 412


async def test_what_is_set_is_in_force_and_what_is_left_out_is_the_default(web: httpx.AsyncClient) -> None:
    assert (await web.put(PLACE, json={"link": 0.9, "deduplicate_nightly": True})).status_code == 200
    found = (await web.get(PLACE)).json()["in_force"]
    assert (found["link"], found["suggest"], found["deduplicate_nightly"]) == (0.9, 0.5, True)
    assert (await web.put(PLACE, json={})).json()["in_force"]["link"] == 0.85


async def test_settings_that_cannot_be_read_are_shown_as_the_defaults(desk: Desk, web: httpx.AsyncClient) -> None:
    await desk.fetch("""update organization set settings = '{"identity": {"link": "high"}}' returning 1""")
    assert (await web.get(PLACE)).json()["in_force"]["link"] == 0.85
