"""`customers dedupe`: what it says, that a dry run writes nothing, and that an interrupted search is told."""

import json
from pathlib import Path

from tests.cli.conftest import Installation


def _contact(address: str, name: str) -> str:
    return json.dumps(
        {
            "at": "2026-03-03T09:05:07Z",
            "channel": "email",
            "account": "desk@example.com",
            "external_id": address,
            "direction": "inbound",
            "from": {"scheme": "email", "value": address, "name": name},
            "messages": [{"at": "2026-03-03T09:05:07Z", "text": "I lost my card."}],
        }
    )


def test_an_organisation_that_is_not_there_is_named(office: Installation) -> None:
    done = office.run("customers", "dedupe", "--org", "Nowhere", code=1)
    assert "Nowhere" in done.stderr


def test_it_says_what_would_be_proposed_and_then_proposes_it(office: Installation, tmp_path: Path) -> None:
    file = tmp_path / "contacts.jsonl"
    people = [("ada.lovelace@example.com", "Ada Lovelace"), ("ada.lovelace@example.org", "Ada Lovelace")]
    file.write_text("".join(_contact(*each) + "\n" for each in people))
    office.run("import", "contacts", str(file))
    said = office.run("customers", "dedupe", "--dry-run").stdout
    assert "1 would be proposed" in said
    assert "None are merged without a person" in said
    assert "Nothing was written." in said
    run = json.loads(office.run("customers", "dedupe", "--json").stdout)
    assert (run["state"], run["started_by"], run["counts"]["new"]) == ("done", "system:cli", 1)
    again = office.run("customers", "dedupe").stdout
    assert "0 proposed, " in again
    assert "1 are in the queue already" in again
