"""All commands, listed once."""

from pathlib import Path
from typing import Annotated

import typer

from warmline.cli import (
    calendars,
    callbacks,
    channel,
    continuity,
    customers,
    data,
    escalations,
    failed,
    feed,
    identity,
    install,
    invitations,
    moving,
    people,
    queues,
    reasons,
    reports,
    routing_learning,
    rules,
    running,
    simulate,
    skills,
    staffing,
    tasks,
    why,
)
from warmline.cli.options import Given

EPILOG = (
    "Exit codes: 0 done; 1 a problem was found, or the request was refused; 2 the command line is wrong; "
    "3 the installation cannot be used (settings, database); 130 interrupted."
)

app = typer.Typer(
    name="warmline",
    help="Runs a Warmline installation: settings come from WARMLINE_* and warmline.toml.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
running.add_to(app)
install.add_to(app)
people.add_to(app)
channel.add_to(app)
queues.add_to(app)
calendars.add_to(app)
skills.add_to(app)
reasons.add_to(app)
continuity.add_to(app)
identity.add_to(app)
moving.add_to(app)
data.add_to(app)
failed.add_to(app)
reports.add_to(app)
customers.add_to(app)
feed.add_to(app)
routing_learning.add_to(app)
rules.add_to(app)
simulate.add_to(app)
staffing.add_to(app)
why.add_to(app)
tasks.add_to(app)
invitations.add_to(app)
callbacks.add_to(app)
escalations.add_to(app)


@app.callback()
def settings(
    config: Annotated[
        Path | None, typer.Option(help="The settings file, instead of those that are looked for.")
    ] = None,
) -> None:
    """Run, fill and look after an installation of Warmline."""
    Given.config = config


def main() -> None:
    """The entry point of the command."""
    app()
