"""What can be wrong with a question about staffing."""

from warmline.kit.errors import WarmlineError


class StaffingError(WarmlineError):
    """The staffing question has no answer."""

    status = 422


class ParameterWrong(StaffingError):
    """{parameter}: {problem}."""


class QueueGrows(StaffingError):
    """agents: {agents} cannot serve {erlangs:g} erlangs where nobody hangs up: the queue would grow without end. Give
    at least {least} agents, or a patience, or waiting places."""


class NoTarget(StaffingError):
    """No target is given; give at least one of {targets}, or the number of agents to see what comes of it."""


class OutOfReach(StaffingError):
    """{target}: {value:g} cannot be reached with up to {agents} agents; the best would be {best:.4g}."""


class VolumesUnreadable(StaffingError):
    """{path}: {problem}."""


class HistoryTooShort(StaffingError):
    """There are {days} open days of volumes, and a forecast needs at least {least}: four weeks of the days that are
    worked. Add earlier volumes."""


class ShiftsWrong(StaffingError):
    """shifts: {problem}."""


class NotCovered(StaffingError):
    """No plan covers what is required: {problem}. Add a shift that covers it, more agents, or allow gaps at a price
    (gap_price)."""


class NoPlanInTime(StaffingError):
    """No plan was found within {seconds:g} s; allow more time (time_limit), or fewer starts and breaks."""
