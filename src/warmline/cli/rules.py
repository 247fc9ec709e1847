"""Rules of routing: show, check, apply a file, try it on history, look back, and go back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.codes import PROBLEM
from warmline.cli.errors import FileMissing, WrongUsage
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, guarded, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.routing import CheckedRules, RulesDryRun, RuleSet, SavedRules

rules = typer.Typer(help="Rules of routing, kept in a TOML file.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="Rules in TOML; see docs/howto/route-with-rules.md.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(rules, name="rules")


@rules.command("list")
def list_rules(
    version: Annotated[int | None, typer.Option(help="An earlier version.")] = None, org: Org = None, json: Json = False
) -> None:
    """Show the rules in force, and what came of each."""

    async def work(ground: Ground) -> "SavedRules":
        from warmline.routing import rules_in_force

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await rules_in_force(conn, actor, version=version)

    found = stand(work, json=json)
    show.out(found) if json else _show(found)


@rules.command("check")
def check_file(file: File, org: Org = None, json: Json = False) -> None:
    """Look a file through: every fault with its character. Exits with 1 where there is one; nothing is saved."""
    with guarded(json=json):
        read = _read(file)

    async def work(ground: Ground) -> "CheckedRules":
        from warmline.routing import check_rules

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await check_rules(conn, actor, read)

    found = stand(work, json=json)
    if json:
        show.out(found)
    elif found.valid:
        show.line(f"{len(read.rules)} rules, no fault. Work at most: {found.cost} of {found.cost_limit} units.")
    else:
        for each in found.faults:
            place = f", line {each.line}, column {each.column}" if each.line else ""
            show.line(f"{each.name or file}: {each.field}{place}: {each.problem}")
            show.line(each.excerpt or "")
    if not found.valid:
        raise typer.Exit(PROBLEM)


@rules.command("apply")
def apply_file(
    file: File,
    note: Annotated[str, typer.Option(help="Why; shown in the history.")] = "",
    org: Org = None,
    json: Json = False,
) -> None:
    """Save the rules of a file as a new version. They hold at once."""
    with guarded(json=json):
        read = _read(file)

    async def work(ground: Ground) -> "SavedRules":
        from warmline.routing import save_rules

        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            return await save_rules(conn, actor, read, note=note)

    saved = stand(work, json=json)
    show.out(saved) if json else show.line(f"Version {saved.version} holds, with {len(saved.rules)} rules.")


@rules.command("dry-run")
def dry_run(
    file: File,
    days: Annotated[int, typer.Option(help="How many days back, 1 to 90.")] = 30,
    sample: Annotated[int, typer.Option(help="How many contacts to try at most, up to 5000.")] = 2_000,
    examples: Annotated[int, typer.Option(help="How many changed contacts to list, at most 100.")] = 10,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show what the rules of a file would have made of the last days' contacts. Changes nothing."""
    with guarded(json=json):
        read = _read(file)

    async def work(ground: Ground) -> "RulesDryRun":
        from warmline.routing import DryRunBody, dry_run_rules

        wanted = formed(DryRunBody, rules=read, days=days, sample=sample, examples=examples)
        actor = await ground.actor(org)
        with show.progress("Trying") as bar:
            so_far = 0

            def reached(done: int, total: int) -> None:
                nonlocal so_far
                bar.reach(total)
                bar(done - so_far)
                so_far = done

            return await dry_run_rules(ground.db, actor, wanted, reached=reached)

    found = stand(work, json=json)
    show.out(found) if json else _tell(found)


@rules.command("history")
def history(org: Org = None, json: Json = False) -> None:
    """Show who saved rules when, and what was different."""

    async def work(ground: Ground) -> None:
        from warmline.routing import rules_history

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await rules_history(conn, actor, size=200)
        if json or not found:
            show.items(found, {}, json=json, nothing="Nobody has saved rules yet: `warmline rules apply FILE` does.")
            return
        rows = []
        for each in found:
            changes = "; ".join(
                f"{one.name} {one.change}" + (f" ({', '.join(one.fields)})" if one.fields else "")
                for one in each.changes
            )
            rows.append(
                [str(each.version), show.shown(each.saved_at), each.saved_by, str(each.rule_count), each.note, changes]
            )
        show.table(["version", "saved", "by", "rules", "note", "changes"], rows)

    stand(work, json=json)


@rules.command("rollback")
def roll_back(
    version: Annotated[int, typer.Argument(help="The version that is to hold again.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Let the rules of an earlier version hold again, as a new version."""

    async def work(ground: Ground) -> "SavedRules":
        from warmline.routing import roll_back_rules

        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            return await roll_back_rules(conn, actor, version)

    saved = stand(work, json=json)
    show.out(saved) if json else show.line(f"Version {saved.version} holds, with the rules of version {version}.")


def _read(file: Path) -> "RuleSet":
    import tomllib

    from warmline.routing import RuleSet

    try:
        given: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise FileMissing(path=file, problem=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(problem=f"{file}: {error}.") from error
    given["rules"] = given.pop("rule", given.get("rules", []))
    return formed(RuleSet, **given)


def _show(found: "SavedRules") -> None:
    if not found.version:
        show.line("Nobody has saved rules yet: `warmline rules apply FILE` does.")
        return
    show.line(f"Version {found.version}, saved {show.shown(found.saved_at)} by {found.saved_by}; mode {found.mode}.")
    rows = []
    for place, each in enumerate(found.rules, 1):
        count = found.counts.get(str(each.id))
        came = [str(count.matched), str(count.failed), count.last_error or ""] if count else ["0", "0", ""]
        rows.append([str(place), each.name, show.shown(each.active), each.when, *came])
    show.table(["", "name", "on", "when", "applied", "failed", "last error"], rows)


def _tell(found: "RulesDryRun") -> None:
    if not found.looked_at:
        show.line(f"In the last {found.days} days no customer made contact, so there is nothing to try.")
        return
    part = f", one in {found.sampled} of {found.contacts}" if found.sampled > 1 else ""
    show.line(f"{found.looked_at} contacts of the last {found.days} days were tried{part}. Nothing was changed.")
    show.line(
        f"{found.changed} would be different: queue {found.queue}, priority {found.priority}, skills {found.skills}, "
        f"service {found.service_seconds}, intent {found.intent}, agent {found.agent}; escalated {found.escalated}."
    )
    if found.moves:
        show.table(
            ["from", "to", "contacts"], [[each.from_queue, each.to_queue, str(each.count)] for each in found.moves]
        )
    show.table(
        ["rule", "applied", "failed", "last error"],
        [[each.name, str(each.matched), str(each.failed), each.last_error or ""] for each in found.rules],
    )
    if found.never_matched:
        show.line(f"Never applied: {', '.join(found.never_matched)}.")
    rows = [
        [str(each.interaction_id), show.shown(each.started_at), ", ".join(each.rules), _pairs(each.before, each.after)]
        for each in found.examples
    ]
    if rows:
        show.table(["interaction", "began", "rules", "now -> would be"], rows)


def _pairs(before: dict[str, Any], after: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {show.shown(before[name]) or '-'} -> {show.shown(after[name])}" for name in after)
