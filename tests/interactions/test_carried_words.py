"""Questions and losses, pure: what does not count comes first."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from warmline.entities import asks
from warmline.interactions.carrying.facts import facts
from warmline.interactions.carrying.loss import Reply, asked_again, incomplete_hand_off, repeated_after_switch
from warmline.interactions.carrying.model import Mention, Question
from warmline.interactions.carrying.questions import addresses, alike, questions
from warmline.interactions.carrying.review import FEWEST, FEWEST_LOST, LostField, proposals, share
from warmline.kit.ids import new_id

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CASE, CHAT, MAIL, TEAM = new_id(), new_id(), new_id(), new_id()


def mention(kind: str, value: str, *, hours: float = 0, where: UUID = CHAT, **values: Any) -> Mention:
    standard: dict[str, Any] = {
        "ref_id": new_id(),
        "case_id": CASE,
        "label": "",
        "confidence": 0.9,
        "message_id": new_id(),
        "channel": "webchat" if where == CHAT else "email",
        "start": 3,
        "end": 9,
    }
    at = AT + timedelta(hours=hours)
    return Mention(**{**standard, **values}, kind=kind, value=value, interaction_id=where, at=at)


def reply(text_at: float = 1, **values: Any) -> Reply:
    standard: dict[str, Any] = {"id": new_id(), "interaction_id": CHAT, "agent_id": new_id()}
    return Reply(**{**standard, **values}, at=AT + timedelta(hours=text_at))


def lost(text: str, mentions: list[Mention], **values: Any) -> list[tuple[str, str]]:
    return [(each.kind, each.field) for each in asked_again(reply(**values), asks(text), mentions)]


@pytest.mark.parametrize(
    "text", ["Hello there", "Can you help me please?", "How are you today?", "what a day", "Thank you.", "ok?", ""]
)
def test_no_questions(text: str) -> None:
    assert questions(text) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hi. When will the adjuster come? Thanks", ["When will the adjuster come?"]),
        ("has anything happened with my claim yet", ["has anything happened with my claim yet"]),
        ("The car is red\nis the windscreen covered", ["is the windscreen covered"]),
    ],
)
def test_questions_with_and_without_their_mark(text: str, asked: list[str]) -> None:
    assert [text[start:end] for start, end in questions(text)] == asked


def test_a_reply_about_something_else_or_only_holding_answers_nothing() -> None:
    asked = "When will the adjuster visit my house?"
    assert not addresses(asked, "Your invoice was paid yesterday.")
    assert not addresses(asked, "One moment, let me check when the adjuster comes.")
    assert not addresses(asked, "")
    assert addresses(asked, "The adjuster will visit you on Friday at nine; nobody else needs to be at the house.")


def test_alike_are_only_questions_about_the_same() -> None:
    assert not alike("When will the adjuster come?", "When is the payment due?")
    assert alike("When will the adjuster visit the house?", "so when does the adjuster visit our house")


def test_nothing_is_asked_again_that_nobody_gave() -> None:
    ask = "What is your policy number?"
    assert lost(ask, []) == []
    assert lost(ask, [mention("claim", "CLM938")]) == []
    assert lost(ask, [mention("policy", "AU1", hours=2)]) == []
    assert lost(ask, [mention("policy", "AU1", confidence=0.5)]) == []


def test_to_ask_which_of_several_days_is_fair() -> None:
    days = [mention("date", "2026-03-01"), mention("date", "2026-02-01")]
    assert lost("When did the accident happen?", days) == []
    assert lost("When did the accident happen?", days[:1]) == [("asked_again", "date")]


def test_what_proves_who_one_is_counts_as_authentication_once_the_case_changed_hands() -> None:
    given = [mention("date_of_birth", "1984-03-12"), mention("policy", "AU1")]
    ask = "Could you give me your date of birth and policy number?"
    assert lost(ask, given) == [("asked_again", "policy"), ("asked_again", "date_of_birth")]
    handed = {"hand_off_id": new_id(), "hand_off_at": AT + timedelta(minutes=30)}
    assert lost(ask, given, **handed) == [("asked_again", "policy"), ("authenticated_again", "date_of_birth")]
    other = {"other_agent_at": AT + timedelta(minutes=30)}
    assert ("authenticated_again", "date_of_birth") in lost(ask, given, **other)
    before = {"other_agent_at": AT - timedelta(minutes=30)}
    assert ("authenticated_again", "date_of_birth") not in lost(ask, given, **before)


def test_evidence_points_at_the_question_and_the_answer() -> None:
    text, given = "Hello. What is your policy number?", mention("policy", "AU1")
    said = reply()
    [loss] = asked_again(said, asks(text), [given])
    [asked, answer] = loss.evidence
    assert (asked["message_id"], text[asked["start"] : asked["end"]]) == (str(said.id), "policy number")
    assert (answer["message_id"], answer["start"], answer["end"]) == (str(given.message_id), 3, 9)


def test_what_is_said_again_on_the_same_channel_late_or_in_greeting_is_no_repeat() -> None:
    first = mention("policy", "AU1")
    assert repeated_after_switch(MAIL, [first, mention("policy", "AU1", hours=2)], []) == []
    assert repeated_after_switch(MAIL, [first, mention("policy", "AU2", hours=2, where=MAIL)], []) == []
    assert repeated_after_switch(MAIL, [first, mention("policy", "AU1", hours=24 * 8, where=MAIL)], []) == []
    names = [mention("name", "Ann"), mention("name", "Ann", hours=1, where=MAIL)]
    assert repeated_after_switch(MAIL, names, []) == []
    day = [mention("date", "2026-03-01"), mention("date", "2026-03-01", hours=1, where=MAIL)]
    assert repeated_after_switch(MAIL, day, []) == []


def test_a_number_or_a_question_on_another_channel_is_a_repeat() -> None:
    again = mention("policy", "AU1", hours=2, where=MAIL)
    [loss] = repeated_after_switch(MAIL, [mention("policy", "AU1"), again], [])
    assert (loss.kind, loss.field, loss.interaction_id) == ("repeated_after_switch", "policy", MAIL)
    words = "When will the adjuster visit my house?"
    asked = [
        Question(
            id=new_id(),
            case_id=CASE,
            interaction_id=where,
            message_id=new_id(),
            channel=channel,
            start=0,
            end=len(words),
            text=words,
            at=AT + timedelta(hours=hours),
        )
        for where, channel, hours in ((CHAT, "webchat", 0), (MAIL, "email", 5))
    ]
    assert [each.field for each in repeated_after_switch(MAIL, [], asked)] == ["question"]
    assert repeated_after_switch(CHAT, [], asked) == []


def test_only_empty_required_fields_are_missing() -> None:
    hand_off = {
        "id": new_id(),
        "interaction_id": CHAT,
        "accepted_at": AT,
        "accepted_by": None,
        "required": ["policy", "summary", "next_step"],
    }
    losses = incomplete_hand_off(hand_off, {"policy": "AU1", "summary": "  ", "next_step": None})
    assert [each.field for each in losses] == ["summary", "next_step"]


def test_facts_of_people_stay_and_each_value_is_told_once() -> None:
    written = ["paid by cheque", {"kind": "policy", "value": "AU1", "source": "person"}]
    found = [
        mention("vehicle", "Toyota"),
        mention("vehicle", "Toyota Prius 2018", hours=1),
        mention("claim", "C9", hours=2),
        mention("claim", "C9", hours=3),
        mention("account", "123", confidence=0.4),
    ]
    made = facts(found, written)
    assert made[:2] == written
    assert [(each["kind"], each["value"], each["times"]) for each in made[2:]] == [
        ("vehicle", "Toyota Prius 2018", 1),
        ("claim", "C9", 2),
    ]
    assert facts(found, made) == made


def field(lost: int, of: int, kind: str = "asked_again", name: str = "policy", team: UUID | None = None) -> LostField:
    return LostField(
        switch="channel",
        from_value="voice",
        to_value="email",
        kind=kind,
        field=name,
        unit="contacts",
        lost=share(lost, of),
        loss_ids=[new_id()],
        team_id=team,
    )


def test_little_is_no_reason_to_change_anything() -> None:
    assert proposals([field(FEWEST_LOST - 1, 10)]) == []
    assert proposals([field(FEWEST_LOST, FEWEST - 1)]) == []
    assert proposals([field(5, 100)]) == []
    assert proposals([field(9, 10, kind="incomplete_hand_off")]) == []
    assert share(0, 0).rate is None


def test_what_is_lost_often_is_proposed_once_with_its_figures() -> None:
    made = proposals(
        [field(5, 13), field(3, 13, kind="repeated_after_switch", team=TEAM), field(4, 13, name="question")]
    )
    assert [(each.kind, each.field, each.numerator, each.denominator) for each in made] == [
        ("own_context", "", 3, 13),
        ("require_field", "policy", 5, 13),
    ]
    assert made[0].team_id == TEAM
