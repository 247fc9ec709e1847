"""docs/howto/connect-a-crm.md: what it says to type works as it stands there, on a running server."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.api.server import BEGIN, Served
from tests.docs.test_howto import blocks, shell
from warmline.customers import NewFeed, Rules
from warmline.customers.hub.targets import check

PAGE = "connect-a-crm.md"
CSV = """CustNo,Changed,Mail,Mobile,First,Last,Born,Level,Household
C1,2026-03-01,ann@example.com,,Ann,Able,1970-12-31,gold,H1
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "data")
    server.run(BEGIN)
    yield server
    server.end()


def test_a_feed_is_set_up_tried_brought_in_and_signed(served: Served, tmp_path: Path) -> None:
    create, dry_run, bring_in, send = blocks(PAGE, "sh")
    (tmp_path / "customers.csv").write_text(CSV)
    shell(create, tmp_path, served.data_dir)
    assert "1 customers would be created" in shell(dry_run, tmp_path, served.data_dir)
    assert "1 customers created" in shell(bring_in, tmp_path, served.data_dir)
    (feed,) = json.loads(shell("warmline feed list --json", tmp_path, served.data_dir))
    secret = shell("warmline feed secret crm", tmp_path, served.data_dir).strip()
    told = f"export WARMLINE_URL={served.url} FEED_ID={feed['id']} FEED_SECRET={secret}\n"
    done = json.loads(shell(told + send, tmp_path, served.data_dir))
    assert (done["created"], done["changed"], done["unchanged"], done["problems"]) == (0, 0, 1, [])
    refused = told.replace(secret, "whsec_" + "A" * 44) + send.replace("--fail-with-body", "")
    assert json.loads(shell(refused, tmp_path, served.data_dir))["code"] == "feed_signature_refused"


def test_the_mapping_and_the_rules_that_are_shown_are_taken() -> None:
    mapping, row, rules = map(json.loads, blocks(PAGE, "json"))
    check(msgspec.convert({"code": "crm", "name": "CRM", "mapping": mapping}, NewFeed).mapping)
    assert msgspec.convert(rules, Rules).person_priority == 100
    assert row["key"] == "C1"
