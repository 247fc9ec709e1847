"""Machines are recognised, people are not taken for machines."""

import pytest

from tests.connectors.email.mails import ADDRESS, account, fixture, inbound, mail
from warmline import sdk


def is_automatic(headers: dict[str, str], at: sdk.Account | None = None, mail_from: str | None = None) -> bool:
    meta = {} if mail_from is None else {"mail_from": mail_from}
    return inbound(mail(**headers), at, **meta).automatic


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Auto-Submitted": "no (a person)"},
        {"Precedence": "first-class"},
        {"X-Auto-Response-Suppress": "DR, NDR, RN, NRN"},
        {"Return-Path": "<ann@example.com>"},
        {"Subject": "I was out of office when it happened"},
        {"Subject": "Out of office: who pays?"},
        {"Subject": "Undeliverable parcel"},
        {"From": "postmaster@example.com"},
        {"From": "no-reply@police.example", "Subject": "Report 4711"},
        {"List-Unsubscribe": "<mailto:stop@example.com>"},
    ],
)
def test_people(headers: dict[str, str]) -> None:
    assert not is_automatic(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "Auto-Generated; type=x"},
        {"Precedence": "bulk"},
        {"Precedence": "LIST"},
        {"Precedence": "auto_reply"},
        {"X-Autoreply": "yes"},
        {"X-Autorespond": "My claim"},
        {"X-Auto-Response-Suppress": "All"},
        {"X-Auto-Response-Suppress": "OOF, AutoReply"},
        {"Return-Path": "<>"},
        {"X-Envelope-From": "< >"},
        {"List-Id": "News <news.example.com>"},
        {"List-Unsubscribe": "<https://x.example>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        {"From": "MAILER-DAEMON@example.com"},
        {"From": "Mail Delivery <mailer-daemon@example.com>"},
        {"From": "postmaster@example.com", "Subject": "Undeliverable: My claim"},
        {"From": "no-reply@example.com", "Subject": "Delivery Status Notification (Failure)"},
        {"From": ADDRESS},
        {"Content-Type": "multipart/report; boundary=b"},
        {"Subject": "Automatic reply: Your claim", "In-Reply-To": "<9@x.example>"},
        {"Subject": "Abwesenheitsnotiz: Ihr Schaden", "References": "<9@x.example>"},
        {"Subject": "Réponse automatique : sinistre", "In-Reply-To": "<9@x.example>"},
        {"Subject": "自動返信: 請求", "In-Reply-To": "<9@x.example>"},
    ],
)
def test_machines(headers: dict[str, str]) -> None:
    assert is_automatic(headers)


def test_null_path_of_the_smtp_envelope() -> None:
    assert is_automatic({}, mail_from="")
    assert not is_automatic({}, mail_from="ann@example.com")
    assert not is_automatic({})


def test_an_inbox_that_is_a_group_address() -> None:
    """Customers write to claims@ and the group passes it on with the marks of a list: these are people."""
    group = {"List-Id": "<claims.insurer.example>", "List-Post": f"<mailto:{ADDRESS}>", "Precedence": "list"}
    assert not is_automatic(group)
    assert is_automatic(group, account("other@insurer.example"))
    assert is_automatic(group | {"Auto-Submitted": "auto-replied"})


def test_complaint_reports_are_automatic() -> None:
    assert inbound(fixture("flanker/tests/fixtures/messages/complaints/aol.eml")).automatic
