"""What can go wrong in a search."""

from warmline.kit.errors import WarmlineError


class NothingToLookFor(WarmlineError):
    """Say what to look for: a word, a number or a filter. What must not be there is too little alone."""

    status = 422
