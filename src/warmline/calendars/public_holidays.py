"""Public holidays by country, as the library ``holidays`` has them. It is loaded with the first calendar that asks."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from warmline.calendars.model import PublicHolidays

# Names are in this language where a calendar names none; the library would go by the language of the machine.
LANGUAGE = "en_US"


@lru_cache(maxsize=1)
def known() -> Mapping[str, list[str]]:
    """The parts of each country that has a list, by the country's two letters."""
    import holidays

    found: Mapping[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return found


@lru_cache(maxsize=4096)
def holidays_of(kept: PublicHolidays, year: int) -> Mapping[date, str]:
    """The names of the days of the year that are holidays; days kept instead of a holiday at a weekend are among them.
    Empty for years that the library does not know."""
    import holidays

    found = holidays.country_holidays(
        kept.country, subdiv=kept.subdivision, years=year, language=kept.language or LANGUAGE
    )
    return {day: name for day, name in found.items() if day.year == year}
