"""The parts of a mail: which are said, which are files, and how many there may be."""

import base64

import pytest

from tests.connectors.email.mails import account, content, fixture, mail
from warmline import sdk
from warmline.connectors.email.body import safe_name
from warmline.connectors.email.mime import MAX_DEPTH, MAX_PARTS, read


def multipart(*parts: str, kind: str = "mixed", **headers: str) -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return mail("preamble\r\n" + body + "epilogue", Content_Type=f"multipart/{kind}; boundary=b", **headers)


def file(disposition: str, content_type: str = "application/pdf", body: str = "x") -> str:
    return f"Content-Type: {content_type}\r\nContent-Disposition: {disposition}\r\n\r\n{body}"


TEXT = "Content-Type: text/plain\r\n\r\nPlain"
HTML = "Content-Type: text/html\r\n\r\n<p>Rich</p>"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\claim.pdf", "claim.pdf"),
        ("a\r\nb\x00.pdf", "a_b.pdf"),
        ("claim\u202efdp.exe", "claim_fdp.exe"),
        ("  .. ", ""),
        ("x" * 300 + ".pdf", "x" * 139 + ".pdf"),
        ("räkning.pdf", "räkning.pdf"),
    ],
)
def test_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="claim form.pdf"', "claim form.pdf"),
        ("attachment; filename=claim form.pdf", "claim form.pdf"),
        ("attachment; filename*=utf-8''r%C3%A4kning.pdf", "räkning.pdf"),
        ("attachment; filename*0*=utf-8''r%C3%A4k; filename*1=\"ning.pdf\"", "räkning.pdf"),
        ('attachment; filename="=?utf-8?b?csOka25pbmcucGRm?="', "räkning.pdf"),
        ("attachment; filename=\"../../x.pdf\"", "x.pdf"),
        ("attachment; junk; filename=x.pdf", "x.pdf"),
        ("attachment", "attachment.pdf"),
    ],
)  # fmt: skip
def test_name_of_a_file(disposition: str, name: str) -> None:
    [found] = content(multipart(TEXT, file(disposition))).attachments
    assert (found.name, found.content_type, found.content, found.size) == (name, "application/pdf", b"x", 1)


def test_file_above_the_limit_is_named_with_its_size() -> None:
    raw = multipart(
        TEXT, file("attachment; filename=x.pdf", body="x" * 11), file("attachment; filename=y.pdf", body="y" * 10)
    )
    large, small = content(raw, account(max_attachment_bytes=10)).attachments
    assert (large.name, large.content, large.size) == ("x.pdf", None, 11)
    assert (small.name, small.content, small.size) == ("y.pdf", b"y" * 10, 10)


def test_alternatives_are_one_message() -> None:
    found = content(multipart(TEXT, HTML, kind="alternative"))
    assert (found.text, found.html, found.attachments) == ("Plain", "<p>Rich</p>", ())


def test_empty_or_idle_plain_side() -> None:
    for plain in ("", "Your program cannot show HTML mail."):
        found = content(multipart(f"Content-Type: text/plain\r\n\r\n{plain}", HTML, kind="alternative"))
        assert found.text == "Rich"


def test_image_inside_the_text() -> None:
    image = "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline\r\n\r\npng"
    html = 'Content-Type: text/html\r\n\r\n<p>Hi <img src="cid:logo@x"></p>'
    found = content(multipart(html, image, kind="related"))
    assert found.html == '<p>Hi <img src="cid:logo@x"></p>'
    assert [(one.inline_id, one.content) for one in found.attachments] == [("logo@x", b"png")]


def test_text_around_a_file_is_one_text() -> None:
    found = content(multipart(TEXT, file("attachment; filename=x.pdf"), "Content-Type: text/plain\r\n\r\nMore"))
    assert (found.text, len(found.attachments)) == ("Plain\n\nMore", 1)


def test_text_file_is_a_file() -> None:
    found = content(multipart(TEXT, file("attachment; filename=log.txt", "text/plain", "line")))
    assert (found.text, [one.name for one in found.attachments]) == ("Plain", ["log.txt"])


def test_long_text_is_a_file_as_well() -> None:
    found = content(mail("word " * 200_000))
    assert len(found.text) <= 500_000
    assert [(one.name, one.size) for one in found.attachments] == [("message.txt", 1_000_000)]


@pytest.mark.parametrize(
    "raw",
    [
        mail("--b\r\nContent-Type: text/plain\r\n\r\nPlain", Content_Type="multipart/mixed; boundary=b"),
        mail("Plain", Content_Type="multipart/mixed; boundary=b"),
        mail("Plain", Content_Type="multipart/mixed"),
        mail("--b\n\nPlain\n--b--", Content_Type="multipart/mixed boundary=b"),
        mail("--b\r\n\r\nPlain\r\n--b--", Content_Type='multipart/mixed; boundary="b"; boundary=c'),
        mail("--b \r\n\r\nPlain\r\n--bb\r\n--b--", Content_Type="multipart/mixed; boundary=b"),
    ],
)
def test_broken_boundaries(raw: bytes) -> None:
    assert content(raw).text.startswith("Plain") or "\nPlain" in content(raw).text


def test_depth_is_bounded() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000))
    found = content(b"From: a@b.c\r\n" + nested.encode())
    assert len(found.attachments) == 1
    assert len(list(read(nested.encode()).walk())) == MAX_DEPTH + 1


def test_number_of_parts_is_bounded() -> None:
    raw = multipart(*["\r\nx"] * 5000)
    assert len(list(read(raw).walk())) <= MAX_PARTS + 1
    assert content(raw).text.count("x") == 5000


def test_nothing_is_lost_of_real_files() -> None:
    folder = "mikel_mail/spec/fixtures/emails/attachment_emails"
    names = {
        "attachment_nonascii_filename.eml": ["ciële.txt"],
        "attachment_with_encoded_name.eml": ["01 Quien Te Dij\ufffdat. Pitbull.mp3"],
        "attachment_with_base64_encoded_name.eml": ["This is a test.pdf"],
        "attachment_pdf.eml": ["broken.pdf"],
    }
    for path, expected in names.items():
        found = [one.name for one in content(fixture(f"{folder}/{path}")).attachments]
        assert found == expected, path


def test_nested_message_is_a_file_with_all_its_bytes() -> None:
    inner = "From: bob@example.com\r\nSubject: =?utf-8?q?Sch=C3=A4den?=\r\n\r\nInner"
    found = content(multipart(TEXT, f"Content-Type: message/rfc822\r\n\r\n{inner}"))
    assert [(one.name, one.content) for one in found.attachments] == [("Schäden.eml", inner.encode())]


def test_torn_base64_gives_what_is_there() -> None:
    torn = base64.b64encode(b"x" * 90).decode()[:-3]
    raw = multipart(TEXT, f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{torn}")
    [found] = content(raw).attachments
    assert (found.name, found.content) == ("image.png", b"x" * 87)


def test_file_alone() -> None:
    found = content(mail("x", Content_Type="application/pdf; name=claim.pdf"))
    assert (found.text, [one.name for one in found.attachments]) == ("", ["claim.pdf"])
    assert isinstance(found, sdk.Content)
