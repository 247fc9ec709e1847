"""Rules and escalations over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged
from warmline.routing.rules.actions import raising, save
from warmline.routing.rules.actions.dry_run import dry_run
from warmline.routing.rules.model import CheckedRules, Escalation, RuleSet, SavedRules, Version
from warmline.routing.rules.rehearsal import DryRunBody, RulesDryRun
from warmline.routing.rules.schemas import ResolveEscalation, Restore, SaveRules

TAGS = ["routing"]
Acting = NamedDependency[Actor]
Open = Annotated[bool | None, QueryParameter(name="open", description="Those that are open, or those that are not.")]
Of = Annotated[UUID | None, QueryParameter(name="interaction_id", description="Those of this interaction.")]


@get("/routing/rules", operation_id="get_routing_rules", tags=TAGS)
async def get_rules(db: Db, actor: Acting) -> Response[SavedRules]:
    """The rules in force in their order, with how often each applied, or could not be worked out."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await save.rules_in_force(conn, actor))


@put("/routing/rules", operation_id="save_routing_rules", tags=TAGS)
async def save_rules(
    request: Request[Any, Any, Any], db: Db, actor: Acting, data: JSONBody[SaveRules]
) -> Response[SavedRules]:
    """Save the rules as a new version, which holds at once. A rule with a fault is refused, with the character."""
    rules = RuleSet(mode=data.mode, rules=data.rules)
    async with db.transaction(actor.org_id) as conn:
        saved = await save.save(conn, actor, rules, note=data.note, expected=expected_version(request))
    return tagged(saved)


@post("/routing/rules/check", operation_id="check_routing_rules", tags=TAGS, status_code=200)
async def check_rules(db: Db, actor: Acting, data: JSONBody[RuleSet]) -> CheckedRules:
    """Whether rules could be saved, and every fault with its place. Nothing is saved."""
    async with db.transaction(actor.org_id) as conn:
        return await save.check(conn, actor, data)


@post("/routing/rules/dry-run", operation_id="dry_run_routing_rules", tags=TAGS, status_code=200)
async def try_rules(db: Db, actor: Acting, data: JSONBody[DryRunBody]) -> RulesDryRun:
    """What rules would have made of the contacts of the last days, against what became of them. Changes nothing."""
    return await dry_run(db, actor, data)


@get("/routing/rules/versions", operation_id="list_routing_rule_versions", tags=TAGS)
async def list_versions(db: Db, actor: Acting, limit: Limit = 50, after: After = None) -> Page[Version]:
    """Who saved rules when, and what was different, the latest first."""
    place = read_cursor(after, tuple[int])
    async with db.transaction(actor.org_id) as conn:
        found = await save.history(conn, actor, before=place[0] if place else None, size=limit + 1)
    return page(found, limit, key=lambda each: (each.version,))


@get("/routing/rules/versions/{version:int}", operation_id="get_routing_rules_version", tags=TAGS)
async def get_version(db: Db, actor: Acting, version: FromPath[int]) -> SavedRules:
    """The rules of one version."""
    async with db.transaction(actor.org_id) as conn:
        return await save.rules_in_force(conn, actor, version=version)


@post("/routing/rules/rollback", operation_id="roll_back_routing_rules", tags=TAGS, status_code=200)
async def roll_back(
    request: Request[Any, Any, Any], db: Db, actor: Acting, data: JSONBody[Restore]
) -> Response[SavedRules]:
    """Let the rules of an earlier version hold again, as a new version."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await save.roll_back(conn, actor, data.version, expected=expected_version(request)))


@get("/escalations", operation_id="list_escalations", tags=TAGS)
async def list_escalations(
    db: Db, actor: Acting, open_: Open = None, interaction_id: Of = None, limit: Limit = 50, after: After = None
) -> Page[Escalation]:
    """What supervisors are to look at, the latest first: all for those who manage queues, else those of my teams."""
    place = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await raising.list_escalations(
            conn, actor, open_=open_, interaction_id=interaction_id, before=place[0] if place else None, size=limit + 1
        )
    return page(found, limit, key=lambda each: (each.id,))


@get("/escalations/{escalation_id:uuid}", operation_id="get_escalation", tags=TAGS)
async def get_escalation(db: Db, actor: Acting, escalation_id: FromPath[UUID]) -> Response[Escalation]:
    """One escalation."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await raising.visible(conn, actor, escalation_id))


@post(
    "/escalations/{escalation_id:uuid}/acknowledge", operation_id="acknowledge_escalation", tags=TAGS, status_code=200
)
async def acknowledge(db: Db, actor: Acting, escalation_id: FromPath[UUID]) -> Response[Escalation]:
    """Say that one looks at it."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await raising.acknowledge(conn, actor, escalation_id))


@post("/escalations/{escalation_id:uuid}/resolve", operation_id="resolve_escalation", tags=TAGS, status_code=200)
async def resolve(
    db: Db, actor: Acting, escalation_id: FromPath[UUID], data: JSONBody[ResolveEscalation]
) -> Response[Escalation]:
    """Settle it. It comes again only where the contact brings something new."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await raising.resolve(conn, actor, escalation_id, note=data.note))


ROUTES = [
    get_rules,
    save_rules,
    check_rules,
    try_rules,
    list_versions,
    get_version,
    roll_back,
    list_escalations,
    get_escalation,
    acknowledge,
    resolve,
]
