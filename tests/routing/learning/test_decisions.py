"""The engine with what was learned: it decides by it, says so, and stops with the switch; the outcome keeps its arm."""

from typing import Any

from tests.routing.floor import Floor
from tests.routing.learning.office import Office
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit.reactions import Reactor
from warmline.routing import LEARNING_REACTIONS, OfferView, accept_offer


async def two_at_work(office: Office) -> tuple[Actor, Actor]:
    """Bo, who has been idle for longer, and Ada, whose resolutions hold."""
    bo = await office.floor.agent("Bo")
    ada = await office.floor.agent("Ada")
    assert bo.id
    assert ada.id
    office.agents |= {"Bo": bo.id, "Ada": ada.id}
    await office.past({"Ada": (60, 57), "Bo": (60, 24)}, intent="")
    return bo, ada


async def offered(floor: Floor, queue: Any) -> OfferView:
    """What the engine makes of one more contact."""
    known = {each.id for each in await floor.offers()}
    await floor.contact(queue)
    await floor.settle()
    (made,) = [each for each in await floor.offers() if each.id not in known]
    return made


async def test_without_it_the_longest_idle_is_asked(office: Office) -> None:
    bo, _ = await two_at_work(office)
    made = await offered(office.floor, office.queue)
    assert (made.agent_id, made.explanation["learned"]) == (bo.id, False)


async def test_with_it_who_resolves_more_is_asked_until_it_is_switched_off(office: Office) -> None:
    bo, ada = await two_at_work(office)
    await office.switch(on=True, minimum=50, measure=False, explore=0.0)
    made = await offered(office.floor, office.queue)
    assert made.agent_id == ada.id
    assert (made.explanation["learned"], made.explanation["model"]) == (True, "resolution-1")
    await office.floor.act(accept_offer, ada, made.id)
    await office.floor.move(made.interaction_id, Status.RESOLVED)
    await office.floor.settle()
    await Reactor(office.db, LEARNING_REACTIONS).drain(office.org_id)
    (row,) = [each for each in await office.rows() if each["interaction_id"] == made.interaction_id]
    assert (row["agent_id"], row["learned"], row["model"]) == (ada.id, True, "resolution-1")
    await office.switch(on=False)
    later = await offered(office.floor, office.queue)
    assert (later.agent_id, later.explanation["learned"]) == (bo.id, False)
