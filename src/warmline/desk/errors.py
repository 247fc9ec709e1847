"""What the desk refuses."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class NoDesk(Conflict):
    """Only people have work of their own, marks and views; an API key has none. Ask for the view `everything`."""


class SavedViewNotFound(NotFound):
    """There is no view {id} that you may see."""


class NotYourView(Conflict):
    """The view {name} is somebody else's. Save it under another name to change it."""


class NotYoursToHide(Conflict):
    """The view {name} is somebody else's: you would not see it any more. Only they can keep it to themselves; you may
    share it with everybody or a team of yours, or delete it."""


class TooManyViews(Conflict):
    """You have {most} views already; delete one first."""


class UnknownInFilters(Invalid):
    """These filters name what does not exist here: {names}."""


class AlreadyPast(Invalid):
    """{until} is over. Choose a time that is to come."""


class TooManySnoozed(Conflict):
    """You have snoozed {most} contacts already; take some of them back first."""


class TooManyFollowed(Conflict):
    """You follow {most} cases already; leave some first."""
