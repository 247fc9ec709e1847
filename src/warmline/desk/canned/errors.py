"""What canned responses refuse."""

from warmline.kit.errors import Conflict, Forbidden, Invalid, NotFound


class CannedResponseNotFound(NotFound):
    """There is no canned response {id} that you may see."""


class CannedCodeTaken(Conflict):
    """There is a canned response with the code {code} there already; choose another code."""


class CannedTextUnusable(Invalid):
    """The text cannot be kept: {problems}."""


class CannedNotYours(Forbidden):
    """This text is a team's or everybody's. Its team, or who has the permission vocabulary.manage, may change it."""
