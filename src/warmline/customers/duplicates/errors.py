"""What can go wrong with proposals and searches."""

from warmline.kit.errors import Conflict, NotFound, WarmlineError


class ProposalNotFound(NotFound):
    """There is no proposal {id} that you may see."""


class ProposalAnswered(Conflict):
    """Proposal {id} was {state} by {decided_by}; fetch it again."""


class ProposalSettled(Conflict):
    """The two customers of proposal {id} count as one already."""


class DeduplicationNotFound(NotFound):
    """There is no search for duplicates {id} that you may see."""


class DeduplicationUnderWay(Conflict):
    """A search for duplicates is under way in this organisation: {id}. Wait for its end."""


class LinkageFailed(WarmlineError):
    """The search for duplicates ended early: {problem}. The server's memory may not be enough for it."""
