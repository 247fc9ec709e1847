"""What can go wrong with feeds. What is wrong with single rows is told beside the others' result."""

from warmline.kit.errors import Conflict, Invalid, NotFound, Unauthorized


class FeedNotFound(NotFound):
    """There is no feed {id} that you may see."""


class FeedRunNotFound(NotFound):
    """There is no run {id} of a feed that you may see."""


class FeedExists(Conflict):
    """There is a feed with the code {code} already."""


class FeedInactive(Conflict):
    """The feed {code} is switched off; switch it on before you send rows."""


class FeedSignatureRefused(Unauthorized):
    """The request does not prove that it comes from the feed: {problem}"""


class FeedUnreadable(Invalid):
    """Nothing was taken: {problem}"""
