"""Which contact belongs to which case: try thresholds on one's own history, and choose which model decides."""

from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.errors import EntryUnknown
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.interactions import DryRun, LearnedModel, Outcome
    from warmline.kit.db import Conn
    from warmline.kit.intervals import Share

continuity = typer.Typer(help="Which case a contact belongs to: thresholds and models.", no_args_is_help=True)
SHIPPED = 0
SHORT = 60
Percent = Annotated[float | None, typer.Option(help="A probability from 0 to 1; as it is now where left out.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(continuity, name="continuity")


@continuity.command("dry-run")
def dry_run(
    attach: Percent = None,
    suggest: Percent = None,
    model: Annotated[int | None, typer.Option(help="A learned model by its number; 0 is the shipped one.")] = None,
    days: Annotated[int, typer.Option(help="How many days back, 1 to 365.")] = 30,
    changes: Annotated[int, typer.Option(help="How many changed contacts to list, at most 500.")] = 20,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show what other thresholds would have made of the last days' contacts. Changes nothing."""

    async def work(ground: Ground) -> None:
        from warmline.interactions import DryRunBody, dry_run

        actor = await ground.actor(org)
        wanted = formed(DryRunBody, attach=attach, suggest=suggest, model=model, days=days, changes=changes)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await dry_run(conn, actor, wanted)
        if json:
            show.out(found)
        else:
            _tell(found)

    stand(work, json=json)


def _tell(found: "DryRun") -> None:
    if not found.contacts:
        show.line(
            f"In the last {found.days} days no contact was weighed against a case, so there is nothing to compare."
        )
        return
    show.line(f"{found.contacts} contacts of the last {found.days} days were weighed against their customers' cases.")
    show.line(
        f"People corrected or answered {found.corrected}; on {found.settled} nobody objected in time. The shares are "
        "of these, with the bounds of 95 %."
    )
    show.line()
    show.table(["", "now", "would be"], _rows(found.before, found.after))
    show.line()
    show.line(f"{found.changed} contacts would go elsewhere. Nothing was changed.")
    if found.changes:
        show.line()
        show.table(
            ["interaction", "at", "now", "would be", "score", "right", "because"],
            [
                [
                    str(each.interaction_id),
                    show.shown(each.at),
                    each.before,
                    each.after,
                    f"{each.score:.2f}",
                    "?" if each.right is None else show.shown(each.right),
                    "; ".join(each.evidence),
                ]
                for each in found.changes
            ],
        )


def _rows(before: "Outcome", after: "Outcome") -> list[list[str]]:
    rows = [
        ("attach from", f"{before.attach:.2f}", f"{after.attach:.2f}"),
        ("suggest from", f"{before.suggest:.2f}", f"{after.suggest:.2f}"),
        ("model", _model(before.model), _model(after.model)),
        ("attached", str(before.counts.attach), str(after.counts.attach)),
        ("suggested", str(before.counts.suggest), str(after.counts.suggest)),
        ("new cases", str(before.counts.new), str(after.counts.new)),
        ("of attached, right", share_text(before.precision), share_text(after.precision)),
        ("of what belonged, attached", share_text(before.recall), share_text(after.recall)),
        ("of suggested, right", share_text(before.suggested), share_text(after.suggested)),
    ]
    return [list(each) for each in rows]


def _model(number: int) -> str:
    return str(number) if number else "shipped"


def share_text(share: "Share") -> str:
    if share.value is None:
        return "nobody can tell"
    return f"{share.value:.1%} of {share.whole:.0f} ({share.low:.1%} to {share.high:.1%})"


@continuity.command("models")
def list_models(org: Org = None, json: Json = False) -> None:
    """Show the models that were learned from corrections, newest first."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _models(conn, actor)
        if json or not found:
            show.items(found, {}, json=json, nothing="No model was learned yet: the shipped one decides.")
            return
        headings = ["number", "status", "trained", "corrections", "right", "reached", "why"]
        show.table(headings, [_row(each) for each in found])

    stand(work, json=json)


def _row(found: "LearnedModel") -> list[str]:
    metrics, compared = found.model.metrics, found.model.compared
    figures = [share_text(metrics.precision), share_text(metrics.recall)] if metrics else ["", ""]
    trained = show.shown(found.trained_at)
    return [
        str(found.number),
        found.status,
        trained,
        str(found.corrections),
        *figures,
        compared.reason if compared else "",
    ]


@continuity.command("train")
def train(
    propose: Annotated[bool, typer.Option("--propose", help="Leave it for a person to activate.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Learn a model from all corrections now; it decides from then on where it is better."""

    async def work(ground: Ground) -> None:
        from warmline.interactions import learn

        made = await learn(ground.db, await ground.actor(org), propose=propose)
        if json:
            show.out(made)
            return
        reason = made.model.compared.reason if made.model.compared else ""
        show.line(f"Model {made.number} is {made.status}: {reason}.")

    stand(work, json=json)


@continuity.command("activate")
def activate(
    number: Annotated[int, typer.Argument(help="The model's number; 0 is the shipped one.")], org: Org = None
) -> None:
    """Let a model decide from the next contact on."""

    async def work(ground: Ground) -> None:
        from warmline.interactions import activate_model, use_shipped_model

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            if number == SHIPPED:
                await use_shipped_model(conn, actor)
            else:
                known = {each.number: each.id for each in await _models(conn, actor)}
                if number not in known:
                    names = ", ".join(map(str, [SHIPPED, *sorted(known)]))
                    raise EntryUnknown(kind="model", name=str(number), names=names)
                await activate_model(conn, actor, known[number])
        show.line(f"Model {_model(number)} decides from the next contact on.")

    stand(work)


async def _models(conn: "Conn", actor: "Actor") -> "list[LearnedModel]":
    from warmline.interactions import list_learned_models

    return await list_learned_models(conn, actor, before=None, size=1000)
