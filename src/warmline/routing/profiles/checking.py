"""What may be given as a reason, and what may be interrupted. Pure."""

from collections.abc import Collection, Sequence

from warmline.kit.errors import FieldError
from warmline.routing.model import EXCLUSIVE_MEDIA
from warmline.routing.profiles.errors import NotInterruptible, ReasonUnfit
from warmline.routing.profiles.model import PresenceReason
from warmline.sdk import Medium


def check_reason(reason: str, status: str, known: Sequence[PresenceReason]) -> None:
    """Where there are reasons, it must be one of them, and be for this status. Raises ``ReasonUnfit``."""
    if not known or any((each.code, each.status) == (reason, status) for each in known):
        return
    mine = [each for each in known if each.code == reason]
    problem = f"{reason} is for {mine[0].status}, not for {status}" if mine else f"there is no reason {reason}"
    listed = ", ".join(f"{each.code} ({each.status})" for each in known)
    raise ReasonUnfit(problem=problem, known=listed, fields=[FieldError("reason", problem)])


def interruptible(media: Collection[Medium]) -> list[str]:
    """The media in their order, each once. Raises ``NotInterruptible`` for those that take all of an agent."""
    wrong = sorted({each.value for each in media} & EXCLUSIVE_MEDIA)
    if wrong:
        fields = [FieldError("interruptible", f"{each} takes all of an agent") for each in wrong]
        raise NotInterruptible(media=", ".join(wrong), fields=fields)
    return sorted({each.value for each in media})
