"""Time zones."""

from zoneinfo import ZoneInfo

from warmline.kit.errors import Invalid


def check_time_zone(name: str) -> None:
    """Refuse what the time zone database does not know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid.field("time_zone", f"there is no time zone {name}") from error
