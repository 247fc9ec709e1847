"""HTML of strangers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.connectors.email.mails import content, mail
from warmline.connectors.email.html import MAX_HTML, sanitise, to_text

LETTERS = "<>/=\"' abcimgsrchttp:javscrip&#;()url-style"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<a href="vbscript:x">x</a>',
        "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
        '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
        "<iframe src=https://evil.example></iframe>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<object data=https://evil.example/x.swf></object><embed src=https://evil.example>",
        "<form action=https://evil.example><input name=password><button>Go</button></form>",
        '<meta http-equiv=refresh content="0;url=https://evil.example">',
        "<base href=https://evil.example>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<style>@import url(https://evil.example/x.css); body{background:url(https://evil.example)}</style>",
        '<div style="background:url(https://evil.example/x.png)">x</div>',
        '<div style="background-image:u\\72l(https://evil.example/x.png)">x</div>',
        '<div style="width:expression(alert(1))">x</div>',
        '<div style="position:fixed;top:0;left:0">x</div>',
        "<img src=https://evil.example/pixel.gif>",
        "<img src=//evil.example/pixel.gif>",
        "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
        "<img srcset='https://evil.example/x.png 2x'>",
        "<table background=https://evil.example/x.png><tr><td background=https://evil.example/y.png>x</table>",
        "<video src=https://evil.example poster=https://evil.example></video><audio src=https://evil.example></audio>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<a href='https://x.example' ping='https://evil.example'>x</a>",
    ],
)
def test_nothing_runs_or_loads(attack: str) -> None:
    safe = (sanitise(attack) or "").lower()
    assert "alert" not in safe.replace("&lt;", "").split("<img")[-1] or "onerror" not in safe.replace("&lt;img", "")
    for bad in (
        "javascript:",
        "vbscript:",
        "<script",
        "<style",
        "<svg",
        "<math",
        "<iframe",
        "<form",
        "<input",
        "<meta",
    ):
        assert bad not in safe
    for bad in ("<base", "<link", "<object", "<embed", "<video", "url(", "expression", "position", "srcset", " ping="):
        assert bad not in safe
    assert "evil.example" not in safe
    assert not any(f" on{event}=" in safe for event in ("error", "load", "begin", "click"))


def test_huge_html_is_a_file() -> None:
    found = content(mail("<p>" + "x" * MAX_HTML, Content_Type="text/html"))
    assert found.html is None
    assert "message.html" in [attachment.name for attachment in found.attachments]


@pytest.mark.parametrize("nest", ["<div>", "<blockquote type=cite>", "<div><table></div></table>", "<b><p>"])
def test_deep_html_is_read_as_words(nest: str) -> None:
    found = content(mail(nest * 30_000 + "Hello &amp; goodbye", Content_Type="text/html"))
    assert found.html is None
    assert "Hello & goodbye" in f"{found.text}\n{found.elided}"


def test_what_is_harmless_stays() -> None:
    kept = '<p style="color:red">A <b>bold</b> <img src="cid:logo" alt="Logo"> claim</p>'
    assert sanitise(kept) == kept
    assert sanitise('<img src="data:image/png;base64,AAAA">') == '<img src="data:image/png;base64,AAAA">'


def test_links_tell_nothing_to_where_they_lead() -> None:
    assert sanitise('<a href="https://x.example">x</a>') == (
        '<a href="https://x.example" rel="noopener noreferrer nofollow">x</a>'
    )


def test_text_of_html() -> None:
    markup = """<html><head><title>No</title><style>p{}</style></head><body><div style="display:none">Preview</div>
      <p>Dear   team,</p><p>two<br>lines &amp; more</p><ul><li>one<li>two</ul>
      <table><tr><td>Policy</td><td>4711</td></tr></table><pre>a
  b</pre>
      <blockquote>indented</blockquote><blockquote type="cite"><p>quoted</p></blockquote><script>no()</script></body>"""
    assert to_text(markup) == (
        "Dear team,\n\ntwo\nlines & more\n\n- one\n- two\nPolicy 4711\na\n  b\nindented\n\n> quoted"
    )


def test_history_in_html_is_trimmed() -> None:
    raw = mail(
        "<div>On Monday.</div><div class=gmail_quote>On Mon, 1 Feb 2016 at 10:00, Bob &lt;b@c.example&gt; wrote:"
        "<br><blockquote class=gmail_quote>When?</blockquote></div>",
        Content_Type="text/html",
    )
    assert content(raw).text == "On Monday."
    assert "> When?" in (content(raw).elided or "")


@settings(deadline=None)
@given(st.text(LETTERS, max_size=300))
def test_any_html_can_be_read(markup: str) -> None:
    safe = sanitise(markup) or ""
    assert "<script" not in safe.lower()
    assert sanitise(safe) in (safe, safe or None)
    assert "\x00" not in to_text(markup)
