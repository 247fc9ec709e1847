"""Who a contact is from: try thresholds on one's own history."""

from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.continuity import Percent, share_text
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.customers import IdentityDryRun, IdentityOutcome

identity = typer.Typer(help="Who a contact is from: thresholds.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(identity, name="identity")


@identity.command("dry-run")
def dry_run(
    link: Percent = None,
    suggest: Percent = None,
    days: Annotated[int, typer.Option(help="How many days back, 1 to 365.")] = 30,
    changes: Annotated[int, typer.Option(help="How many changed decisions to list, at most 500.")] = 20,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show what other thresholds would have made of the last days' links and suggestions. Changes nothing."""

    async def work(ground: Ground) -> None:
        from warmline.customers import IdentityTrial, dry_run_identity

        actor = await ground.actor(org)
        wanted = formed(IdentityTrial, link=link, suggest=suggest, days=days, changes=changes)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await dry_run_identity(conn, actor, wanted)
        if json:
            show.out(found)
        else:
            _tell(found)

    stand(work, json=json)


def _tell(found: "IdentityDryRun") -> None:
    if not found.decisions:
        show.line(
            f"In the last {found.days} days nobody was linked or suggested by a score, so there is nothing to compare."
        )
        return
    show.line(
        f"{found.decisions} decisions of the last {found.days} days were made by a score; of {found.judged} it is known"
    )
    show.line("whether they were right. What stayed below the threshold for suggesting was not kept.")
    show.line()
    show.table(["", "now", "would be"], _rows(found.before, found.after))
    show.line()
    show.line(f"{found.changed} decisions would be others. Nothing was changed.")
    if found.changes:
        show.line()
        rows = [
            [
                str(each.customer_id),
                show.shown(each.other_customer_id),
                each.because,
                f"{each.score:.2f}",
                each.before,
                each.after,
                "?" if each.right is None else show.shown(each.right),
            ]
            for each in found.changes
        ]
        show.table(["customer", "other", "because", "score", "now", "would be", "right"], rows)


def _rows(before: "IdentityOutcome", after: "IdentityOutcome") -> list[list[str]]:
    rows = [
        ("link from", f"{before.link:.2f}", f"{after.link:.2f}"),
        ("suggest from", f"{before.suggest:.2f}", f"{after.suggest:.2f}"),
        ("linked", str(before.linked), str(after.linked)),
        ("suggested", str(before.suggested_count), str(after.suggested_count)),
        ("left apart", str(before.apart), str(after.apart)),
        ("of linked, right", share_text(before.precision), share_text(after.precision)),
        ("of one person, linked", share_text(before.recall), share_text(after.recall)),
        ("of suggested, right", share_text(before.suggested), share_text(after.suggested)),
    ]
    return [list(each) for each in rows]
