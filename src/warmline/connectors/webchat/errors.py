"""What a web site or a visitor is refused."""

from warmline.kit.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized


class OriginRefused(Forbidden):
    """Pages of {origin} may not use this chat; add that origin to the account's settings."""


class TokenRefused(Unauthorized):
    """The visitor token {problem}. Begin a new session."""


class CodeRefused(NotFound):
    """This code is not known here, or no longer: it works once, for ten minutes. Get another on the first device."""


class CodeNeedless(Conflict):
    """Whoever is signed in goes on by signing in on the other device."""


class AddressMissing(Invalid):
    """Say to which {what}."""


class AddressChanged(Conflict):
    """This conversation is mailed to {address} only, which you gave before."""


class NotOffered(Conflict):
    """This chat does not offer that now."""


class IdentityRefused(Unauthorized):
    """The identity is not proved: {problem}"""


class ChatMissing(NotFound):
    """There is no chat with this id, or it is switched off."""


class FileMissing(NotFound):
    """There is no such file in this conversation."""


class FileRefused(Invalid):
    """The file cannot be sent: {problem}"""
