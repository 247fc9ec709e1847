"""What became of mails of ours."""

import pytest

from tests.connectors.email.mails import fixture, inbound, mail, receipt

BOUNCES = "flanker/tests/fixtures/messages/bounce"
REPORTS = "mikel_mail/spec/fixtures/emails/multipart_report_emails"


def report(
    fields: str, *, returned: str = "Message-ID: <ours@insurer.example>", kind: str = "delivery-status"
) -> bytes:
    parts = [
        "Content-Type: text/plain\r\n\r\nAbout your mail.",
        f"Content-Type: message/{kind}\r\n\r\n{fields}",
        f"Content-Type: text/rfc822-headers\r\n\r\n{returned}\r\nSubject: Your claim",
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return mail(
        body,
        From="MAILER-DAEMON@mx.example",
        Content_Type=f"multipart/report; report-type={kind}; boundary=b",
        Return_Path="<>",
    )


STATUS = (
    "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ann@example.com\r\nAction: {}\r\nStatus: {}\r\n"
)


def test_delay_is_no_failure() -> None:
    assert inbound(report(STATUS.format("delayed", "4.4.1"))).automatic
    assert inbound(fixture(f"{BOUNCES}/no-mx.eml")).automatic


@pytest.mark.parametrize("name", ["broken-mime.eml", "gmail-no-dns.eml", "delayed.eml"])
def test_report_about_nothing_that_can_be_found(name: str) -> None:
    found = inbound(fixture(f"{BOUNCES}/{name}"))
    assert found.automatic
    assert not found.thread.forwarded


def test_report_without_the_original_id() -> None:
    assert inbound(report(STATUS.format("failed", "5.1.1"), returned="X-None: x")).automatic


def test_a_customer_who_tells_of_a_bounce_is_a_customer() -> None:
    raw = mail("I got this back:\n\n550 5.1.1 User unknown, could not be delivered\nMessage-ID: <ours@insurer.example>")
    assert not inbound(raw).automatic


def test_failed() -> None:
    fields = STATUS.format("failed", "5.1.1") + "Diagnostic-Code: smtp; 550 5.1.1 User\r\n unknown\r\n"
    found = receipt(report(fields))
    assert (found.external_id, found.status, found.reason) == (
        "<ours@insurer.example>", "failed", "550 5.1.1 User unknown",
    )  # fmt: skip


@pytest.mark.parametrize(("status", "gone"), [("5.1.1", True), ("5.1.10", True), ("5.2.2", False), ("5.7.1", False)])
def test_an_address_that_does_not_exist_is_gone(status: str, gone: bool) -> None:
    assert receipt(report(STATUS.format("failed", status))).gone is gone


def test_failed_without_words_says_whom() -> None:
    assert receipt(report(STATUS.format("failed", ""))).reason == "Not delivered to ann@example.com."


def test_failed_for_one_of_several() -> None:
    fields = STATUS.format("delivered", "2.0.0") + "\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    assert (receipt(report(fields)).status, receipt(report(fields)).reason) == ("failed", "5.2.2")


@pytest.mark.parametrize("action", ["delivered", "relayed", "Delivered (to mailbox)"])
def test_delivered(action: str) -> None:
    assert receipt(report(STATUS.format(action, "2.0.0"))).status == "delivered"


def test_read() -> None:
    fields = "Original-Message-ID: <ours@insurer.example>\r\nDisposition: manual-action/MDN-sent-manually; {}\r\n"
    found = receipt(report(fields.format("displayed"), kind="disposition-notification"))
    assert (found.external_id, found.status) == ("<ours@insurer.example>", "read")
    assert inbound(report(fields.format("deleted"), kind="disposition-notification")).automatic


@pytest.mark.parametrize(
    ("path", "original", "reason"),
    [
        (f"{BOUNCES}/mailbox-full.eml", "<4E326A95.3010907@example.com>", "552 5.2.2 E4.12 user MAILBOX FULL"),
        (f"{BOUNCES}/zed.eml", "<20090708054735.GC7578@example.com>", "550-5.1.1 The email account"),
        (f"{BOUNCES}/office365.eml", "<20171013111011.20866.254C2F3A4D7AA526@ninomail.com>", "550 5.1.10 RESOLVER"),
        (f"{REPORTS}/report_530.eml", "<200712232303.lBNN3jDq002941@mail12.rrrr.com.au>", "553 5.3.0"),
        (f"{REPORTS}/multi_address_bounce1.eml", "<118707422.15521266992174819.JavaMail.root@lvmail01>", "550-5.1.1"),
        ("nodemailer_mailparser/test/fixtures/delivery-status.eml", "<xxxxx@email.amazonses.com>", "5.1.1 Amazon SES"),
        (
            f"{BOUNCES}/gmail-invalid-address.eml",
            "<CAKsfaBUUGqVZiaMrmH3TRPfq1odQPtM7Ey5YW1SgyJJRHtAjgw@mail.gmail.com>",
            "550 5.1.0 Recipient rejected",
        ),
    ],
)
def test_real_bounces(path: str, original: str, reason: str) -> None:
    found = receipt(fixture(path))
    assert (found.external_id, found.status) == (original, "failed")
    assert (found.reason or "").startswith(reason)


def test_real_read_receipt() -> None:
    found = receipt(fixture("flanker/tests/fixtures/messages/disposition-notification.eml"))
    assert (found.external_id, found.status) == ("<199509192301.23456@example.org>", "read")
