"""Look after an installation: migrate, doctor, organisations, vocabularies, and the audit trail."""

from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.codes import PROBLEM
from warmline.cli.ground import Ground, guarded, quiet, settings, stand
from warmline.cli.options import Json, Org, Packs, PasswordStdin

if TYPE_CHECKING:
    from warmline.governance import Report

org = typer.Typer(help="Organisations: each is apart from the others.", no_args_is_help=True)
vocabulary = typer.Typer(help="The words that records are kept in.", no_args_is_help=True)
audit = typer.Typer(help="The audit trail.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(migrate)
    app.command()(doctor)
    app.add_typer(org, name="org")
    app.add_typer(vocabulary, name="vocabulary")
    app.add_typer(audit, name="audit")


def migrate(json: Json = False) -> None:
    """Bring the database to this version's schema, as its owner."""
    with guarded(json=json):
        import uvloop

        from warmline.kit import log
        from warmline.kit.migrate import migrate as run
        from warmline.kit.postgres.reach import reach

        found = settings()
        log.set_up(quiet(found))
        with reach(found) as addresses:
            applied = uvloop.run(run(addresses.owner))
    if json:
        show.out({"applied": applied})
    else:
        show.line("\n".join(f"applied {each}" for each in applied) or "Up to date; nothing to apply.")


def doctor(json: Json = False) -> None:
    """Say what is wrong with this installation, and how to mend it."""
    with guarded(json=json):
        import uvloop

        from warmline.app.slices import CHECKS
        from warmline.kit import log
        from warmline.kit.doctor import diagnose

        found = settings()
        log.set_up(quiet(found))
        findings = uvloop.run(diagnose(found, CHECKS))
    if json:
        show.out(findings)
    else:
        rows = [["ok" if each.ok else "BAD", each.check, each.seen or each.problem, each.mend] for each in findings]
        show.table(["", "check", "what was seen", "how to mend it"], rows)
        bad = sum(not each.ok for each in findings)
        show.line(f"\n{bad} of {len(findings)} checks found something." if bad else "\nAll is well.")
    if not all(each.ok for each in findings):
        raise typer.Exit(PROBLEM)


@org.command("create")
def create_org(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    email: Annotated[str, typer.Option(help="The first administrator's address.")] = "admin@localhost",
    password_stdin: PasswordStdin = False,
    pack: Packs = None,
    locale: Annotated[str, typer.Option(help="Its language.")] = "en",
    time_zone: Annotated[str, typer.Option(help="Its time zone, such as Europe/Berlin.")] = "UTC",
    json: Json = False,
) -> None:
    """Begin an organisation: its first administrator, its roles, a queue, and packs (all, if none is named)."""
    from warmline.cli.beginning import PACKS, begin, tell
    from warmline.cli.people import read_password

    password = read_password(password_stdin)

    async def work(ground: Ground) -> None:
        begun = await begin(
            ground.db,
            name,
            email=email,
            password=password,
            packs=tuple(pack) if pack else PACKS,
            locale=locale,
            time_zone=time_zone,
        )
        tell(begun, json=json)

    stand(work, json=json)


@org.command("list")
def list_orgs(json: Json = False) -> None:
    """Show the organisations."""

    async def work(ground: Ground) -> None:
        columns = {"id": "id", "name": "name", "locale": "locale", "time_zone": "time zone", "created_at": "begun"}
        show.items(await ground.organizations(), columns, json=json, nothing="There is no organisation yet.")

    stand(work, json=json)


@vocabulary.command("packs")
def packs(json: Json = False) -> None:
    """Show the industry packs that can be installed."""
    from warmline.governance import pack_names

    show.out(pack_names()) if json else show.line("\n".join(pack_names()))


@vocabulary.command("install")
def install_pack(
    pack: Annotated[str, typer.Argument(help="The pack; `warmline vocabulary packs` shows which there are.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Install an industry pack, or bring it up to date. What was changed here stays changed."""

    async def work(ground: Ground) -> dict[str, int]:
        from warmline.governance import install_pack

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await install_pack(conn, actor, pack)

    added = stand(work, json=json)
    if json:
        show.out(added)
    else:
        show.line(f"{pack}: added " + ", ".join(f"{count} {kind}" for kind, count in added.items()) + ".")


@audit.command("verify")
def verify(
    anchor: Annotated[
        str | None, typer.Option(help="The head that an earlier run printed: history up to it must be unchanged.")
    ] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Compute the audit trail's hash chain again, and name every tampering. What is not sealed yet is sealed first."""

    async def work(ground: Ground) -> "Report":
        from warmline.governance import seal_all, verify_audit

        actor = await ground.actor(org)
        await seal_all(ground.db, actor.org_id)
        with show.progress("Verifying") as bar:
            async with ground.db.transaction(actor.org_id) as conn:
                return await verify_audit(conn, actor, anchor=anchor, progress=lambda done, total: bar(1))

    report = stand(work, json=json)
    if json:
        show.out(report)
    else:
        _tell(report)
    if not report.intact:
        raise typer.Exit(PROBLEM)


def _tell(report: "Report") -> None:
    show.line(f"{report.events} events under {report.seals} seals; {report.unsealed} newer ones are not sealed yet.")
    for each in report.findings:
        show.line(f"  {each.kind.value}: {each.text}")
    if report.findings_total > len(report.findings):
        show.line(f"  ... and {report.findings_total - len(report.findings)} more.")
    show.line("The trail is intact." if report.intact else f"TAMPERED WITH: {report.findings_total} findings.")
    show.line(f"head {report.head}  (keep it elsewhere, and pass it as --anchor next time)")
