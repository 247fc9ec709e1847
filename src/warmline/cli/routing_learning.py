"""What routing learned: how it stands, the switch, the settings, the effect, and the bias report."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.routing import BiasReport, EffectReport, LearningView

learning = typer.Typer(help="Learning who resolves what: switch, effect, bias report.", no_args_is_help=True)
Days = Annotated[int, typer.Option(min=1, max=365, help="How many days back.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands below ``warmline routing``, which others may have made."""
    for group in app.registered_groups:
        if group.name == "routing" and group.typer_instance is not None:
            group.typer_instance.add_typer(learning, name="learning")
            return
    routing = typer.Typer(help="Routing: what decides who gets what.", no_args_is_help=True)
    routing.add_typer(learning, name="learning")
    app.add_typer(routing, name="routing")


@learning.command("show")
def show_learning(org: Org = None, json: Json = False) -> None:
    """Show whether routing uses what it learned, why or why not, and the settings."""

    async def work(ground: Ground) -> "LearningView":
        from warmline.routing import learning_state

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await learning_state(conn, actor)

    _tell(stand(work, json=json), json=json)


@learning.command("on")
def switch_on(org: Org = None, json: Json = False) -> None:
    """Let routing use what it learned, by turns, from the next decision on."""
    _switch(org, on=True, reason="", json=json)


@learning.command("off")
def switch_off(
    reason: Annotated[str, typer.Option(help="Why; kept in the audit trail.")] = "", org: Org = None, json: Json = False
) -> None:
    """Stop using what was learned, from the next decision on. Outcomes are kept all the same."""
    _switch(org, on=False, reason=reason, json=json)


@learning.command("set")
def set_learning(
    values: Annotated[list[str], typer.Argument(metavar="NAME=VALUE...", help="Settings to change.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Change settings; the others stay. `monitor` takes names with commas between them."""

    async def work(ground: Ground) -> "LearningView":
        from warmline.routing import LearningChange, change_learning, learning_state

        given = _given(values, LearningChange.__struct_fields__)
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            now = (await learning_state(conn, actor)).settings
            kept = {name: getattr(now, name) for name in LearningChange.__struct_fields__}
            return await change_learning(conn, actor, formed(LearningChange, **{**kept, **given}))

    _tell(stand(work, json=json), json=json)


@learning.command("effect")
def show_effect(days: Days = 28, org: Org = None, json: Json = False) -> None:
    """Show what the model brings: blocks of time with it less blocks without it."""

    async def work(ground: Ground) -> "EffectReport":
        from warmline.routing import learning_effect

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await learning_effect(conn, actor, days=days)

    found = stand(work, json=json)
    if json:
        show.out(found)
        return
    rows = [
        [each.measure, _number(each.on), _number(each.off), _interval(each.difference),
         f"{each.on_count} in {each.on_blocks}", f"{each.off_count} in {each.off_blocks}",
         each.verdict.replace("_", " ")]
        for each in found.effects
    ]  # fmt: skip
    show.table(["measure", "with", "without", "difference (95 %)", "with: n in blocks", "without", "verdict"], rows)
    for each in found.effects:
        show.line(f"{each.measure}: {each.reason}")


@learning.command("bias")
def show_bias(days: Days = 28, org: Org = None, json: Json = False) -> None:
    """Show who gets what, by group of customers. Ratios outside 0.8 to 1.25 that are not chance are marked."""

    async def work(ground: Ground) -> "BiasReport":
        from warmline.routing import learning_bias

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await learning_bias(conn, actor, days=days)

    found = stand(work, json=json)
    if json:
        show.out(found)
        return
    rows = [
        [f"{group.dimension}: {group.name or '-'}", each.measure, "with" if each.learned else "without",
         _number(each.group), _number(each.others), _interval(each.ratio), str(each.group_count),
         "look" if each.flagged else ""]
        for group in found.groups
        for each in group.measures
        if each.group_count
    ]  # fmt: skip
    if rows:
        show.table(["group", "measure", "model", "group", "others", "ratio (95 %)", "n", ""], rows)
    else:
        show.line("There is nothing to compare yet: no decision under a model is a week old.")
    show.line(f"Load per agent (Gini): {_number(found.gini_on)} with the model, {_number(found.gini_off)} without.")
    show.line(f"{found.flagged} to look at.")


def _switch(org: str | None, *, on: bool, reason: str, json: bool) -> None:
    async def work(ground: Ground) -> "LearningView":
        from warmline.routing import Switch, switch_learning

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            return await switch_learning(conn, actor, formed(Switch, on=on, reason=reason))

    _tell(stand(work, json=json), json=json)


def _tell(view: "LearningView", *, json: bool) -> None:
    if json:
        show.out(view)
        return
    show.line(f"Learning is {'on' if view.on else 'off'}. {view.reason}")
    show.line(f"Outcomes: {view.counted} count, {view.waiting} wait for their week to be over.")
    if view.model:
        show.line(
            f"Model {view.model.name} of {view.model.outcomes} outcomes, since {show.shown(view.model.published_at)}; "
            f"decisions that day: {view.model.decided}, of them exploring: {view.model.explored}."
        )
    for name in view.settings.__struct_fields__:
        show.line(f"  {name} = {show.shown(getattr(view.settings, name))}")


def _given(values: list[str], names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in values:
        name, equals, value = each.partition("=")
        if not equals or name not in names:
            raise WrongUsage(problem=f"{each}: expected NAME=VALUE, with one of {', '.join(names)}.")
        found[name] = [part for part in value.split(",") if part] if name == "monitor" else _read(value)
    return found


def _read(value: str) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise WrongUsage(problem=f"{value!r} is no number, true or false.") from error


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"


def _interval(found: Any) -> str:
    if found.value is None:
        return "-"
    return f"{_number(found.value)} ({_number(found.low)} to {_number(found.high)})"
