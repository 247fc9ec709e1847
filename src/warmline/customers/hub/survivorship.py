"""Which value of an attribute survives where sources differ, and why the others do not. Pure.

A source speaks by keys (a CRM record, a policy). For each source and key, what it said last is what it says now, and
the earlier values are its history. What sources say now competes by the organisation's rules. The outcome depends on
what was said and when, never on the order in which it arrived.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

import msgspec

from warmline.customers.hub.attributes import COLUMNS, EMPTY
from warmline.customers.hub.model import PERSON, AttributeRule, Claimed, Criterion, Rules

NAMES = ("given_name", "family_name")
NO_RULE = AttributeRule()


class Beaten(msgspec.Struct, frozen=True, kw_only=True):
    """A value that does not count now, and why not."""

    claim: Claimed
    why: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one attribute. ``winner`` is None where no source says anything now."""

    name: str
    winner: Claimed | None
    why: str
    losers: list[Beaten]


class Belief(msgspec.Struct, frozen=True):
    """The rules, with the priority of each source."""

    rules: Rules
    priorities: Mapping[str, int]

    def criteria(self, name: str) -> list[Criterion]:
        """In which order the attribute is decided."""
        return self.rules.attributes.get(name, NO_RULE).criteria or self.rules.criteria

    def trust(self, name: str, source: str) -> int:
        """How far the source is believed in this; more is better. An order of the attribute's own comes before all."""
        order = self.rules.attributes.get(name, NO_RULE).sources
        if order:
            return len(order) - order.index(source) if source in order else 0
        return self.rules.person_priority if source == PERSON else self.priorities.get(source, 0)


def merged(claims: Iterable[Claimed]) -> list[Claimed]:
    """The claims with each value of a source and key once: observed last when it was observed last. This is what the
    table keeps, whatever the order of arrival."""
    kept: dict[tuple[Any, ...], Claimed] = {}
    for each in claims:
        place = (each.customer_id, each.name, each.source, each.external_key, _text(each.value))
        kept[place] = _later(kept[place], each) if place in kept else each
    return list(kept.values())


def _later(one: Claimed, other: Claimed) -> Claimed:
    last = max(one, other, key=lambda each: (each.observed_at, each.verified))
    return msgspec.structs.replace(last, first_observed_at=min(one.first_observed_at, other.first_observed_at))


def standings(claims: Iterable[Claimed], belief: Belief) -> dict[str, Standing]:
    """Each attribute that anybody ever said something about, by name."""
    by_name: dict[str, list[Claimed]] = {}
    for each in claims:
        by_name.setdefault(each.name, []).append(each)
    return {name: _standing(name, by_name[name], belief) for name in sorted(by_name)}


def _standing(name: str, claims: Sequence[Claimed], belief: Belief) -> Standing:
    says: dict[tuple[Any, str, str], Claimed] = {}
    for each in claims:
        place = (each.customer_id, each.source, each.external_key)
        says[place] = max(says.get(place, each), each, key=_last)
    now = sorted(
        (each for each in says.values() if each.value is not None or each.source == PERSON),
        key=lambda each: _rank(name, each, belief),
        reverse=True,
    )
    winner = now[0] if now else None
    losers = [Beaten(claim=each, why=reason(name, winner, each, belief)) for each in now[1:] if winner]
    current = {id(each) for each in now}
    history = sorted((each for each in claims if id(each) not in current), key=_last, reverse=True)
    losers += [Beaten(claim=each, why=_was(each, says)) for each in history]
    return Standing(name=name, winner=winner, why=_because(name, winner, losers, belief), losers=losers)


def _was(claim: Claimed, says: Mapping[tuple[Any, str, str], Claimed]) -> str:
    last = says[claim.customer_id, claim.source, claim.external_key]
    if last is claim:
        return f"{claim.source} says that there is none."
    return f"{claim.source} said something else later, at {_moment(last)}."


