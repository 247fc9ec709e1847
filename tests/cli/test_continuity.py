"""Thresholds are tried, and models trained and chosen, from the command line; refusals first."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.cli.conftest import Installation
from tests.interactions.desk import Desk, furnish
from tests.interactions.history import corrected, person
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres


@pytest.fixture
async def desk(office: Installation) -> AsyncIterator[Desk]:
    """The installation's organisation at work."""
    org = UUID(office.json("org", "list")[0]["id"])
    with EmbeddedPostgres.start(office.data_dir) as server:
        db = await Database.open(server.dsn("warmline_app"), size=2)
        yield await furnish(db, org, server.dsn())
        await db.close()


def test_what_cannot_be_is_refused(office: Installation) -> None:
    assert (
        "suggesting (0.9) is above"
        in office.run("continuity", "dry-run", "--attach", "0.5", "--suggest", "0.9", code=1).stderr
    )
    assert "attach" in office.run("continuity", "dry-run", "--attach", "2", code=2).stderr
    assert "Nothing can be learned yet" in office.run("continuity", "train", code=1).stderr
    assert "There is no model 7; there are: 0" in office.run("continuity", "activate", "7", code=1).stderr


def test_without_a_history_it_says_so(office: Installation) -> None:
    assert "nothing to compare" in office.run("continuity", "dry-run").stdout
    assert "the shipped one decides" in office.run("continuity", "models").stdout
    assert office.json("continuity", "dry-run", "--days", "7")["contacts"] == 0


async def test_try_train_and_go_back(office: Installation, desk: Desk) -> None:
    await corrected(desk, person(desk.org))
    before = await desk.rows("select id, kind, case_id from case_decision order by id")
    shown = office.run("continuity", "dry-run", "--attach", "0.99", "--suggest", "0.01").stdout
    assert "48 contacts of the last 30 days" in shown
    assert "shares windscreen" in shown
    assert "Nothing was changed" in shown
    assert await desk.rows("select id, kind, case_id from case_decision order by id") == before
    assert "Model 1 is active" in office.run("continuity", "train").stdout
    tried = office.json("continuity", "dry-run", "--model", "0")
    assert (tried["before"]["model"], tried["after"]["model"]) == (1, 0)
    assert "active" in office.run("continuity", "models").stdout
    assert "Model shipped decides" in office.run("continuity", "activate", "0").stdout
    [model] = office.json("continuity", "models")
    assert model["status"] == "retired"
    assert "Model 1 decides" in office.run("continuity", "activate", "1").stdout
