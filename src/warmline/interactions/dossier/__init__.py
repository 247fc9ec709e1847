"""What the record has of one customer, in a handful of statements: cases, timeline, references, promises, signals."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.context_views import ActionItemView, RefView, SignalView
from warmline.interactions.store.reading import InteractionFilter, list_interactions, reach, views
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit.db import Conn
from warmline.kit.http import Page, page
from warmline.kit.sql import load

SQL = load("warmline.interactions.dossier")
CASES, CONTACTS, MOST = 50, 20, 100


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """What the actor may see of a customer's record. ``cases`` are at most 50, open ones first; ``timeline`` is the
    first page of `GET /interactions?customer_id=`; ``signals`` are the latest of each kind in it."""

    cases: list[CaseView]
    timeline: Page[InteractionView]
    references: list[RefView]
    promises: list[ActionItemView]
    signals: list[SignalView]


NOTHING = Dossier(cases=[], timeline=Page([]), references=[], promises=[], signals=[])


async def dossier(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> Dossier:
    """All that the actor may see, of these customer records together; nothing without ``case.read`` or
    ``case.read_team``."""
    if not actor.may("case.read", "case.read_team"):
        return NOTHING
    org_id, ids = actor.org_id, list(customer_ids)
    cases = views(await SQL.cases_of(conn, org_id=org_id, customer_ids=ids, size=CASES, **reach(actor)), CaseView)
    wanted = InteractionFilter(customer_ids=ids)
    contacts = await list_interactions(conn, actor, wanted, before=None, size=CONTACTS + 1)
    timeline = page(contacts, CONTACTS, key=lambda each: (each.started_at, each.id))
    case_ids = [each.id for each in cases]
    references = await SQL.references_of(conn, org_id=org_id, case_ids=case_ids, size=MOST)
    promises = await SQL.promises_of(conn, org_id=org_id, case_ids=case_ids, size=MOST)
    signals = await SQL.signals_of(conn, org_id=org_id, interaction_ids=[each.id for each in timeline.items])
    return Dossier(
        cases=cases,
        timeline=timeline,
        references=views(references, RefView),
        promises=views(promises, ActionItemView),
        signals=views(signals, SignalView),
    )
