"""The connector: rows of call logs as telephone calls."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from warmline import sdk
from warmline.connectors.calls.row import Call, Row, read
from warmline.sdk import ChannelType, Medium, Synchrony

CONTENT_TYPE = "application/vnd.warmline.call+json"
# Who speaks, where a transcript has a turn on each line.
TURN = re.compile(r"\s*\[?([^\[\]:\n]{1,60})\]?\s*:\s*(.*)")
CUSTOMER = frozenset({"customer", "caller", "client", "kunde", "anrufer"})
AGENT = frozenset({"agent", "operator", "representative", "rep", "mitarbeiter"})


class CallsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """There is nothing to set: each row brings what is needed to read it."""


VOICE = ChannelType(
    code="voice", medium=Medium.VOICE, synchrony=Synchrony.LIVE, scheme="phone", outbound=False, replies=False
)


class CallsConnector(sdk.Base):
    """Takes calls in; it calls nobody."""

    manifest = sdk.Manifest(code="calls", name="Call logs", version="1.0.0", channels=(VOICE,), settings=CallsSettings)

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        return contact(envelope.external_id, read(row_of(envelope.body)))

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        raise sdk.Rejected("A call log takes calls in only; answer from an account that can send.")


def row_of(body: bytes) -> Row:
    """The row as it was kept; raises ``Unparsable``."""
    try:
        return msgspec.json.decode(body, type=Row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise sdk.Unparsable("the row was not kept in the shape that this connector reads") from error


def raw(row: Row, place: str = "") -> sdk.Raw:
    """A row as a delivery. It is known by its id; one without an id, or that cannot be read, by the hash of its cells,
    so that a mended row is a new one."""
    body = msgspec.json.encode(row)
    digest = hashlib.sha256(msgspec.json.encode([row.problem, *sorted(row.cells.items())])).hexdigest()
    meta = {"place": place} if place else {}
    try:
        call = read(row)
    except sdk.Unparsable:
        return sdk.Raw(external_id=f"sha256:{digest}", body=body, content_type=CONTENT_TYPE, meta=meta)
    return sdk.Raw(
        external_id=f"call:{call.id}" if call.id else f"sha256:{digest}",
        body=body,
        content_type=CONTENT_TYPE,
        meta=meta,
        key=f"phone:{call.number}",
    )


def contact(external_id: str, call: Call) -> list[sdk.Parsed]:
    """The call, and what was done about its case."""
    texts = call.texts
    name = texts.get("name")
    said = list(_turns(call))
    mine = [content for own, content in said if own] or [sdk.Content(at=call.started, text="")]
    agent = sdk.Partaker(
        role="agent", name=texts.get("agent", ""), joined_at=call.answered or call.started, left_at=call.ended
    )
    handles = [("email", "email"), ("crm_id", "customer_id")]
    inbound = sdk.Inbound(
        external_id=external_id,
        at=call.started,
        sender=sdk.Handle("phone", call.number or "anonymous", name),
        also=tuple(sdk.Handle(scheme, texts[field], name, sdk.Verification.ASSERTED)
                   for scheme, field in handles if field in texts),
        to=(sdk.Handle("phone", texts["line"]),) if "line" in texts else (),
        subject=texts.get("subject") or (texts.get("notes", "")[:120] or None if not texts.get("transcript") else None),
        fields={each: texts[each] for each in ("line", "campaign", "skill") if each in texts},
        messages=tuple(mine),
        past=sdk.Past(
            partakers=(agent,) if "agent" in texts or any(not own for own, _ in said) else (),
            said=tuple(sdk.Said(by=0, content=content) for own, content in said if not own),
            direction=call.direction,
            answered_at=call.answered,
            ended_at=call.ended,
            talk_seconds=call.talk,
            hold_seconds=call.hold,
            wrap_up_seconds=call.wrap_up,
            outcome=texts.get("outcome"),
            disposition=texts.get("disposition"),
            notes=texts.get("notes", ""),
        ),
    )  # fmt: skip
    return [inbound, *_done(external_id, call)]


def _done(external_id: str, call: Call) -> Iterator[sdk.Parsed]:
    if reference := call.texts.get("reference"):
        yield sdk.Told(external_id=external_id, at=call.ended or call.started, reference=reference)
    if call.resolved:
        yield sdk.Settled(external_id=external_id, at=call.resolved)


def _turns(call: Call) -> Iterator[tuple[bool, sdk.Content]]:
    """Who said what: whether it was the customer, and the words. A log has no times of turns, so they are set a
    millisecond apart. A transcript that names no speakers is the customer's."""
    transcript = call.texts.get("transcript", "")
    if not transcript:
        return
    ours = AGENT | {call.texts.get("agent", "").casefold()} - {""}
    theirs = CUSTOMER | {call.texts.get("name", "").casefold()} - {""}
    turns: list[tuple[bool, list[str]]] = []
    for line in transcript.splitlines():
        found = TURN.fullmatch(line)
        speaker = found[1].strip().casefold() if found else ""
        if found and speaker in ours | theirs:
            turns.append((speaker in theirs, [found[2]]))
        elif turns:
            turns[-1][1].append(line)
        else:
            turns.append((True, [line]))
    begun = call.answered or call.started
    for n, (own, lines) in enumerate(turns):
        yield own, sdk.Content(at=begun + timedelta(milliseconds=n), text="\n".join(lines).strip(),
                               external_id=None)  # fmt: skip
