"""What a web site or a visitor is refused."""

from warmline.kit.errors import Forbidden, Invalid, NotFound, Unauthorized


class OriginRefused(Forbidden):
    """Pages of {origin} may not use this chat; add that origin to the account's settings."""


class TokenRefused(Unauthorized):
    """The visitor token {problem}. Begin a new session."""


class IdentityRefused(Unauthorized):
    """The identity is not proved: {problem}"""


class ChatMissing(NotFound):
    """There is no chat with this id, or it is switched off."""


class FileMissing(NotFound):
    """There is no such file in this conversation."""


class FileRefused(Invalid):
    """The file cannot be sent: {problem}"""
