"""Send one mail by SMTP."""

import ssl
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import SMTPUTF8

import aiosmtplib
from aiosmtplib import SMTP

from warmline import sdk
from warmline.connectors.email import problems
from warmline.connectors.email.settings import EmailSettings

TIMEOUT = 60.0


async def send(mail: EmailMessage, sender: str, recipient: str, settings: EmailSettings) -> bytes:
    """The mail as it was sent. ``sender`` is where bounces go. Raises ``Rejected`` or ``Unavailable``.

    A connection that breaks after the last byte leaves open whether the server took the mail. It is then sent again, with
    the same Message-ID, by which the other side can know it.
    """
    if not settings.smtp_host:
        raise sdk.Rejected("The account has no SMTP server to send by; set smtp_host.")
    server = f"The SMTP server {settings.smtp_host}:{settings.smtp_port}"
    try:
        async with _connected(settings) as client:
            return await _hand_over(client, mail, sender, recipient)
    except aiosmtplib.SMTPAuthenticationError as error:
        # The password is the account's trouble and not this mail's, so the mail waits until it is set right.
        raise sdk.Unavailable(
            f"{server} refused the password of {settings.smtp_user} ({_said(error)}); "
            "set the account's smtp_user and smtp_password anew."
        ) from error
    except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as error:
        kind = sdk.Rejected if 500 <= error.code < 600 else sdk.Unavailable
        raise kind(f"{server} said: {_said(error)}") from error
    except aiosmtplib.SMTPException as error:
        ...
