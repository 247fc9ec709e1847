"""The status page as HTML: what waits, what goes on, who is there. Pure."""

from datetime import datetime
from uuid import UUID

from warmline.api.docs import page
from warmline.api.markup import Child, Markup, table, tag
from warmline.api.overview import Overview
from warmline.interactions import InteractionView

# Green for what goes well, warm for what wants somebody.
GOOD = frozenset({"available", "active"})
WARM = frozenset({"queued", "offered", "not_responding", "on_hold"})
WEBCHAT = "webchat"


def sign_in_page(*, problem: str | None = None, email: str = "") -> bytes:
    """The form for whoever is not signed in."""
    alert = tag("p", problem, role="alert", class_="alert", id="problem") if problem else None
    described = "problem" if problem else None
    return page(
        "Sign in",
        alert,
        tag(
            "form",
            tag("label", "E-mail address", for_="email"),
            tag("input", type="email", name="email", id="email", value=email, required=True, autocomplete="username",
                aria_describedby=described),
            tag("label", "Password", for_="password"),
            tag("input", type="password", name="password", id="password", required=True,
                autocomplete="current-password", aria_describedby=described),
            tag("button", "Sign in", type="submit"),
            class_="sign-in",
            method="post",
            action="/sign-in",
        ),
        tag("p", "Programs use an API key: see the ", tag("a", "description of the interface", href="/docs"), "."),
        current="/",
    )  # fmt: skip


def status_page(organization: str, name: str, csrf: str, shown: Overview) -> bytes:
    """The organisation at a glance."""
    leave = tag(
        "form",
        tag("input", type="hidden", name="csrf_token", value=csrf),
        tag("button", "Sign out", type="submit"),
        method="post",
        action="/sign-out",
    )
    at = shown.now.strftime("%H:%M:%S UTC")
    return page(
        f"Status of {organization}",
        tag("p", f"As of {at}. ", tag("a", "Refresh", href="/")),
        _cards(shown),
        *_section("Queues", shown.queues, _queues(shown)),
        *_section("Live interactions", shown.live, _live(shown)),
        *_section("People present", shown.people, _people(shown)),
        *_section("Channels", shown.inboxes, _inboxes(shown)),
        current="/",
        aside=tag("div", tag("span", name), leave, class_="who"),
    )


def _section(heading: str, rows: object, content: Child) -> list[Markup]:
    """A heading with its table; nothing where the reader may not see it."""
    if rows is None:
        return []
    return [tag("h2", heading), tag("p", "Nothing here now.", class_="empty") if not rows else tag("div", content)]


def _cards(shown: Overview) -> Markup | None:
    numbers: list[tuple[str, int]] = []
    if shown.queues is not None:
        numbers.append(("waiting", sum(load.waiting for _, load in shown.queues if load)))
        numbers.append(("offered", sum(load.offered for _, load in shown.queues if load)))
    if shown.live is not None:
        numbers.append(("active", sum(each.status == "active" for each in shown.live)))
    if shown.people is not None:
        numbers.append(("available", sum(each.status == "available" for each in shown.people)))
    cards = [tag("li", tag("b", str(number)), tag("span", word)) for word, number in numbers]
    return tag("ul", *cards, class_="cards", aria_label="At a glance") if cards else None


def _queues(shown: Overview) -> Markup:
    rows: list[list[Child]] = [
        [
            queue.name,
            load.waiting if load else 0,
            age(load.oldest if load else None, shown.now),
            load.offered if load else 0,
            load.available if load else 0,
            f"{queue.service_level:.0%} in {duration(queue.service_seconds)}",
        ]
        for queue, load in shown.queues or ()
    ]
    return table(["Queue", "Waiting", "Oldest", "Offered", "Agents available", "Goal"], rows, label="Queues")


def _live(shown: Overview) -> Markup:
    rows: list[list[Child]] = [
        [
            tag("a", each.channel, href=f"/api/v1/interactions/{each.id}"),
            _state(each.status),
            each.category or "-",
            _named(shown, each.queue_id),
            _named(shown, each.owner_id),
            age(_since(each), shown.now),
        ]
        for each in shown.live or ()
    ]
    return table(["Channel", "Status", "Category", "Queue", "Agent", "For"], rows, label="Live interactions")


def _since(interaction: InteractionView) -> datetime | None:
    return interaction.status_since


def _people(shown: Overview) -> Markup:
    rows: list[list[Child]] = [
        [_named(shown, each.agent_id), _state(each.status), each.reason or "-", age(each.since, shown.now)]
        for each in shown.people or ()
    ]
    return table(["Agent", "Status", "Reason", "For"], rows, label="People present")


def _inboxes(shown: Overview) -> Markup:
    rows: list[list[Child]] = []
    for each in shown.inboxes or ():
        state = "switched off" if not each.active else "trouble" if each.problem else "works"
        test = None
        if each.connector == WEBCHAT:
            test = tag("a", "Test page", href=f"/channels/webchat/{each.id}/page")
        rows.append([each.name, each.channel, each.address or "-", _state(state), each.problem or "-", test])
    return table(["Name", "Channel", "Address", "State", "Problem", "Try it"], rows, label="Channels")


def _named(shown: Overview, id_: UUID | None) -> str:
    return shown.names.get(id_, str(id_)[:8]) if id_ else "-"


def _state(status: str) -> Markup:
    tone = "good" if status in GOOD or status == "works" else "warm" if status in WARM or status == "trouble" else ""
    return tag("span", status.replace("_", " "), class_=f"state {tone}".strip())


def age(since: datetime | None, now: datetime) -> str:
    """How long ago, for a glance: ``45 s``, ``12 min``, ``3 h``, ``2 d``."""
    return duration(max(0, int((now - since).total_seconds()))) if since else "-"


def duration(seconds: int) -> str:
    """Seconds in the largest unit of which there are two, below that in seconds."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
