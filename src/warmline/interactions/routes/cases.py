"""Cases over HTTP."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.customers import members
from warmline.interactions.actions import case as verbs
from warmline.interactions.actions import join as joining
from warmline.interactions.actions.viewing import case_viewed
from warmline.interactions.guard import READ, visible_case
from warmline.interactions.model import CaseStatus
from warmline.interactions.routes.bodies import CaseBody, CaseChange, JoinBody, ReasonBody, StatusBody
from warmline.interactions.routes.cursors import read_place, read_start, read_uuid
from warmline.interactions.store import reading
from warmline.interactions.views import CaseView, HistoryEntry, InteractionView, MessageView
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, tagged

TAGS = ["cases"]
Acting = NamedDependency[Actor]
Statuses = Annotated[list[CaseStatus] | None, QueryParameter(name="status", description="Any of these statuses.")]


@get("/cases", operation_id="list_cases", tags=TAGS)
async def list_cases(
    db: Db,
    actor: Acting,
    status: Statuses = None,
    owner_id: FromQuery[UUID | None] = None,
    category: FromQuery[str | None] = None,
    customer_id: FromQuery[UUID | None] = None,
    reference: FromQuery[str | None] = None,
    joined: FromQuery[bool] = False,
    limit: Limit = 50,
    after: After = None,
) -> Page[CaseView]:
    """Cases, newest first. Those that were joined into others are left out, unless ``joined`` asks for them or the
    ``reference`` is theirs."""
    actor.need(*READ)
    async with db.transaction(actor.org_id) as conn:
        wanted = reading.CaseFilter(
            statuses=[each.value for each in status] if status else None,
            owner_id=owner_id,
            category=category,
            customer_ids=await members(conn, customer_id) if customer_id else None,
            reference=reference.strip().upper() if reference else None,
            joined=joined or reference is not None,
        )
        rows = await reading.list_cases(conn, actor, wanted, before=read_uuid(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.id,))


@post("/cases", operation_id="create_case", tags=TAGS)
async def create_case(db: Db, actor: Acting, data: JSONBody[CaseBody]) -> Response[CaseView]:
    """Open a case by hand."""
    async with db.transaction(actor.org_id) as conn:
        made = await verbs.create(
            conn, actor, data.customer_id, title=data.title, category=data.category, subcategory=data.subcategory
        )
    return tagged(made, status_code=201, location=f"/api/v1/cases/{made.id}")


@get("/cases/{case_id:uuid}", operation_id="get_case", tags=TAGS)
async def get_case(db: Db, actor: Acting, case_id: FromPath[UUID]) -> Response[CaseView]:
    """One case. Reading it is audited."""
    async with db.transaction(actor.org_id) as conn:
        found = await visible_case(conn, actor, case_id)
        await case_viewed(conn, actor, found)
    return tagged(found)


@patch("/cases/{case_id:uuid}", operation_id="update_case", tags=TAGS)
async def update_case(
    db: Db, actor: Acting, request: Request[Any, Any, Any], case_id: FromPath[UUID], data: JSONBody[CaseChange]
) -> Response[CaseView]:
    """Change fields of a case."""
    changes = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET}
    async with db.transaction(actor.org_id) as conn:
        changed = await verbs.update(conn, actor, case_id, changes, expected=expected_version(request))
    return tagged(changed)


@post("/cases/{case_id:uuid}/status", operation_id="set_case_status", tags=TAGS, status_code=200)
async def set_case_status(
    db: Db, actor: Acting, case_id: FromPath[UUID], data: JSONBody[StatusBody]
) -> Response[CaseView]:
    """Resolve, close or reopen a case, or say for whom it waits."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await verbs.set_status(conn, actor, case_id, data.status, outcome=data.outcome))


@get("/cases/{case_id:uuid}/interactions", operation_id="list_interactions_of_case", tags=TAGS)
async def list_interactions_of_case(
    db: Db, actor: Acting, case_id: FromPath[UUID], limit: Limit = 50, after: After = None
) -> Page[InteractionView]:
    """The contacts of a case on all channels, those begun last first."""
    async with db.transaction(actor.org_id) as conn:
        await visible_case(conn, actor, case_id)
        wanted = reading.InteractionFilter(case_id=case_id)
        rows = await reading.list_interactions(conn, actor, wanted, before=read_start(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.started_at, each.id))


@get("/cases/{case_id:uuid}/messages", operation_id="list_messages_of_case", tags=TAGS)
async def list_messages_of_case(
    db: Db, actor: Acting, case_id: FromPath[UUID], limit: Limit = 100, after: After = None
) -> Page[MessageView]:
    """One story: the messages and notes of a case across channels, in order. Reading them is audited."""
    async with db.transaction(actor.org_id) as conn:
        case = await visible_case(conn, actor, case_id)
        await case_viewed(conn, actor, case)
        ids = await reading.interaction_ids_of_case(conn, actor.org_id, case_id)
        rows = await reading.list_messages(conn, actor.org_id, ids, after=read_uuid(after), size=limit + 1)
    return page(rows, limit, key=lambda each: (each.id,))


@get("/cases/{case_id:uuid}/history", operation_id="list_case_history", tags=TAGS)
async def list_case_history(
    db: Db, actor: Acting, case_id: FromPath[UUID], limit: Limit = 200, after: After = None
) -> Page[HistoryEntry]:
    """Every step of a case, with time and actor, out of the event log: its own, those of cases joined into it, and
    those of its contacts before they came to it."""
    async with db.transaction(actor.org_id) as conn:
        await visible_case(conn, actor, case_id)
        place = read_place(after)
        rows = await reading.history(conn, actor.org_id, case_id, after=place, size=limit + 1)
    return page(rows, limit, key=lambda each: (each.cursor,))


@post("/cases/{case_id:uuid}/join", operation_id="join_case", tags=TAGS, status_code=200)
async def join_case(db: Db, actor: Acting, case_id: FromPath[UUID], data: JSONBody[JoinBody]) -> Response[CaseView]:
    """Join a case into another; returns the other."""
    async with db.transaction(actor.org_id) as conn:
        joined = await joining.join(
            conn,
            actor,
            case_id,
            data.into_id,
            reason=data.reason,
            confirm_other_customer=data.confirm_other_customer,
        )
    return tagged(joined)


@post("/cases/{case_id:uuid}/unjoin", operation_id="unjoin_case", tags=TAGS, status_code=200)
async def unjoin_case(db: Db, actor: Acting, case_id: FromPath[UUID], data: JSONBody[ReasonBody]) -> Response[CaseView]:
    """Take a join back: what it moved returns."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await joining.unjoin(conn, actor, case_id, reason=data.reason))


ROUTES = [
    list_cases,
    create_case,
    get_case,
    update_case,
    set_case_status,
    list_interactions_of_case,
    list_messages_of_case,
    list_case_history,
    join_case,
    unjoin_case,
]
