"""What a command stands on: settings, the database (started here where nobody runs it), and an organisation."""

import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import typer

from warmline.cli import show
from warmline.cli.codes import INTERRUPTED, PROBLEM
from warmline.cli.options import Given

if TYPE_CHECKING:
    from uuid import UUID

    from warmline.accounts import Actor, Organization
    from warmline.app.program import Program
    from warmline.kit.db import Database
    from warmline.kit.errors import WarmlineError
    from warmline.kit.settings import Settings

T = TypeVar("T")
POOL = 4
NAME = "cli"


class Ground:
    """A migrated database and what commands need of it."""

    def __init__(self, settings: "Settings", db: "Database") -> None:
        self.settings, self.db = settings, db

    @cached_property
    def program(self) -> "Program":
        """All of Warmline on this database; takes a moment to import."""
        from warmline.app.program import Program

        return Program(self.db, self.settings)

    def assemble(self) -> None:
        """Make everything known that the slices bring: reactions, jobs, events."""
        import warmline.app.slices

        assert warmline.app.slices.REACTIONS

    async def organizations(self) -> "list[Organization]":
        """Those of this installation."""
        from warmline.accounts import organizations

        return await organizations(self.db)

    async def organization(self, name: str | None) -> "Organization":
        """The one with this name or id, or the only one there is."""
        from warmline.cli.errors import NoOrganization, OrganizationUnclear, OrganizationUnknown

        found = await self.organizations()
        if not found:
            raise NoOrganization()
        names = ", ".join(f"{each.name} ({each.id})" for each in found)
        if name is None:
            if len(found) > 1:
                raise OrganizationUnclear(names=names)
            return found[0]
        wanted = [each for each in found if name.casefold() in (each.name.casefold(), str(each.id))]
        if len(wanted) > 1:
            raise OrganizationUnclear(names=names)
        if not wanted:
            raise OrganizationUnknown(name=name, names=names)
        return wanted[0]

    async def actor(self, name: str | None) -> "Actor":
        """Whoever runs the command, in that organisation: may do everything, and is written down as ``system:cli``."""
        return actor_of((await self.organization(name)).id)


def actor_of(org_id: "UUID") -> "Actor":
    """The command line at work in an organisation."""
    from warmline.accounts import system

    return system(org_id, NAME)


def settings() -> "Settings":
    """The settings of this command."""
    from warmline.kit.settings import load

    return load(file=Given.config)


def stand(work: Callable[[Ground], Awaitable[T]], *, json: bool = False) -> T:
    """Do something on the ground, with an event loop; ends the program with a message where that does not go."""
    with guarded(json=json):
        import uvloop

        from warmline.kit import log, migrate
        from warmline.kit.db import Database
        from warmline.kit.postgres.reach import reach

        found = settings()
        log.set_up(quiet(found))
        with reach(found) as addresses:

            async def run() -> T:
                await migrate.bring_up_to_date(found, addresses, quick=True)
                db = await Database.open(addresses.app, size=POOL, synchronous_commit=found.synchronous_commit)
                try:
                    return await work(Ground(found, db))
                finally:
                    await db.close()

            return uvloop.run(run())


def quiet(given: "Settings") -> "Settings":
    """Settings for a command that a person waits for: it shows its own problems, so the log only speaks when asked."""
    import logging

    import msgspec

    logging.getLogger("pogo_core").setLevel(logging.ERROR)
    if given.log_level == "debug":
        return given
    return msgspec.structs.replace(given, log_level="error")


@contextmanager
def guarded(*, json: bool = False) -> Iterator[None]:
    """Expected errors become a message and an exit code; SIGTERM is as orderly as Ctrl-C."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        yield
    except typer.Exit:
        raise
    except BrokenPipeError:
        # Whoever read this has seen enough; nothing can be said to them any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PROBLEM) from None
    except KeyboardInterrupt:
        show.note("Interrupted. What was finished by then is kept.")
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        from warmline.cli.trouble import expected

        known = expected(error)
        if known is None:
            raise
        _say(known.error, json=json)
        raise typer.Exit(known.code) from None


def _say(error: "WarmlineError", *, json: bool) -> None:
    if json:
        fields = [{"field": each.field, "problem": each.problem} for each in error.fields]
        show.note_json({"error": error.code(), "detail": error.message, "errors": fields})
        return
    show.note(f"Error: {error.message}")
    for each in error.fields:
        if each.problem not in error.message:
            show.note(f"  {each.field}: {each.problem}")
