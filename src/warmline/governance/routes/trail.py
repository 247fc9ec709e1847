"""The audit trail over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from warmline.accounts import Actor
from warmline.governance.actions.trail import search_audit
from warmline.governance.actions.verify import verify_audit
from warmline.governance.model import AuditFilter, AuditRecord, Place, Report
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor

TAGS = ["audit"]
By = Annotated[
    str | None, QueryParameter(name="actor", max_length=200, description="Who: `agent:<uuid>`, `system:<name>` ...")
]
Kind = Annotated[
    str | None,
    QueryParameter(
        name="type", max_length=100, description="What happened: `case.resolved`; `role.*` is all of roles."
    ),
]
Entity = Annotated[UUID | None, QueryParameter(description="Anything that events name by its id, and what it did.")]
RequestId = Annotated[str | None, QueryParameter(max_length=200, description="The `X-Request-ID` of a response.")]
Since = Annotated[datetime | None, QueryParameter(name="from", description="At or after this moment.")]
Until = Annotated[datetime | None, QueryParameter(name="to", description="Before this moment.")]
Anchor = Annotated[
    str | None,
    QueryParameter(pattern="^[0-9a-fA-F]{64}$", description="A `head` that an earlier report gave, kept elsewhere."),
]


@get("/audit", operation_id="search_audit", tags=TAGS)
async def list_audit(
    db: Db,
    actor: NamedDependency[Actor],
    by: By = None,
    type_: Kind = None,
    entity: Entity = None,
    case_id: FromQuery[UUID | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    interaction_id: FromQuery[UUID | None] = None,
    request_id: RequestId = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[AuditRecord]:
    """Who did what and when, newest first, with the state before and after. That you looked is written down too."""
    wanted = AuditFilter(
        actor=by,
        type=type_,
        entity=entity,
        case_id=case_id,
        customer_id=customer_id,
        interaction_id=interaction_id,
        request_id=request_id,
        since=since,
        until=until,
    )
    key = read_cursor(after, tuple[int, int])
    async with db.transaction(actor.org_id) as conn:
        found = await search_audit(conn, actor, wanted, before=Place(*key) if key else None, limit=limit + 1)
    return page(found, limit, key=lambda record: [int(part) for part in record.cursor.split("-")])


@get("/audit/verify", operation_id="verify_audit", tags=TAGS)
async def verify_trail(db: Db, actor: NamedDependency[Actor], anchor: Anchor = None) -> Report:
    """Compute the hash chain over the whole trail again, and name everything that was altered, removed or put in.
    Takes about ten seconds for a million events."""
    async with db.transaction(actor.org_id) as conn:
        return await verify_audit(conn, actor, anchor=anchor)


ROUTES = [list_audit, verify_trail]
