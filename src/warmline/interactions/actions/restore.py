"""When an identity decision holds no longer, what had followed from it in the record goes back to what it was.

Only what is still as the decision left it goes back: what somebody placed anew since stays where they put it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import decide, locked_contact, may_be_in, take_back
from warmline.interactions.actions.join import lead, stand_alone
from warmline.interactions.actions.recount import hand_over, tell
from warmline.interactions.actions.retell import retell
from warmline.interactions.actions.separate import Cause
from warmline.interactions.store import correcting, following, reading
from warmline.interactions.store.following import CaseEdges, Recounted
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn


async def restore(conn: Conn, actor: Actor, lifted_id: UUID, cause: Cause) -> None:
    """Take back what followed from the decision ``lifted_id``, and note it as what follows from the cause. Nothing else
    is decided for the customers meanwhile."""
    rows = await following.standing_followed(conn, actor.org_id, lifted_id)
    await hand_over(conn, actor, _contacts_before(rows), cause.because)
    cases = [row["case_id"] for row in rows if row["case_id"] and await _case_back(conn, actor, row, cause)]
    led = {row["case_id"]: row for row in rows if row["joined_after"]}
    placed: dict[UUID, list[UUID]] = {}
    decisions = await following.decisions_because(conn, actor.org_id, lifted_id)
    for found in decisions:
        placed.setdefault(found["interaction_id"], []).insert(0, found["id"])
    for interaction_id, decision_ids in placed.items():
        await _contact_back(conn, actor, interaction_id, decision_ids, led, cause)
    for row in rows:
        if row["joined_before"] and row["joined_after"] is None:
            await _lead_again(conn, actor, row, cause)
    await following.mark_followed_undone(conn, actor.org_id, [row["id"] for row in rows], clock.now())
    among = [case_id for each in decisions for case_id in (each["case_id"], each["previous_case_id"])]
    among += [case_id for row in rows for case_id in (row["case_id"], row["joined_before"], row["joined_after"])]
    await retell(conn, actor, among)
    await tell(conn, actor, cases)


def _contacts_before(rows: Sequence[Any]) -> list[Recounted]:
    """The contacts that followed, each from whose it is to whose it was."""
    return [
        Recounted(row["interaction_id"], row["customer_after"], row["customer_before"])
        for row in rows
        if row["interaction_id"]
    ]


async def _case_back(conn: Conn, actor: Actor, row: Any, cause: Cause) -> bool:
    """A case that followed its contacts is whose it was, where nobody made it somebody else's since."""
    now = await following.lock_case_edges(conn, actor.org_id, row["case_id"])
    followed: bool = row["joined_before"] == row["joined_after"] and now.customer_id == row["customer_after"]
    if followed:
        await _change(conn, actor, now, now._replace(customer_id=row["customer_before"]), cause)
    return followed


async def _change(conn: Conn, actor: Actor, before: CaseEdges, after: CaseEdges, cause: Cause) -> None:
    await following.set_case_edges(conn, actor.org_id, after)
    await following.insert_followed(conn, actor.org_id, cause.because, cases=[(before, after)])


async def _contact_back(
    conn: Conn, actor: Actor, interaction_id: UUID, decision_ids: list[UUID], led: dict[UUID, Any], cause: Cause
) -> None:
    """Go back from where the contact is, by the first decision that put it there: what left and came back to that place
    since, while the identity decision was taken back for a time, is of no account."""
    rest = list(decision_ids)
    while rest:
        for each in rest:
            if await _decision_back(conn, actor, each, interaction_id, led, cause):
                rest.remove(each)
                break
        else:
            return


async def _decision_back(
    conn: Conn, actor: Actor, decision_id: UUID, interaction_id: UUID, led: dict[UUID, Any], cause: Cause
) -> bool:
    """Take a decision about a case back, where it is the last word on its contact and the contact may return. ``led``
    are the cases that lead to another since the contact left them, to stand alone again."""
    interaction = await locked_contact(conn, actor, interaction_id)
    row = await correcting.lock_decision(conn, actor.org_id, decision_id)
    stays = row["undone_at"] is not None or interaction.case_id != row["case_id"]
    if stays or await correcting.later_decisions(conn, actor.org_id, interaction_id, decision_id):
        return False
    [target] = await reading.all_cases(conn, actor.org_id, [row["previous_case_id"]])
    if target.joined_into:
        if target.id not in led or target.joined_into != led[target.id]["joined_after"]:
            return False
        target = await _alone_again(conn, actor, target, led[target.id], cause)
    if not await may_be_in(conn, actor, interaction, target):
        return False
    await take_back(conn, actor, interaction, decision_id, target.id, cause.why)
    await _what_it_took_back(conn, actor, row["undoes"])
    await _lead_from_empty(conn, actor, interaction, row["case_id"], target, cause)
    return True


async def _what_it_took_back(conn: Conn, actor: Actor, decision_id: UUID | None) -> None:
    """What a decision had taken back stands again, and so on down to the first."""
    stands = True
    while decision_id:
        below = await correcting.lock_decision(conn, actor.org_id, decision_id)
        await correcting.mark_undone(conn, actor.org_id, decision_id, None if stands else clock.now())
        decision_id, stands = below["undoes"], not stands


async def _alone_again(conn: Conn, actor: Actor, case: CaseView, row: Any, cause: Cause) -> CaseView:
    before = await following.lock_case_edges(conn, actor.org_id, case.id)
    assert case.joined_into is not None, "only what leads to another is let stand alone"
    await stand_alone(conn, actor, case, case.joined_into)
    await _change(conn, actor, before, CaseEdges(case.id, row["customer_before"], None), cause)
    return (await reading.all_cases(conn, actor.org_id, [case.id]))[0]


async def _lead_from_empty(
    conn: Conn, actor: Actor, interaction: InteractionView, case_id: UUID, target: CaseView, cause: Cause
) -> None:
    """A case that was opened to keep apart what went back, and holds nothing now, leads to where that went."""
    before = await following.lock_case_edges(conn, actor.org_id, case_id)
    opened = await following.opened_to_separate(conn, actor.org_id, interaction.id, case_id)
    if before.joined_into or not opened or await correcting.count_in_case(conn, actor.org_id, case_id):
        return
    [empty] = await reading.all_cases(conn, actor.org_id, [case_id])
    await lead(conn, actor, empty, target.id)
    own = (await following.lock_case_edges(conn, actor.org_id, target.id)).customer_id
    await _change(conn, actor, before, CaseEdges(case_id, own, target.id), cause)


async def _lead_again(conn: Conn, actor: Actor, row: Any, cause: Cause) -> None:
    """A case that was joined into another is so again, with what came to it since, where both are one customer's."""
    now = await following.lock_case_edges(conn, actor.org_id, row["case_id"])
    [case] = await reading.all_cases(conn, actor.org_id, [row["case_id"]])
    [into] = await reading.all_cases(conn, actor.org_id, [row["joined_before"]])
    if now.joined_into or into.joined_into or case.customer_id != into.customer_id:
        return
    ids = [each["id"] for each in await correcting.interactions_in_case(conn, actor.org_id, case.id)]
    inside = await reading.all_interactions(conn, actor.org_id, ids)
    if not all([await may_be_in(conn, actor, each, into) for each in inside]):
        return
    for each in inside:
        await decide(conn, actor, each, "join", into.id, cause.why)
    await lead(conn, actor, case, into.id)
    await following.insert_followed(conn, actor.org_id, cause.because, cases=[(now, now._replace(joined_into=into.id))])
