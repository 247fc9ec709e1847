"""Moving data in and out over HTTP: everything out, lines of contacts in, and one contact that happened elsewhere."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from litestar.response import Stream

from warmline import interactions
from warmline.accounts import Actor
from warmline.api.copies import COPIES
from warmline.api.export import Export, assignments
from warmline.api.imports import CONNECTOR, ContactImport, Imported
from warmline.api.lines import JSON_LINES, LINES, TakesLines, streamed
from warmline.channels import Channels, Ingest, account_for
from warmline.connectors import contacts
from warmline.kit.db import Database
from warmline.kit.errors import FieldError, Invalid
from warmline.kit.http import Db

TAGS = ["exchange"]
Acting = NamedDependency[Actor]
Wired = NamedDependency[Channels]


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """Where a contact is. ``new`` is False where it was recorded before."""

    interaction_id: UUID
    case_id: UUID | None
    new: bool


@get(
    "/export",
    operation_id="export_all",
    tags=TAGS,
    media_type=JSON_LINES,
    responses=LINES,
)
async def export_all(db: Db, actor: Acting, deliveries: FromQuery[bool] = False) -> Stream:
    """Everything that the organisation has, as of one moment: JSON Lines, each valid against
    docs/reference/export.schema.json. No secret is in it. With `deliveries`, the raw deliveries as they came, too."""
    return streamed(_chunks(Export(db, actor, deliveries=deliveries)), JSON_LINES, "warmline-export.jsonl")


@get(
    "/export/assignments",
    operation_id="export_assignments",
    tags=TAGS,
    media_type=JSON_LINES,
    responses=LINES,
)
async def export_assignments(db: Db, actor: Acting) -> Stream:
    """Which contact is in which case, and of which customer: a line `{"external_id", "case", "customer"}` for each."""
    actor.need("export")
    return streamed(assignments(db, actor), JSON_LINES, "warmline-assignments.jsonl")


@post("/imports/contacts", operation_id="import_contacts", tags=TAGS, status_code=200, operation_class=TakesLines)
async def import_contacts(request: Request[Any, Any, Any], db: Db, actor: Acting, channels: Wired) -> Imported:
    """Import lines of contacts and operations (docs/howto/import.md), in order, as the body in JSON Lines. What is
    there already is left as it is, so a body can be sent again. An inbox that a line names for the first time is set
    up, which takes the permission channel.manage."""
    actor.need("interaction.create")
    taken = _import(db, actor, channels)
    for number, line in enumerate((await request.body()).splitlines(), start=1):
        await taken.add(number, line)
    return await taken.finish()


@post("/interactions", operation_id="create_interaction", tags=["interactions"], status_code=201)
async def create_interaction(
    db: Db, actor: Acting, channels: Wired, data: JSONBody[contacts.Contact]
) -> Response[Recorded]:
    """Record a contact that happened elsewhere, such as a telephone call or a visit. It finds its customer and its case
    as any other, and waits in no queue. The same `external_id` again is answered with 200 and changes nothing."""
    actor.need("interaction.create")
    taken = _import(db, actor, channels)
    await taken.add(1, msgspec.json.encode(data))
    done = await taken.finish()
    if done.problems:
        raise _refused(done.problems[0].problem)
    async with db.transaction(actor.org_id) as conn:
        account = await account_for(conn, actor, channels.registry, CONNECTOR, data.channel, data.account)
        found = await interactions.find_contact(conn, actor.org_id, account.id, data.external_id)
    if found is None or found.interaction_id is None:
        raise Invalid(problem="The contact came before, and could not be recorded; see the failed envelopes.")
    new = not done.repeated
    return Response(
        Recorded(interaction_id=found.interaction_id, case_id=found.case_id, new=new), status_code=201 if new else 200
    )


def _import(db: Database, actor: Actor, channels: Channels) -> ContactImport:
    # With an Idempotency-Key all transactions of the request are one, and so must the worker's be.
    return ContactImport(db, channels.registry, Ingest(db, channels.registry), actor)


def _refused(problem: str) -> Invalid:
    field, colon, rest = problem.partition(": ")
    if colon and " " not in field:
        return Invalid(problem=problem, fields=[FieldError(field, rest)])
    return Invalid(problem=problem)


async def _chunks(export: Export) -> AsyncGenerator[bytes, None]:
    async with aclosing(export.lines()) as lines:
        async for _, chunk in lines:
            yield chunk


EXCHANGE = [export_all, export_assignments, import_contacts, create_interaction, *COPIES]
