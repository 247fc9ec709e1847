"""A history that teaches: customers with two contacts each, the second weighed against the case of the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.interactions.desk import START, Desk, mail
from warmline.accounts import Actor
from warmline.interactions.actions import correct
from warmline.kit.ids import new_id

LATER = timedelta(hours=6)


def person(org_id: UUID) -> Actor:
    """Somebody who corrects: a person at another desk, by its key."""
    return Actor(org_id=org_id, kind="api_key", id=new_id(), name="Bo", permissions=frozenset({"*"}))


@dataclass(frozen=True)
class Second:
    """The second contact of a customer: its decision, the case of the first, and its own."""

    decision_id: UUID
    interaction_id: UUID
    first: UUID
    own: UUID


async def weighed(desk: Desk, features: Sequence[dict[str, float]], *, kind: str = "new") -> list[Second]:
    """A customer for each set of features, whose second contact was weighed with them and decided as ``kind``.

    The contacts are received as they come; what was weighed is then written over with what the test needs, so that no
    test depends on the model that is shipped.
    """
    await desk.tune(attach=1, suggest=1)
    names = [f"c{number}-{new_id().hex}@example.com" for number in range(len(features))]
    firsts = await desk.say(*(desk.contact("email", mail(name), "Hail broke my windscreen") for name in names))
    seconds = await desk.say(
        *(desk.contact("email", mail(name), "My pension, please", at=START + LATER) for name in names)
    )
    await desk.rows("update organization set settings = settings - 'continuity'")
    found = []
    for one, two, each in zip(firsts, seconds, features, strict=True):
        assert one.case_id is not None
        assert two.case_id not in (None, one.case_id)
        [row] = await desk.rows("select id from case_decision where interaction_id = $1", two.interaction_id)
        await _weigh(desk, row["id"], kind, one.case_id, each)
        if kind == "attach":
            await desk.rows("update interaction set case_id = $2 where id = $1", two.interaction_id, one.case_id)
        assert two.interaction_id is not None
        assert two.case_id is not None
        found.append(Second(row["id"], two.interaction_id, one.case_id, two.case_id))
    return found


async def _weigh(desk: Desk, decision_id: UUID, kind: str, case_id: UUID, features: dict[str, float]) -> None:
    candidates = [{"case_id": str(case_id), "score": 0.5, "features": features}]
    evidence = [{"kind": "words", "text": "shares windscreen", "weight": 1.0}]
    await desk.rows(
        "update case_decision set kind = $2, rule = $3, case_id = case when $2 = 'new' then case_id else $4 end, "
        "score = 0.5, candidates = $5, evidence = $6 where id = $1",
        decision_id,
        kind,
        "unlike" if kind == "new" else "likeness",
        case_id,
        candidates,
        evidence,
    )


async def corrected(desk: Desk, actor: Actor, count: int = 24) -> list[Second]:
    """A history in which the organisation's people say, again and again, that it is the word ``dossier`` that counts,
    which the shipped model does not know: with it the second contact belongs to the first case, without it not."""
    with_it = await weighed(desk, [{"dossier": 1.0, "words": 0.2}] * count)
    without = await weighed(desk, [{"words": 0.2, "same_handle": 1.0}] * count, kind="attach")
    for each in with_it:
        await desk.act(correct.move, actor, each.interaction_id, each.first, reason="the same matter")
    for each in without:
        await desk.act(correct.split, actor, each.interaction_id, reason="another matter")
    return [*with_it, *without]


async def settings_of(desk: Desk, **values: Any) -> None:
    """The organisation's settings for continuity, written around the door."""
    await desk.rows(
        "update organization set settings = settings || jsonb_build_object('continuity', $1::jsonb)", values
    )
