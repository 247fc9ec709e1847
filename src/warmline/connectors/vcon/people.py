"""Parties of a vCon and people of ours."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from warmline.connectors.vcon.conversation import Person
from warmline.connectors.vcon.words import OURS, ROLES
from warmline.sdk import Handle, Verification

# Where the format keeps a handle; those of other schemes go into ``handles``, which is ours.
PLACES = {"phone": "tel", "email": "mailto", "sip": "sip", "did": "did"}
SCHEMES = {place: scheme for scheme, place in PLACES.items()}
KNOWN = frozenset(each.value for each in Verification)
# A party by the id that the other system gave it.
PARTY = "vcon_party"
PREFIX = re.compile(r"(?:tel|mailto|sips?):", re.IGNORECASE)
# By which of a customer's handles a channel reaches them.
BY_CHANNEL = {
    "voice": ("phone", "sip"), "video": ("email", "phone", "sip"), "email": ("email",), "sms": ("phone",),
    "whatsapp": ("whatsapp", "phone"), "telegram": ("telegram",), "messenger": ("messenger",),
    "webchat": ("web_visitor", "email"), "in_person": ("crm_id",),
}  # fmt: skip


class Given(msgspec.Struct, frozen=True):
    """A handle in ``handles``."""

    scheme: str
    value: str
    verification: Verification = Verification.NONE


class Party(msgspec.Struct, frozen=True):
    """A party that was read. ``role`` is ours; empty where the vCon does not say. ``id`` is its uuid."""

    role: str
    name: str
    id: str
    handles: tuple[Handle, ...]


def party_of(person: Person) -> dict[str, Any]:
    """Somebody as the format has them."""
    party: dict[str, Any] = {}
    further: list[dict[str, str]] = []
    for handle in person.handles:
        place = PLACES.get(handle.scheme)
        if place and place not in party:
            party[place] = f"tel:{handle.value}" if place == "tel" else handle.value
        else:
            further.append({"scheme": handle.scheme, "value": handle.value, "verification": handle.verification.value})
    if person.name:
        party["name"] = person.name
    if person.handles and (person.name or person.handles[0].verification != Verification.NONE):
        party["validation"] = person.handles[0].verification.value
    if person.id:
        party["uuid"] = str(person.id)
    party["role"] = ROLES[person.role]
    return party | ({"handles": further} if further else {})


def read_party(party: Mapping[str, Any]) -> Party:
    """A party of any system."""
    name = _text(party.get("name"))
    verification = _verification(_text(party.get("validation")))
    found = []
    for place, scheme in SCHEMES.items():
        value = _text(party.get(place))
        bare = value if scheme == "did" else PREFIX.sub("", value, count=1)
        if bare.strip():
            found.append(Handle(scheme, bare.strip(), name or None, verification))
    found += [
        Handle(each.scheme, each.value, name or None, each.verification) for each in _further(party.get("handles"))
    ]
    role = _text(party.get("role")).strip().lower().replace(" ", "")
    return Party(OURS.get(role, "third_party" if role else ""), name, _text(party.get("uuid")), tuple(found))


def handles_of(party: Party, channel: str, fallback: str) -> tuple[Handle, tuple[Handle, ...]]:
    """By which handle the party made the contact, and which others are theirs. Somebody of whom no address is known
    has ``fallback``, which is nobody else's."""
    wanted = BY_CHANNEL.get(channel, ())
    ranked = sorted(party.handles, key=lambda each: wanted.index(each.scheme) if each.scheme in wanted else len(wanted))
    own = Handle(PARTY, party.id or fallback, party.name or None, Verification.VERIFIED)
    if not ranked:
        return own, ()
    # The other system vouches for its own id; that the rest is theirs, too, it says.
    also = [
        each if each.verification == Verification.VERIFIED
        else Handle(each.scheme, each.value, each.name, Verification.ASSERTED)
        for each in ranked[1:]
    ]  # fmt: skip
    return ranked[0], (*also, own) if party.id else tuple(also)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _verification(validation: str) -> Verification:
    """A label of somebody else's method says that they were satisfied, and not that we may be."""
    if validation in KNOWN:
        return Verification(validation)
    return Verification.ASSERTED if validation else Verification.NONE


def _further(given: Any) -> Sequence[Given]:
    try:
        found = msgspec.convert(given or [], list[Given])
    except msgspec.ValidationError:
        # A name of ours that another extension uses otherwise.
        return ()
    return [each for each in found if re.fullmatch(r"[a-z][a-z0-9_]{0,31}", each.scheme) and each.value.strip()]
