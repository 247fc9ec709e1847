"""Conversations that Hypothesis makes up, and what of one is to be the same after a journey."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from warmline import sdk
from warmline.connectors.vcon import Conversation, File, Message, Person, Report

START = datetime(2026, 3, 3, 9, tzinfo=UTC)
MEDIA = {"voice": "voice", "email": "text", "sms": "text", "webchat": "text", "whatsapp": "text", "telegram": "text"}
# PostgreSQL takes neither NUL nor surrogates; what is put in their place is proven elsewhere.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
TEXTS = st.text(LETTERS, min_size=1, max_size=60)
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
HANDLES = {
    "voice": ("phone", "+12155550183"), "sms": ("phone", "+12155550183"), "email": ("email", "noor@example.com"),
    "webchat": ("web_visitor", "v-1"), "whatsapp": ("whatsapp", "+12155550183"), "telegram": ("telegram", "990087"),
}  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> File:
    return File(
        name=draw(NAMES) + ".pdf",
        content_type=draw(st.sampled_from(["application/pdf", "image/png"])),
        content=draw(st.one_of(st.none(), st.binary(max_size=40))),
        inline_id=draw(st.one_of(st.none(), NAMES)),
    )


@st.composite
def messages(draw: st.DrawFn, people: int, order: int) -> Message:
    private = draw(st.booleans()) and people > 1
    by = draw(st.integers(1 if private else 0, people - 1))
    return Message(
        by=by,
        at=START + timedelta(seconds=60 * order + draw(st.integers(0, 59))),
        text=draw(TEXTS),
        html=None if private else draw(st.sampled_from([None, "<p>Hello</p>"])),
        elided=None if private else draw(st.one_of(st.none(), TEXTS)),
        private=private,
        files=() if private else tuple(draw(st.lists(files(), max_size=2))),
    )


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    channel = draw(st.sampled_from(sorted(HANDLES)))
    scheme, value = HANDLES[channel]
    verification = draw(st.sampled_from(list(sdk.Verification)))
    customer = Person(role="customer", name=draw(NAMES), handles=(sdk.Handle(scheme, value, None, verification),))
    others = [
        Person(role=draw(st.sampled_from(["agent", "bot", "supervisor", "third_party"])), name=draw(NAMES))
        for _ in range(draw(st.integers(0, 3)))
    ]
    people = (customer, *others)
    said = [draw(messages(len(people), n)) for n in range(draw(st.integers(0, 6)))]
    ended = draw(st.booleans())
    seconds = st.floats(0, 10_000, allow_nan=False)
    return Conversation(
        uuid=draw(st.uuids(version=4)),
        interaction_id=UUID(int=draw(st.integers(1, 2**100))),
        created_at=START,
        updated_at=START,
        subject=draw(st.one_of(st.none(), TEXTS)),
        medium=MEDIA[channel],
        summary=draw(st.one_of(st.just(""), TEXTS)),
        session=None,
        people=people,
        messages=tuple(said),
        report=Report(
            channel=channel,
            direction=draw(st.sampled_from(["inbound", "outbound"])),
            automatic=draw(st.booleans()),
            started_at=START,
            answered_at=START if ended else None,
            ended_at=START + timedelta(hours=1) if ended else None,
            talk_seconds=draw(seconds) if ended else 0.0,
            hold_seconds=draw(seconds) if ended else 0.0,
            wrap_up_seconds=draw(seconds) if ended else 0.0,
            notes=draw(st.one_of(st.just(""), TEXTS)),
            fields=draw(st.dictionaries(st.sampled_from(["campaign", "contact_list", "plan"]), TEXTS, max_size=3)),
        ),
    )


# What a record gives anew: ids, and where a thing is filed here.
OWN = frozenset({"uuid", "interaction_id", "message_id", "created_at", "updated_at", "party_history"})
FILED = ("case", "status", "category", "subcategory", "language", "answered_at", "priority")


def same(document: dict[str, Any]) -> Any:
    """All that a vCon says but for those."""
    found = _without(document)
    for each in found.get("analysis", ()):
        if isinstance(each.get("body"), dict):
            each["body"] = {name: value for name, value in each["body"].items() if name not in FILED}
    return found


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items() if name not in OWN}
    return [_without(each) for each in value] if isinstance(value, list) else value
