"""Look over a web chat before it is saved. Nothing has to be reached: visitors come to us."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from warmline.connectors.webchat.settings import WebChatSettings
from warmline.sdk import CheckStatus, CheckStep

LOCAL = ("localhost", "127.0.0.1", "::1")


async def check(settings: WebChatSettings) -> AsyncIterator[CheckStep]:
    """The sites that may embed the chat, who visitors are, and what they are asked."""
    yield _sites(settings)
    yield _identity(settings)
    yield _questions(settings)


def _sites(settings: WebChatSettings) -> CheckStep:
    status, detail = CheckStatus.OK, f"May embed the chat: {', '.join(settings.origins)}."
    if not settings.origins:
        status = CheckStatus.WARNING
        detail = "No site may embed the chat yet: add its origin, such as https://www.example.org, without a path."
    elif open_ := [each for each in settings.origins if _is_readable(each)]:
        status = CheckStatus.WARNING
        detail = f"{', '.join(open_)}: chats from there can be read on the way; give the site https."
    return CheckStep(code="origins", title="Sites", status=status, detail=detail, settings=("origins",))


def _is_readable(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "http" and parts.hostname not in LOCAL


def _identity(settings: WebChatSettings) -> CheckStep:
    detail = "The site can prove who is signed in." if settings.identity_secret else (
        "Visitors are known only by what they say: the site proves nobody without an identity_secret."
    )  # fmt: skip
    return CheckStep(code="identity", title="Who visitors are", detail=detail, settings=("identity_secret",))


def _questions(settings: WebChatSettings) -> CheckStep:
    asked = ", ".join(each.label for each in settings.pre_chat)
    detail = f"Asked before the chat: {asked}." if asked else "Nothing is asked before the chat."
    return CheckStep(code="pre_chat", title="Questions", detail=detail, settings=("pre_chat",))
