"""How a connector tells, step by step, whether an account would work as it is set up."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from enum import StrEnum

import msgspec

# Seconds for one step; all steps together are bounded by the platform.
STEP_SECONDS = 6.0


class CheckStatus(StrEnum):
    """``warning`` works, but not as it should; ``skipped`` was not tried, because something before it failed."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


class CheckStep(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was tried. ``code`` is stable (``imap.login``), ``title`` says what was tried, ``detail`` what was
    found, or what is wrong and what to do. ``settings`` names the settings that it depends on, so that they can be
    pointed at. ``seconds`` is how long it took; None where nothing was waited for."""

    code: str
    title: str
    status: CheckStatus = CheckStatus.OK
    detail: str = ""
    settings: tuple[str, ...] = ()
    seconds: float | None = None


class Doubtful(Exception):
    """It works, but the administrator should know something; the text says what. The steps after it are tried."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A step to be tried. ``attempt`` returns what was found, in words, or raises."""

    code: str
    title: str
    attempt: Callable[[], Awaitable[str]]
    settings: tuple[str, ...] = ()


async def tried(
    trials: Sequence[Trial], explain: Callable[[Exception], str], *, seconds: float = STEP_SECONDS
) -> AsyncIterator[CheckStep]:
    """Try the steps in order; what follows a failure is skipped. ``explain`` says what an error means and what to do;
    what it cannot explain it raises again. A step that takes longer than ``seconds`` fails with ``TimeoutError``."""
    failed = False
    for trial in trials:
        if failed:
            yield _step(trial, CheckStatus.SKIPPED, "Not tried, because a step before it failed.", None)
            continue
        status, began = CheckStatus.OK, time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                detail = await trial.attempt()
        except Doubtful as doubt:
            status, detail = CheckStatus.WARNING, str(doubt)
        except Exception as error:  # noqa: BLE001 - explain() raises again what it does not know
            failed, status, detail = True, CheckStatus.FAILED, explain(error)
        yield _step(trial, status, detail, time.monotonic() - began)


def _step(trial: Trial, status: CheckStatus, detail: str, seconds: float | None) -> CheckStep:
    return CheckStep(
        code=trial.code,
        title=trial.title,
        status=status,
        detail=detail,
        settings=trial.settings,
        seconds=None if seconds is None else round(seconds, 3),
    )
