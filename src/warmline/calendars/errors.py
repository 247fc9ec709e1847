"""What calendars refuse."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class CalendarNotFound(NotFound):
    """There is no calendar {id} that you may see."""


class CalendarUnusable(Invalid):
    """These are no business hours. {problem}."""


class CalendarCodeTaken(Conflict):
    """There is a calendar with the code {code} already; choose another code."""


class CalendarInUse(Conflict):
    """These queues keep this calendar: {queues}. Give them another one, or none, before you delete it."""
