"""Run it: serve, work, the demo, and the version."""

from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.ground import guarded, settings
from warmline.cli.options import Json

if TYPE_CHECKING:
    from warmline.kit.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(serve)
    app.command()(work)
    app.command()(demo)
    app.command()(version)


def serve(
    work: Annotated[
        bool, typer.Option("--work/--no-work", help="Do the background work too; without it, run `work` beside it.")
    ] = True,
) -> None:
    """Serve until Ctrl-C or SIGTERM, with all background work. Says where to begin on an empty installation."""
    with guarded():
        from warmline.app.serving import serve as run
        from warmline.kit import log

        found = settings()
        log.set_up(found)
        run(found, work=work, ready=lambda empty: _say_where(found, empty=empty))


def work(
    connectors: Annotated[
        bool,
        typer.Option(
            "--connectors/--no-connectors", help="Run the channels' pollers and listeners too: in one process only."
        ),
    ] = False,
) -> None:
    """Do background work beside a server, without serving, until Ctrl-C or SIGTERM."""
    with guarded():
        from warmline.app.serving import work as run
        from warmline.kit import log

        found = settings()
        log.set_up(found)
        run(found, connectors=connectors)


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it when it is loaded.")] = True,
    seed: Annotated[int, typer.Option(help="Another number deals the dialogues out otherwise.")] = 7,
    anywhere: Annotated[
        bool, typer.Option("--anywhere", help="Serve it also where others reach it, though all know its passwords.")
    ] = False,
    json: Json = False,
) -> None:
    """Load the demo, a small insurer with real dialogues on chat and mail, and serve it. Later, it only serves."""
    with guarded(json=json):
        from warmline.cli.demo import show_demo

        show_demo(settings(), serve=serve, seed=seed, anywhere=anywhere, json=json)


def version(json: Json = False) -> None:
    """Say which version this is, and on what it runs."""
    import platform
    from importlib.metadata import version as of

    found = {"warmline": of("warmline"), "python": platform.python_version(), "platform": platform.platform()}
    if json:
        show.out(found)
    else:
        show.line(f"warmline {found['warmline']} (Python {found['python']}, {found['platform']})")


def _say_where(found: "Settings", *, empty: bool) -> None:
    from warmline.cli.beginning import set_up_address

    show.note(
        f"Serving on {found.base_url} (Ctrl-C stops it). Desk: {found.base_url}/  Interface: {found.base_url}/docs"
    )
    if empty:
        show.note(f"There is no organisation yet. Open this address to begin one: {set_up_address(found)}")
