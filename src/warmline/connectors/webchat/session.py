"""Begin or resume a session: who the visitor is, from an earlier token, the site's word and the form. Pure but for the
time and fresh ids."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4, uuid5

import msgspec

from warmline.connectors.webchat.identity import verify
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.settings import DAY, PreChatField, WebChatSettings
from warmline.connectors.webchat.tokens import Claims, Visitor
from warmline.connectors.webchat.wire import NewSession, SessionView
from warmline.kit.errors import FieldError, Invalid

LONGEST_ANSWER = 200
EMAIL = re.compile(r"[^\s@,;<>()]{1,64}@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")
PHONE = re.compile(r"\+?[\d\s().\-/]{5,30}")


def begin(inbox: Inbox, asked: NewSession, brought: Visitor | None = None) -> tuple[Visitor, bool]:
    """The visitor, and whether it is the one of the earlier token, or the one ``brought`` from another device.

    Raises ``TokenRefused``, ``IdentityRefused``, or ``Invalid``, which names each field that is wrong.
    """
    old = brought or (inbox.visitor(asked.token) if asked.token else None)
    proven = verify(asked.identity, inbox.settings.identity_secret) if asked.identity else Claims()
    if old and not _goes_on(old.claims, proven):
        old = None
    before = old.claims if old else Claims()
    said = read_form(inbox.settings, asked.fields, asking=old is None, proven=proven)
    visitor = Visitor(
        account_id=inbox.account.id,
        visitor_id=old.visitor_id if old else _new_visitor(inbox, proven),
        session=old.session if old else uuid4(),
        claims=_together(inbox.settings, before, said, proven),
        **_span(inbox.settings),
    )
    return visitor, old is not None


def renewed(inbox: Inbox, visitor: Visitor) -> Visitor:
    """The same visitor in a new session."""
    return msgspec.structs.replace(visitor, session=uuid4(), **_span(inbox.settings))


def stating(inbox: Inbox, visitor: Visitor, *, email: str | None = None, phone: str | None = None) -> Visitor:
    """The same visitor in the same session, who has said where else they can be reached."""
    claims = visitor.claims
    known = msgspec.structs.replace(claims, email=email or claims.email, phone=phone or claims.phone)
    return msgspec.structs.replace(visitor, claims=known, **_span(inbox.settings))


def session_view(inbox: Inbox, visitor: Visitor, *, resumed: bool) -> SessionView:
    """The session as its visitor gets it."""
    return SessionView(
        token=inbox.visitors.sign(visitor),
        visitor_id=visitor.visitor_id,
        session=visitor.session,
        expires_at=datetime.fromtimestamp(visitor.expires, UTC),
        resumed=resumed,
        name=visitor.claims.name,
        email=visitor.claims.user_email or visitor.claims.email,
        phone=visitor.claims.phone,
        verified=visitor.claims.user_id is not None,
    )


def _goes_on(before: Claims, proven: Claims) -> bool:
    # Somebody may sign in during a conversation. But who signed out, or is somebody else at the same computer, must not
    # see what was said before.
    return before.user_id is None or before.user_id == proven.user_id


def _new_visitor(inbox: Inbox, proven: Claims) -> UUID:
    # Who is signed in is one visitor on every device.
    return uuid5(inbox.account.id, proven.user_id) if proven.user_id else uuid4()


def _span(settings: WebChatSettings) -> dict[str, int]:
    now = int(time.time())
    return {"issued": now, "expires": now + settings.token_days * DAY}


def _together(settings: WebChatSettings, before: Claims, said: Claims, proven: Claims) -> Claims:
    values = {
        name: getattr(proven, name) or getattr(said, name) or getattr(before, name)
        for name in ("name", "email", "phone", "user_id", "user_email")
    }
    asked = {each.name for each in settings.pre_chat}
    kept = {name: value for name, value in before.fields.items() if name in asked}
    return Claims(**values, fields=kept | said.fields)


def read_form(settings: WebChatSettings, given: Mapping[str, str], *, asking: bool, proven: Claims) -> Claims:
    """The answers, checked. ``asking``: what is required must be there, unless the site has said it."""
    known = {each.name: each for each in settings.pre_chat}
    wrong = [FieldError(f"fields.{name[:100]}", "is not asked for") for name in given if name not in known]
    told: dict[str, str] = {}
    others: dict[str, str] = {}
    for name, field in known.items():
        value, role = given.get(name, "").strip(), role_of(field)
        problem = _problem(field, role, value, asking=asking and not _is_proven(role, proven))
        if problem:
            wrong.append(FieldError(f"fields.{name}", problem))
        elif value:
            # Of two fields of one kind, the first is the visitor's own.
            if role and role not in told:
                told[role] = value
            else:
                others[name] = value
    if wrong:
        raise Invalid(problem="; ".join(f"{each.field}: {each.problem}" for each in wrong), fields=wrong)
    return Claims(**told, fields=others)


def role_of(field: PreChatField) -> str | None:
    """What the answer tells of a person, beside itself: a name, or a handle."""
    if field.type == "email" or field.name == "email":
        return "email"
    if field.type == "tel" or field.name == "phone":
        return "phone"
    return "name" if field.name == "name" else None


def _is_proven(role: str | None, proven: Claims) -> bool:
    return bool((role == "email" and proven.user_email) or (role == "name" and proven.name))


def _problem(field: PreChatField, role: str | None, value: str, *, asking: bool) -> str | None:
    if not value:
        return "is required" if field.required and asking else None
    if len(value) > LONGEST_ANSWER:
        return f"is longer than {LONGEST_ANSWER} characters"
    if role == "email" and not (len(value) <= 254 and EMAIL.fullmatch(value)):
        return "is no e-mail address"
    if role == "phone" and not PHONE.fullmatch(value):
        return "is no telephone number"
    return None
