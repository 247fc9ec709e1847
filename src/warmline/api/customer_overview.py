"""Everything about one customer on one page: what feeds and people say, whom they stand to, and what the record has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from warmline import customers, interactions, routing
from warmline.accounts import Actor
from warmline.customers import AttributeView, CustomerView, HandleView, Reference, Relationship
from warmline.interactions import Dossier
from warmline.kit.db import Conn
from warmline.kit.http import Db
from warmline.routing import PreferredAgent

TAGS = ["customers"]
Acting = NamedDependency[Actor]
MOST = 100


class RelatedCustomer(msgspec.Struct, frozen=True, kw_only=True):
    """How the customer stands to another, and what that one is called. ``outgoing``: the customer is ``kind`` of the
    other; else the other of the customer."""

    relationship: Relationship
    outgoing: bool
    other_id: UUID
    other_name: str
    other_kind: str


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the customer may be written to, as known today. ``said_by`` are the sources that say they must not;
    ``unreachable`` are handles at which messages do not arrive."""

    do_not_contact: bool
    said_by: list[str]
    since: datetime | None
    preferred_channel: str | None
    unreachable: list[UUID]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """A customer with all records that count as it. ``profile`` is what survives of all sources; ``attributes`` say who
    gave each value and why it wins. ``hidden`` names what your role does not show: ``record`` is cases, timeline,
    promises and signals."""

    customer: CustomerView
    profile: dict[str, Any]
    attributes: list[AttributeView]
    handles: list[HandleView]
    household: list[RelatedCustomer]
    relationships: list[RelatedCustomer]
    references: list[Reference]
    consent: Consent
    preferred_agent: PreferredAgent | None
    record: Dossier
    hidden: list[str]


@get("/customers/{customer_id:uuid}/overview", operation_id="get_customer_overview", tags=TAGS)
async def get_customer_overview(db: Db, actor: Acting, customer_id: FromPath[UUID]) -> Overview:
    """One view of the customer, whole: profile with provenance, handles, household, relationships, policies and claims,
    consent, cases (open ones first), the timeline's first page, open promises and the latest signals. What your role
    does not show is left out and named. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        return await overview(conn, actor, customer_id)


async def overview(conn: Conn, actor: Actor, customer_id: UUID) -> Overview:
    """What the actor may see of the customer; raises ``CustomerNotFound``."""
    shown = await customers.get(conn, actor, customer_id, view="overview")
    ids = [customer_id] if shown.merged_into else [customer_id, *shown.members]
    attributes = await customers.attribute_views(conn, actor, ids)
    related = await _related(conn, actor, ids)
    sees = actor.may("case.read", "case.read_team")
    return Overview(
        customer=shown,
        profile={each.name: each.value for each in attributes if each.value is not None},
        attributes=attributes,
        handles=shown.handles,
        household=[each for each in related if each.relationship.kind == "household"],
        relationships=[each for each in related if each.relationship.kind != "household"],
        references=await customers.references_of(conn, actor, ids),
        consent=_consent(shown, attributes),
        preferred_agent=(await routing.preferred_agents(conn, actor.org_id, [customer_id])).get(customer_id),
        record=await interactions.dossier(conn, actor, ids),
        hidden=[] if sees else ["record"],
    )


async def _related(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[RelatedCustomer]:
    found = await customers.standing_relationships(conn, actor, ids, limit=MOST)
    others = {each.customer_id if each.other_customer_id in ids else each.other_customer_id for each in found}
    named = await customers.names_of(conn, actor, others)
    made = []
    for each in found:
        outgoing = each.customer_id in ids
        other = each.other_customer_id if outgoing else each.customer_id
        name, kind = named.get(other, ("", "person"))
        made.append(
            RelatedCustomer(relationship=each, outgoing=outgoing, other_id=other, other_name=name, other_kind=kind)
        )
    return made


def _consent(shown: CustomerView, attributes: Sequence[AttributeView]) -> Consent:
    found = next((each for each in attributes if each.name == "do_not_contact"), None)
    said = [each for each in ((found.winner, *found.losers) if found else ()) if each and each.value is True]
    return Consent(
        do_not_contact=shown.do_not_contact,
        said_by=sorted({each.source for each in said}),
        since=min((each.first_observed_at for each in said), default=None),
        preferred_channel=shown.preferred_channel,
        unreachable=[each.id for each in shown.handles if each.unreachable],
    )


OVERVIEW = [get_customer_overview]
