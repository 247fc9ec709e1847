"""HTML as values: text is escaped unless it is markup already."""

from html import escape

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | int | float | None | list["Child"]


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. ``class_`` and ``for_`` lose their underscore, inner ones become hyphens; None and False leave an
    attribute out."""
    shown = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    inner = "".join(render(child) for child in children)
    return Markup(f"<{name}{shown}>" if name in VOID else f"<{name}{shown}>{inner}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def render(child: Child) -> str:
    """A child as HTML."""
    if child is None:
        return ""
    if isinstance(child, list):
        return "".join(render(each) for each in child)
    return child if isinstance(child, Markup) else escape(str(child), quote=False)


def table(headings: list[str], rows: list[list[Child]], *, label: str = "Table") -> Markup:
    """A table that scrolls by itself where the screen is narrow."""
    head = tag("thead", tag("tr", *(tag("th", text, scope="col") for text in headings)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    return tag("div", tag("table", head, body), class_="scroll", tabindex="0", role="group", aria_label=label)


def document(title: str, *body: Child, refresh: int | None = None) -> bytes:
    """A whole page, which works without scripts. ``refresh`` is in seconds."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", http_equiv="refresh", content=str(refresh)) if refresh else None,
        tag("title", title),
        tag("link", rel="stylesheet", href="/assets/warmline.css"),
        tag("link", rel="icon", href="/assets/warmline.svg", type="image/svg+xml"),
    )
    return f"<!doctype html>{tag('html', head, tag('body', *body), lang='en')}".encode()
