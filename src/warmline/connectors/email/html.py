"""HTML of strangers: made safe to show, and read as text with its quotes marked as plain text marks them."""

import html as entities
import re
from collections import Counter

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 2_000_000  # characters that are shown
MAX_TEXT = 5_000_000  # characters that are read as text
# A parser of HTML takes time by the square of the depth. People nest some hundred deep; more is an attack.
MAX_DEPTH = 500
MAX_TAGS = 60_000
MAX_QUOTES = 20
_SMALL = 2000  # tags that cost little however they are nested

_TAGS = nh3.ALLOWED_TAGS - {"map", "area"} | {"font", "big", "tt"}
_LAYOUT = {"align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "height", "width", "style", "dir"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _LAYOUT | {"title", "lang"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt"},
    "blockquote": {"type"},
    "font": {"color", "face", "size"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
}
# No position, no background image, nothing that can leave its place or load from elsewhere.
_STYLES = {
    *("color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight", "line-height"),
    *("text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "list-style-type", "direction"),
    *("border", "border-top", "border-right", "border-bottom", "border-left", "border-collapse", "border-color"),
    *("border-style", "border-width", "border-spacing", "width", "max-width", "height", "display"),
    *("padding", "padding-top", "padding-right", "padding-bottom", "padding-left"),
    *("margin", "margin-top", "margin-right", "margin-bottom", "margin-left"),
}
_LINKS = ("http:", "https:", "mailto:", "tel:")
_IMAGES = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_LOADS = re.compile(r"url\s*\(|expression|@import|\\", re.IGNORECASE)

_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "math", "select"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"),
    *("form", "header", "li", "main", "nav", "ol", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul"),
}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_QUOTED = re.compile(r"quote|cite|border-left|moz-", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_ANY_TAG = re.compile(r"<[^<>]*>?")
_NEVER_OPEN = {*("area", "br", "col", "hr", "img", "input", "link", "meta"), *("p", "li", "tr", "td", "th", "dd", "dt")}
_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def sanitise(html: str) -> str | None:
    """Safe to show inside our page: nothing runs, nothing loads from elsewhere. None where it is too large or deep."""
    if len(html) > MAX_HTML or not _is_sound(html):
        return None
    return _CLEANER.clean(html) or None


def _filtered(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value[:4].lower() == "cid:" or _IMAGES.match(value) else None
    if name == "href":
        return value if value.strip()[:8].lower().startswith(_LINKS) else None
    if name == "style":
        return None if _LOADS.search(value) else value
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    link_rel="noopener noreferrer nofollow",
    filter_style_properties=_STYLES,
)


def to_text(html: str) -> str:
    """The words of the HTML, paragraphs apart, quotes behind ``>``."""
    html = html[:MAX_TEXT]
    if not _is_sound(html):
        return " ".join(entities.unescape(_ANY_TAG.sub(" ", html)).split())
    body = LexborHTMLParser(html).body
    return _Text(hides="display" in html or "mso-hide" in html).of(body) if body is not None else ""


def _is_sound(html: str) -> bool:
    """Whether it can be parsed in good time: first by counting, then by the true depth of the tree."""
    tags = html.count("<")
    if tags <= _SMALL:
        return True
    if tags > MAX_TAGS:
        return False
    opened: Counter[str] = Counter()
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if found[1]:
            opened[name] -= opened[name] > 0
        elif name not in _NEVER_OPEN:
            opened[name] += 1
    return opened.total() <= _SMALL and _depth(LexborHTMLParser(html).body) <= MAX_DEPTH


def _depth(root: LexborNode | None) -> int:
    deepest = depth = 0
    node = root
    while node is not None:
        if (child := node.first_child) is not None:
            node, depth = child, depth + 1
            deepest = max(deepest, depth)
            continue
        while node is not None and depth and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None and depth else None
    return deepest


class _Text:
    """One walk over the tree, without recursion: mail nests its tables hundreds deep."""

    def __init__(self, *, hides: bool) -> None:
        self.hides = hides  # Whether there can be hidden words at all; to look for them at each tag costs much.
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0  # of quotes
        self.preformatted = 0
        self.gap = False  # Whether the next line begins a paragraph.
        self.depth_before = 0

    def of(self, root: LexborNode) -> str:
        node: LexborNode | None = root
        while node is not None:
            inside = self._enter(node)
            if inside and (child := node.first_child) is not None:
                node = child
                continue
            if inside:
                self._leave(node)
            while node is not None and node.mem_id != root.mem_id and node.next is None:
                node = node.parent
                if node is not None:
                    self._leave(node)
            node = None if node is None or node.mem_id == root.mem_id else node.next
        self._break()
        return "\n".join(self.lines).strip("\n")

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag
        if tag == "-text":
            self._words(node.text_content or "")
            return False
        if tag in _SKIPPED or tag is None or tag.startswith(("-", "!")) or (self.hides and _is_hidden(node)):
            return False
        if tag == "br":
            self._newline()
        elif tag == "hr":
            self._break()
            self._emit("_" * 32)
        elif tag in _SPACED:
            self._break()
            self._blank()
        elif tag in _BLOCKS:
            self._break()
            self._open(node, tag)
        elif tag in ("td", "th") and self.line.strip():
            self.line += " "
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag == "blockquote" and _is_quote(node):
            self.depth += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.line = "- "

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag in _BLOCKS or tag in _SPACED:
            self._break()
        if tag in _SPACED:
            self._blank()
        elif tag == "blockquote" and _is_quote(node):
            self.depth -= 1
        elif tag == "pre":
            self.preformatted -= 1

    def _words(self, text: str) -> None:
        if self.preformatted:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self.line += first
            for line in more:
                self._newline()
                self.line = line
            return
        text = _SPACES.sub(" ", text)
        self.line += text.lstrip() if not self.line or self.line.endswith((" ", "\xa0")) else text

    def _newline(self) -> None:
        self._emit(self.line.replace("\xa0", " ").rstrip())
        self.line = ""

    def _break(self) -> None:
        if self.line.strip():
            self._newline()
        self.line = ""

    def _blank(self) -> None:
        self.gap = True

    def _emit(self, line: str) -> None:
        if self.gap and self.lines and self.lines[-1].strip("> "):
            # Between a quote and what is around it, the gap belongs to the outer one.
            self.lines.append(">" * min(self.depth, self.depth_before, MAX_QUOTES))
        self.gap, self.depth_before = False, self.depth
        self.lines.append(f"{'>' * min(self.depth, MAX_QUOTES)} {line}".rstrip() if self.depth else line)


def _is_hidden(node: LexborNode) -> bool:
    style = node.attributes.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_quote(node: LexborNode) -> bool:
    """Whether it quotes somebody. Writing programs also use it to indent, and indented words are the writer's own."""
    kept = node.attributes
    return "cite" in kept or any(_QUOTED.search(kept.get(name) or "") for name in ("type", "class", "style"))
