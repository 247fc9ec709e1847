"""What each figure means: one definition, for the query, the desk and docs/reference/measures.md.

A card and a table never disagree, because both run ``contact_figures`` of queries.sql, grouped otherwise.
"""

import msgspec

# A contact settled its matter at the first attempt if its customer does not come back about it for so long.
CAME_BACK_DAYS = 7


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure. ``unit`` is count, seconds or share (0 to 1); ``denominator`` is empty for counts."""

    code: str
    unit: str
    numerator: str
    denominator: str = ""
    policy: str = ""


def _count(code: str, numerator: str, policy: str = "") -> Measure:
    return Measure(code=code, unit="count", numerator=numerator, policy=policy)


def _seconds(code: str, numerator: str, denominator: str, policy: str = "") -> Measure:
    return Measure(code=code, unit="seconds", numerator=numerator, denominator=denominator, policy=policy)


PERIOD = "Counted where the contact began, by the clock of the report's time zone, whatever becomes of it later."
PEOPLE = "Without automatic mail, and without what a bot has."
WAITED = "From the present wait in the queue to the first answer; from the beginning, where it waited again since."
EVENT = "Counted when it happened, whenever the contact began."

MEASURES: tuple[Measure, ...] = (
    _count("contacts_in", "Contacts that customers began.", f"{PERIOD} Without automatic mail."),
    _count("contacts_out", "Contacts that we began.", f"{PERIOD} Without automatic mail."),
    _count("automatic", "Mail that machines wrote.", f"{PERIOD} It is in no other figure."),
    _count("by_bots", "Contacts that customers began and that a bot has.", "In no other figure but contacts_in."),
    _count("answered", "Contacts that customers began and that an agent took.", PEOPLE),
    _count("abandoned", "Contacts whose customers left before anybody took them.", PEOPLE),
    _count("waiting", "Contacts that nobody has taken yet and whose customers have not left.", PEOPLE),
    _seconds("wait_average", "Seconds waited by those who were answered.", "Contacts answered.", WAITED),
    _seconds("wait_p50", "Half of the answered waited no longer.", "Contacts answered.", WAITED),
    _seconds("wait_p90", "Nine of ten answered waited no longer.", "Contacts answered.", WAITED),
    Measure(
        code="service_level",
        unit="share",
        numerator="Contacts answered within the target of their queue.",
        denominator="Contacts answered, abandoned after the target, or waiting for longer than the target.",
        policy="Who leaves before the target counts in neither: nobody had promised them less. Nor do contacts of no "
        "queue, which have no target. The clock does not stop out of hours.",
    ),
    _seconds(
        "handle_average",
        "Seconds of talk, hold and wrap-up.",
        "Contacts, of either direction, that came to an end and on which an agent spent time.",
        PEOPLE,
    ),
    _seconds("talk_average", "Seconds of talk.", "As for handle_average.", PEOPLE),
    _seconds("hold_average", "Seconds on hold.", "As for handle_average.", PEOPLE),
    _seconds("wrap_up_average", "Seconds of wrap-up.", "As for handle_average.", PEOPLE),
    _seconds(
        "first_response_average",
        "Seconds from the beginning to the first message that we sent.",
        "Contacts that customers began and that have been answered in writing or speech.",
        "Reopening does not change it. Without automatic mail.",
    ),
    _seconds("first_response_p50", "Half had it no later.", "As for first_response_average."),
    _seconds("first_response_p90", "Nine of ten had it no later.", "As for first_response_average."),
    Measure(
        code="first_contact_resolution",
        unit="share",
        numerator=f"Of the denominator, those without another contact about the matter within {CAME_BACK_DAYS} days of "
        "the resolution, and never reopened.",
        denominator="Contacts that were resolved and were the first that their customer made about the matter.",
        policy="The matter is the case. Young figures fall as customers come back. Without automatic mail.",
    ),
    _count("transfers", "Times that work was moved to another agent, team or queue.",
           f"{EVENT} Of the queue and agent it left."),
    _count("reopens", "Times that a resolved contact was opened again.", EVENT),
    _count("context_losses", "Times that a customer had to repeat themselves, as far as it was noticed.",
           f"{EVENT} Without those that somebody dismissed."),
    _count("promises_kept", "Promises that were due and done in time.", "Counted when they were due."),
    _count("promises_missed", "Promises that were due and were done late, or not yet.",
           "Counted when they were due. Without those that were cancelled."),
)  # fmt: skip
