"""What went wrong with a server, as a sentence that says what to do. Pure."""

import socket
import ssl

from warmline.connectors.email.imap import LoginRefused, Refused
from warmline.connectors.email.responses import Dropped
from warmline.connectors.email.settings import EmailSettings
from warmline.kit.outward import AddressForbidden


def fetching_stopped(error: Exception, settings: EmailSettings) -> str:
    """Why no mail is fetched now."""
    server = f"The IMAP server {settings.imap_host}:{settings.imap_port}"
    if isinstance(error, LoginRefused):
        return (
            f"{server} refused the password of {settings.imap_user} ({error}); "
            "set the account's imap_user and imap_password anew."
        )
    if isinstance(error, Refused):
        return f"{server} refused the folder {settings.imap_folder} or a command on it: {error}"
    if isinstance(error, Dropped):
        return f"{server} ended the connection: {error}. Warmline connects again by itself."
    if isinstance(error, OSError):
        return unreachable(server, error)
    return f"Fetching mail stopped ({type(error).__name__}); the log has the details. Warmline tries again by itself."


def unreachable(server: str, error: OSError) -> str:
    """Why no connection comes about. ``server`` is the beginning of the sentence."""
    if isinstance(error, AddressForbidden):
        return (
            f"{server} leads to {error}, an address that Warmline does not connect to, because only the machine "
            "itself may ask there. Name the mail server."
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{server} shows a certificate that cannot be trusted ({error.verify_message}); mend it there, "
            "or name the authority that signed it in SSL_CERT_FILE."
        )
    if isinstance(error, ssl.SSLError):
        return f"{server} does not speak TLS as the account's security setting says ({error.reason or error})."
    if isinstance(error, socket.gaierror):
        return f"{server} is not found: there is no such host name."
    if isinstance(error, ConnectionRefusedError):
        return f"{server} cannot be reached: nothing answers there. Check host and port."
    if isinstance(error, TimeoutError):
        return f"{server} does not answer in time."
    return f"{server} cannot be reached: {error.strerror or str(error) or type(error).__name__}."


def listening_stopped(error: OSError, host: str, port: int) -> str:
    """Why no mail is received on an address of ours."""
    return f"Warmline cannot listen on {host}:{port}: {error.strerror or error}. Check listen_host and listen_port."