def _because(name: str, winner: Claimed | None, losers: Sequence[Beaten], belief: Belief) -> str:
    if winner is None:
        return "No source says anything now."
    rivals = [each.claim for each in losers if (each.claim.source, each.claim.external_key, each.claim.customer_id)
              != (winner.source, winner.external_key, winner.customer_id)]  # fmt: skip
    if not rivals:
        return "Only this source says anything."
    order = ", then ".join(belief.criteria(name))
    return f"First by {order}."


def _last(claim: Claimed) -> tuple[Any, ...]:
    """By what a source's last word is found; equal moments are settled by the value, so that order does not matter."""
    return (claim.observed_at, claim.verified, _text(claim.value))


def _rank(name: str, claim: Claimed, belief: Belief) -> tuple[Any, ...]:
    by = {
        Criterion.VERIFIED: claim.verified,
        Criterion.SOURCE: belief.trust(name, claim.source),
        Criterion.RECENCY: claim.observed_at,
    }
    asked = tuple(by[each] for each in belief.criteria(name))
    # What the rules leave open is settled by the rest, always alike.
    rest = (claim.observed_at, claim.source, claim.external_key, _text(claim.value), str(claim.customer_id))
    return (*asked, *rest)


def reason(name: str, winner: Claimed, loser: Claimed, belief: Belief) -> str:
    """Why the one comes before the other, in a sentence."""
    if winner.value == loser.value:
        return "It says the same."
    for each in belief.criteria(name):
        if each == Criterion.VERIFIED and winner.verified != loser.verified:
            return f"{winner.source} is verified, and this is not."
        trust, less = belief.trust(name, winner.source), belief.trust(name, loser.source)
        if each == Criterion.SOURCE and trust != less:
            return f"{winner.source} (priority {trust}) comes before {loser.source} (priority {less})."
        if each == Criterion.RECENCY and winner.observed_at != loser.observed_at:
            return f"{winner.source} observed it later, at {_moment(winner)}; this is of {_moment(loser)}."
    if winner.observed_at != loser.observed_at:
        return f"The rules leave it open, and {winner.source} observed it later, at {_moment(winner)}."
    return "The rules leave it open, and both are of the same moment; settled by the sources' names and the values."


def _moment(claim: Claimed) -> str:
    return claim.observed_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def named(claims: Iterable[Claimed]) -> list[Claimed]:
    """The claims, and beside them a ``display_name`` for each source and key that gives names in parts."""
    given = list(claims)
    parts: dict[tuple[Any, str, str], dict[str, Claimed]] = {}
    whole = {_place(each) for each in given if each.name == "display_name"}
    for each in given:
        if each.name in NAMES and _place(each) not in whole:
            has = parts.setdefault(_place(each), {})
            has[each.name] = max(has.get(each.name, each), each, key=_last)
    return given + [made for found in parts.values() if (made := _joined(found))]


def _place(claim: Claimed) -> tuple[Any, str, str]:
    return claim.customer_id, claim.source, claim.external_key


def _joined(parts: Mapping[str, Claimed]) -> Claimed | None:
    found = [parts[each] for each in NAMES if each in parts and parts[each].value]
    if not found:
        return None
    latest = max(found, key=_last)
    return msgspec.structs.replace(
        latest,
        name="display_name",
        value=" ".join(str(each.value) for each in found)[:200],
        verified=all(each.verified for each in found),
        first_observed_at=latest.observed_at,
    )


def profile(claims: Iterable[Claimed], belief: Belief) -> dict[str, Any]:
    """What survives, by attribute: of each that any source ever spoke of; None where nothing is left."""
    found = standings(named(claims), belief)
    return {name: each.winner.value if each.winner else None for name, each in found.items()}


def projected(values: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What survives as the fields of a customer record; ``attributes`` are those that it has. A record's name stays
    where no source has one any more."""
    fields: dict[str, Any] = {name: EMPTY.get(name) if values[name] is None else values[name]
                              for name in COLUMNS if name in values}  # fmt: skip
    if values.get("display_name"):
        fields["display_name"], fields["named"] = values["display_name"], True
    free = {name: value for name, value in values.items() if name not in COLUMNS and name != "display_name"}
    if free:
        fields["attributes"] = {name: value for name, value in {**attributes, **free}.items() if value is not None}
    return fields
