"""Cases like one, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from warmline.accounts import Actor
from warmline.interactions.similar import SimilarCase, similar_cases
from warmline.kit.http import Db

Most = Annotated[int, QueryParameter(name="limit", ge=1, le=10, description="How many cases at most.")]


@get("/cases/{case_id:uuid}/similar", operation_id="list_similar_cases", tags=["cases"])
async def list_similar_cases(
    db: Db, actor: NamedDependency[Actor], case_id: FromPath[UUID], limit: Most = 10
) -> list[SimilarCase]:
    """The cases most like this one that you may see, of any customer, the most alike first: why they are alike, and how
    they ended. A case is found a moment after it was opened, and by all that was said in it once it is resolved."""
    async with db.transaction(actor.org_id) as conn:
        return await similar_cases(conn, actor, case_id, size=limit)


ROUTES = [list_similar_cases]
