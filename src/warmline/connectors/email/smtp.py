"""Send one mail by SMTP."""

import asyncio
from email.message import EmailMessage

import aiosmtplib

from warmline import sdk
from warmline.connectors.email import problems
from warmline.connectors.email.settings import EmailSettings
from warmline.kit import outward

# Seconds for each answer; a server may scan a large mail for long before it takes it.
TIMEOUT = 120.0


async def send(mail: EmailMessage, settings: EmailSettings) -> bytes:
    """Hand the mail to the account's server, and give back what was sent. Bounces come back to the mail's From.

    Raises ``Rejected`` or ``Unavailable``. A connection that breaks after the last byte leaves open whether the server
    took the mail. It is then sent again with the same Message-ID, by which the other side can know it.
    """
    if not settings.smtp_host:
        raise sdk.Rejected("The account has no SMTP server to send by; set smtp_host.")
    sender, recipient = _address(mail, "from"), _address(mail, "to")
    body = mail.as_bytes()
    try:
        async with await client_for(sender, settings, timeout=TIMEOUT) as client:
            await client.sendmail(sender, [recipient], body)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise verdict(error, settings) from error
    return body


def _address(mail: EmailMessage, field: str) -> str:
    # The address as the mail shows it: the domain is in ASCII there.
    return str(mail[field].addresses[0].addr_spec)


async def client_for(sender: str, settings: EmailSettings, *, timeout: float, log_in: bool = True) -> aiosmtplib.SMTP:
    """A client on a socket that is connected; entering it says hello, turns on TLS, and logs in. Raises ``OSError``."""
    async with asyncio.timeout(timeout):
        connected = await outward.connect(settings.smtp_host, settings.smtp_port)
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        sock=connected,
        username=(settings.smtp_user or None) if log_in else None,
        password=(settings.smtp_password or None) if log_in else None,
        local_hostname=settings.domain or sender.rpartition("@")[2],
        timeout=timeout,
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
    )


def verdict(error: Exception, settings: EmailSettings) -> sdk.ConnectorError:
    """Whether the server refused this mail for good; all else passes, or is the account's trouble, not the mail's."""
    server = f"The SMTP server {settings.smtp_host}:{settings.smtp_port}"
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            return verdict(refused, settings)
        case aiosmtplib.SMTPAuthenticationError():
            said = f"refused the password of {settings.smtp_user} ({_words(error)})"
            return sdk.Unavailable(f"{server} {said}; set the account's smtp_user and smtp_password anew.")
        case aiosmtplib.SMTPSenderRefused() | aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError():
            kind = sdk.Rejected if 500 <= error.code < 600 else sdk.Unavailable
            return kind(f"{server} said: {_words(error)}")
        case aiosmtplib.SMTPResponseException():
            return sdk.Unavailable(f"{server} is not ready: {_words(error)}")
        case OSError():
            cause = error.__cause__
            return sdk.Unavailable(problems.unreachable(server, cause if isinstance(cause, OSError) else error))
        # After OSError, because an untrusted certificate is a ValueError as well.
        case aiosmtplib.SMTPNotSupported() | ValueError():
            return sdk.Rejected(f"{server} cannot be given this address: {error}")
    return sdk.Unavailable(f"{server} cannot be used as the account is set up: {error}")


def _words(error: aiosmtplib.SMTPResponseException) -> str:
    return " ".join(f"{error.code} {error.message}".split())[:300]
