"""Checks of this host, which need no database."""

import asyncio
import os
import platform
import shutil
import socket
import stat
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

from warmline.kit.doctor.finding import Ailment, Check, Subject
from warmline.kit.mail import Mailer, MailNotSent

GIGABYTE = 1024**3
LEAST_FREE = GIGABYTE


async def _versions(_: Subject) -> str:
    return f"Warmline {version('warmline')} on Python {platform.python_version()}"


def _standing(path: Path) -> Path:
    """The path, or the nearest directory above it that exists."""
    return next(each for each in (path, *path.parents) if each.exists())


async def _data_dir(subject: Subject) -> str:
    path = subject.settings.data_dir
    ground = _standing(path)
    if not ground.is_dir() or not os.access(ground, os.W_OK | os.X_OK):
        raise Ailment(f"{ground} cannot be written by this user.", f"Give it to them: chown {os.geteuid()} {ground}")
    return str(path)


async def _disk(subject: Subject) -> str:
    free = shutil.disk_usage(_standing(subject.settings.data_dir)).free
    if free < LEAST_FREE:
        raise Ailment(
            f"The disk of {subject.settings.data_dir} has {free // 2**20} MB free.",
            "Free some space, or move the data directory to a larger disk.",
        )
    return f"{free / GIGABYTE:.0f} GB free"


async def _secret_key(subject: Subject) -> str:
    path = subject.settings.key_file
    if subject.settings.secret_key is not None:
        return "from the settings"
    if not path.exists():
        return "will be made on first use"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Ailment(f"{path} can be read by other users of this host.", f"chmod 600 {path}")
    if not os.access(path, os.R_OK):
        raise Ailment(f"{path} cannot be read by this user.", f"chown {os.geteuid()} {path}")
    return str(path)


async def _encryption(subject: Subject) -> str:
    host, url = subject.settings.host, subject.settings.base_url
    if url.startswith("https://"):
        return url
    if host == "localhost" or (host.replace(".", "").isdigit() and ip_address(host).is_loopback) or host == "::1":
        return "served to this host only"
    raise Ailment(
        f"{url} is served to other hosts without TLS, so passwords and messages can be read on the way.",
        "Put a TLS proxy in front, and set WARMLINE_PUBLIC_URL to its https address.",
    )


async def _port(subject: Subject) -> str:
    host, port = subject.settings.host, subject.settings.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if await _is_warmline(host, port):
                return f"Warmline is running on {host}:{port}"
            raise Ailment(
                f"{host}:{port} cannot be used: {error.strerror}.", "End what uses it, or set WARMLINE_PORT."
            ) from error
    return f"{host}:{port} is free"


async def _is_warmline(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET /health HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
                answer = await reader.read(4096)
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return b'"status":"ok"' in answer and b'"version"' in answer


async def _mail(subject: Subject) -> str:
    url, sender = subject.settings.smtp_url, subject.settings.mail_from
    if url is None and sender is None:
        return "not set up, so passwords are not reset by mail"
    if url is None or sender is None:
        missing = "WARMLINE_SMTP_URL" if url is None else "WARMLINE_MAIL_FROM"
        raise Ailment("The installation cannot send mails of its own.", f"Set {missing}, too, or neither.")
    mailer = Mailer(url, sender, seconds=5)
    try:
        await mailer.check()
    except MailNotSent as error:
        raise Ailment(error.message, "Correct WARMLINE_SMTP_URL, or look at the mail server.") from error
    return f"{mailer.host} takes mails"


HOST_CHECKS: tuple[Check, ...] = (
    Check("versions", _versions),
    Check("data directory", _data_dir),
    Check("disk", _disk),
    Check("secret key", _secret_key),
    Check("encryption", _encryption),
    Check("port", _port),
    Check("mail", _mail),
)
