"""Rows of call logs become calls; what is wrong with one is said by its column."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.connectors.calls.samples import SAMPLES, row
from tests.connectors.contract import envelope
from warmline import sdk
from warmline.connectors.calls import Unmapped, connector, mapped, raw
from warmline.connectors.calls.row import Row

ACCOUNT = SAMPLES.account(connector.manifest)
BEGUN = datetime(2026, 3, 3, 8, 5, 7, tzinfo=UTC)


def parsed(given: Row) -> list[sdk.Parsed]:
    return connector.parse(envelope(raw(given, "row 7")), ACCOUNT)


def contact(**cells: Any) -> sdk.Inbound:
    found = parsed(row(**cells))[0]
    assert isinstance(found, sdk.Inbound)
    return found


def past(**cells: Any) -> sdk.Past:
    found = contact(**cells).past
    assert found
    return found


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"started": ""}, "started: it is empty"),
        ({"started": "03.03.2026 09:05"}, "started: it is no time as ISO 8601; say --time-format"),
        ({"started": "3026-13-45"}, "started: it is no time"),
        ({"started": "0001-01-01 00:00:00"}, "started: it is no time"),
        ({"time_format": "%d.%m.%Y"}, "started: it is no time as --time-format %d.%m.%Y"),
        ({"answered": "2026-03-03 08:00:00"}, "answered: it is before the call began"),
        ({"ended": "2026-03-02"}, "ended: it is before the call began"),
        ({"talk": "long"}, "talk: it is neither seconds nor"),
        ({"hold": "nan"}, "hold: it is neither seconds nor"),
        ({"wrap_up": "1e99"}, "wrap_up: it is neither seconds nor"),
        ({"direction": "internal"}, "direction: it is neither inbound nor outbound"),
        ({"resolved": "perhaps"}, "resolved: it is no time"),
        ({"time_zone": "Mars"}, "there is no time zone 'Mars'"),
    ],
)
def test_names_the_column_and_what_to_do(cells: dict[str, str], problem: str) -> None:
    with pytest.raises(sdk.Unparsable) as caught:
        parsed(row(**cells))
    assert str(caught.value).startswith(problem)


def test_a_hostile_megabyte_is_a_row_like_others() -> None:
    megabyte = "a:\n" * 350_000
    assert contact(transcript=megabyte).messages
    assert contact(notes=megabyte, agent=megabyte, name=megabyte).past
    with pytest.raises(sdk.Unparsable):
        parsed(row(talk="1" * 1_000_000))


def test_a_call_with_its_times() -> None:
    found = past()
    assert found == sdk.Past(
        partakers=(
            sdk.Partaker(
                role="agent", name="Dee Doe", joined_at=BEGUN + timedelta(seconds=13),
                left_at=BEGUN + timedelta(seconds=193),
            ),
        ),
        answered_at=BEGUN + timedelta(seconds=13),
        ended_at=BEGUN + timedelta(seconds=193),
        talk_seconds=150.0,
        hold_seconds=30.0,
        notes="Card blocked.",
    )  # fmt: skip
    assert (contact().at, contact().sender.value, contact().subject) == (BEGUN, "+12155550183", "Card blocked.")


@pytest.mark.parametrize(
    "started", ["2026-03-03T08:05:07Z", "2026-03-03T17:05:07+09:00", "1772525107", "1772525107000"]
)
def test_a_time_that_has_a_zone_keeps_it(started: str) -> None:
    assert contact(started=started).at == BEGUN


def test_summer_and_winter_have_their_own_distance() -> None:
    assert contact(started="2026-07-03 09:05:07", answered="", ended="").at.hour == 7


def test_only_how_long_they_talked() -> None:
    found = past(answered="", ended="", duration="0:03:20", talk="2:30", hold="")
    assert found.answered_at == BEGUN + timedelta(seconds=50)
    assert (found.ended_at, found.talk_seconds) == (BEGUN + timedelta(seconds=200), 150.0)


def test_nobody_answered() -> None:
    found = past(answered="", agent="", hold="", direction="OUT")
    assert (found.direction, found.answered_at, found.talk_seconds, found.partakers) == ("outbound", None, 0.0, ())


def test_a_transcript_has_turns() -> None:
    turns = "Agent: Hello.\nCustomer: I lost my card.\nand my keys.\nDee Doe: Blocked.\nNoor: Thanks."
    found = contact(transcript=turns, name="Noor")
    assert [each.text for each in found.messages] == ["I lost my card.\nand my keys.", "Thanks."]
    assert found.past
    assert [each.content.text for each in found.past.said] == ["Hello.", "Blocked."]
    [plain] = contact(transcript="They said: nothing.").messages
    assert plain.text == "They said: nothing."


def test_what_was_done_about_the_case() -> None:
    _, told, settled = parsed(row(reference="CASE-U3NA9", resolved="yes"))
    assert told == sdk.Told(external_id="call:c1", at=BEGUN + timedelta(seconds=193), reference="CASE-U3NA9")
    assert settled == sdk.Settled(external_id="call:c1", at=BEGUN + timedelta(seconds=193))
    assert len(parsed(row(resolved="no"))) == 1


def test_a_call_is_known_by_its_id_and_a_mended_row_is_another() -> None:
    assert raw(row(), "row 2").external_id == raw(row(), "row 9").external_id == "call:c1"
    assert raw(row(started="soon")).external_id != raw(row(started="later")).external_id != "call:c1"
    assert raw(row(id="", agent="A")).external_id != raw(row(id="", agent="B")).external_id


def test_headings_tell_what_is_what_and_a_map_goes_before() -> None:
    headings = ["Call-ID", "Caller ID", "Start Time", "Billsec", "Remarks", "Who"]
    assert mapped(headings, {"agent": "who"}) == {
        "id": "Call-ID", "number": "Caller ID", "started": "Start Time", "talk": "Billsec", "notes": "Remarks",
        "agent": "Who",
    }  # fmt: skip
    assert mapped(["phone", "number", "start", "date"], {"started": "date"})["number"] == "number"
    for given, problem in (({}, "No column was found for started and number"), ({"numbr": "x"}, "no field numbr"),
                           ({"number": "x"}, "no column x")):  # fmt: skip
        with pytest.raises(Unmapped, match=problem):
            mapped(["a", "b"], given)
