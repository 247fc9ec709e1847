"""What every HTTP handler shares: problems, pages, entity tags, idempotent writes and the edge of the application.

A handler, which ``app.py`` mounts under ``/api/v1`` with ``db`` and ``actor`` given to it:

    @get("/cases", operation_id="list_cases", tags=["cases"])
    async def list_cases(
        db: Db,
        actor: NamedDependency[Actor],
        status: FromQuery[str | None] = None,
        limit: Limit = 50,
        after: After = None,
    ) -> Page[CaseView]:
        async with db.transaction(actor.org_id) as conn:
            rows = await cases(conn, actor, after=read_cursor(after, tuple[datetime, UUID]), limit=limit + 1)
        return page(rows, limit, key=lambda case: (case.opened_at, case.id))

    @patch("/cases/{case_id:uuid}", operation_id="update_case", tags=["cases"])
    async def update_case(
        request: Request[Any, Any, Any],
        db: Db,
        actor: NamedDependency[Actor],
        case_id: FromPath[UUID],
        data: JSONBody[CaseChange],
    ) -> Response[CaseView]:
        async with db.transaction(actor.org_id) as conn:
            return tagged(await update(conn, actor, case_id, change=data, expected=expected_version(request)))

Litestar warns of a parameter that does not say where it comes from, and our tests take warnings for errors.
"""

from litestar.di import NamedDependency

from warmline.kit.db import Database
from warmline.kit.http.edge import Edge, Visit, visit
from warmline.kit.http.etags import etag, expected_version, tagged
from warmline.kit.http.holding import IdempotentWrites
from warmline.kit.http.pages import After, Limit, Page, aware, encode_cursor, page, read_cursor
from warmline.kit.http.problems import EXCEPTION_HANDLERS, Problem, problem_of
from warmline.kit.http.replay import OUTWARD, SECRET_ANSWER, database_for, sweep_idempotency_keys

# What a handler asks for by ``db: Db``.
Db = NamedDependency[Database]

__all__ = [
    "EXCEPTION_HANDLERS",
    "OUTWARD",
    "SECRET_ANSWER",
    "After",
    "Db",
    "Edge",
    "IdempotentWrites",
    "Limit",
    "Page",
    "Problem",
    "Visit",
    "aware",
    "database_for",
    "encode_cursor",
    "etag",
    "expected_version",
    "page",
    "problem_of",
    "read_cursor",
    "sweep_idempotency_keys",
    "tagged",
    "visit",
]
