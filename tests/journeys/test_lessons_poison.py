"""Mojibake and parser crashes; one poison mail stops everything (zammad#6221, zammad#2416)."""

import random
from typing import Any

import pytest

from tests.journeys.house import Office, letter
from warmline import sdk

SENDERS, EACH = 10, 5
NOBODY = b"Subject: From nobody\r\n\r\nHello"


def poison(address: str) -> list[bytes]:
    """Mails that broke somebody's parser, database or nerves. The first three cannot be read by anybody."""
    sender = f"From: {address}\r\n".encode()
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    return [
        b"",
        b"\r\n \r\n",
        NOBODY,
        sender + b"Subject: NUL \x00 here\r\n\r\nA body \x00 with NULs \x00",
        sender + b"Message-ID: <\x00@nul.test>\r\nSubject: x\r\n\r\nA NUL in the id",
        sender + b"Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nNo boundary is named",
        sender + b'Content-Type: multipart/mixed; boundary="b\r\n\r\n--b\r\n\r\nThe boundary never ends',
        sender + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--c\r\n\r\nAnother boundary is used",
        sender + nested + b"At the bottom",
        sender + b"Content-Transfer-Encoding: base64\r\n\r\n====not base64 at all====\xff",
        sender + b"Content-Type: text/plain; charset=x-nonsense-\xe9\r\n\r\nThe charset \xff does not exist",
        sender + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"deep",
        sender + b"Subject: =?utf-8?B?////?= =?nope?Q?=?=\r\n\r\nA torn encoded word",
        sender + b"Subject: " + b"x" * 200_000 + b"\r\n\r\nAn endless subject",
        sender + b"Date: Fri, 99 Foo 0000 99:99:99 +9999\r\n\r\nNo such time",
        sender + b"References: " + b"<a@b> " * 20_000 + b"\r\n\r\nAn endless thread",
        b"From: =?utf-8?B?7aCA?= <lone-surrogate@customer.test>\r\nSubject: =?utf-8?B?7aCA7bCA?=\r\n\r\n\xed\xa0\x80",
        b'From: "' + b"a" * 5_000 + b'" <' + b"b" * 5_000 + b"@customer.test>\r\n\r\nAn endless sender",
        sender + random.Random(1).randbytes(5_000),
        random.Random(2).randbytes(5_000),
    ]


def good(office: Office, box: sdk.Account) -> dict[str, list[bytes]]:
    """Some people's mails, in order."""
    return {
        sender: [letter(box, sender, f"{n} of {sender}", "Fine", f"<{n}.{sender}>") for n in range(EACH)]
        for sender in (office.address() for _ in range(SENDERS))
    }


def mixed(people: dict[str, list[bytes]], bad: list[bytes]) -> list[bytes]:
    """All of them, with the poison everywhere in between."""
    mails = [mail for turn in zip(*people.values(), strict=True) for mail in turn]
    step = len(mails) // len(bad)
    for n, each in enumerate(bad):
        mails.insert(n * (step + 1), each)
    return mails


async def envelopes(office: Office) -> list[dict[str, Any]]:
    return await office.admin.items("/envelopes")


async def test_poison_in_the_middle_of_good_mail_stops_none_of_it(office: Office) -> None:
    box = await office.mailbox()
    people, bad = good(office, box), poison(office.address())
    await office.post(box, *mixed(people, bad))
    await office.settle()
    seen = await envelopes(office)
    assert len(seen) == SENDERS * EACH + len(bad), "each is kept"
    assert {each["status"] for each in seen} == {"ingested", "failed"}, "and none holds the others up"
    messages = [message for each in await office.interactions() for message in await office.messages(each)]
    for sender in people:
        said = [each["text"].strip() for each in messages if each["text"].strip().endswith(f"of {sender}")]
        assert said == [f"{n} of {sender}" for n in range(EACH)]
    ingested = [each for each in seen if each["status"] == "ingested"]
    assert len(messages) == len(ingested), "what can be read at all is in the record"


async def test_what_cannot_be_read_is_kept_as_it_came_and_shown_with_the_reason(office: Office) -> None:
    box = await office.mailbox()
    await office.post(box, NOBODY)
    await office.settle()
    (failed,) = await office.admin.items("/envelopes", status="failed")
    assert "names no sender" in failed["error"]
    body = await office.admin.get(f"/envelopes/{failed['id']}/body")
    assert body.content == NOBODY
    events = [each["type"] for each in await office.admin.items("/events")]
    assert "envelope.failed" in events


async def test_a_failed_mail_can_be_run_again_and_still_stops_none(office: Office) -> None:
    box, address = await office.mailbox(), office.address()
    await office.post(box, NOBODY)
    await office.settle()
    (failed,) = await office.admin.items("/envelopes", status="failed")
    assert (await office.admin.post(f"/envelopes/{failed['id']}/retry")).status_code == 200
    await office.mail(box, address, "After it")
    await office.settle()
    again = (await office.admin.get(f"/envelopes/{failed['id']}")).json()
    assert (again["status"], again["attempts"]) == ("failed", 2)
    (interaction,) = await office.interactions()
    assert [each["text"].strip() for each in await office.messages(interaction)] == ["After it"]


@pytest.mark.parametrize(
    ("declared", "sent", "text"),
    [
        ("utf-8", "utf-8", "Grüße, Ñandú, 保険金の請求, Здравствуйте"),
        ("iso-8859-1", "windows-1252", "“Quotes” – and 50 €"),
        ("us-ascii", "utf-8", "Überweisung"),
        ("koi8-r", "koi8-r", "Здравствуйте, разбито стекло"),
        ("gb2312", "gb18030", "您好，我的車子壞了"),
        ("iso-2022-jp", "iso-2022-jp", "自動車保険の請求について"),
        ("", "windows-1252", "Höhe des Schadens: 1200 €. Die Straße führt über Köln nach Düsseldorf."),
        ("", "utf-8", "Höhe des Schadens: 1200 €"),
        ("utf-8", "windows-1252", "Größe der Beschädigung an der Tür, später mehr dazu. Schöne Grüße"),
    ],
)
async def test_words_arrive_as_they_were_written(office: Office, declared: str, sent: str, text: str) -> None:
    """Mojibake: what programs declare is not always what they send."""
    box, address = await office.mailbox(), office.address()
    kind = f"text/plain; charset={declared}" if declared else "text/plain"
    head = f"From: {address}\r\nSubject: x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    await office.post(box, head.encode() + text.encode(sent))
    await office.settle()
    (interaction,) = await office.interactions()
    assert [each["text"].strip() for each in await office.messages(interaction)] == [text]
