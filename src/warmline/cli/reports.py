"""Reports on how the work goes: `report context`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.interactions import ContextReview, Counted

reports = typer.Typer(help="Reports on how the work goes.", no_args_is_help=True)
DAY = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
ANY = "any"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(reports, name="report")


@reports.command("context")
def context(
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="First day, UTC; 30 days before the end without.")
    ] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="End, not included; now without.")] = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Write down the changes that the figures suggest.")
    ] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show where context is lost between channels, teams and people, and what could be changed."""

    async def work(ground: Ground) -> "ContextReview":
        from warmline.interactions import propose_context_changes, review_context

        actor = await ground.actor(org)
        begin, end = (each.replace(tzinfo=UTC) if each else None for each in (since, until))
        async with ground.db.transaction(actor.org_id) as conn:
            if propose:
                await propose_context_changes(conn, actor, begin, end)
            return await review_context(conn, actor, begin, end)

    found = stand(work, json=json)
    show.out(found) if json else _print(found)


def _print(found: "ContextReview") -> None:
    show.line(f"Context from {show.shown(found.since)} to {show.shown(found.until)}.")
    if not (found.contacts or found.hand_offs):
        show.line("There were no contacts and no hand-offs.")
        return
    show.line("\nContacts, by the channel before them in their case:")
    headings = ["from", "to", "contacts", "asked again", "authenticated again", "repeated"]
    rows = [
        [each.from_channel or "(first)", each.to_channel, str(each.contacts)]
        + [_share(one) for one in (each.asked_again, each.authenticated_again, each.repeated_after_switch)]
        for each in found.contacts
    ]
    show.table(headings, rows)
    if found.hand_offs:
        show.line("\nHand-offs, by switch:")
        headings = ["switch", "from", "to", "hand-offs", "complete", "asked again", "authenticated again", "incomplete"]
        rows = [
            [each.switch, each.from_value or ANY, each.to_value or ANY, str(each.hand_offs), f"{each.completeness:.0%}"]
            + [_share(one) for one in (each.asked_again, each.authenticated_again, each.incomplete)]
            for each in found.hand_offs
        ]
        show.table(headings, rows)
    _print_answers(found)
    show.line("\nProposed changes (accept them with POST /api/v1/context-proposals/{id}/answer):")
    for each in found.proposals:
        show.line(f"  {each.id}  {each.text}")
    if not found.proposals:
        show.line("  none")


def _print_answers(found: "ContextReview") -> None:
    answers = found.answers
    if answers.asked:
        median = "" if answers.median_seconds is None else f"; half of them within {answers.median_seconds:.0f} s"
        show.line(f"\nAsked again {answers.asked} times, and answered again {answers.answered} times{median}.")


def _share(share: "Counted") -> str:
    return f"{share.numerator} of {share.denominator}" + (
        f" ({share.rate:.0%})" if share.numerator and share.rate else ""
    )
