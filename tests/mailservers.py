"""Real mail servers on loopback: Dovecot (IMAP, LMTP) and Postfix (SMTP), in a folder of their own.

Tests take the fixture ``mailservers``; developers run ``scripts/mailservers``. It needs root, because Postfix does, and
the Debian packages ``dovecot-imapd dovecot-lmtpd postfix``. The machine's own mail configuration is not touched.
"""

import contextlib
import datetime
import imaplib
import itertools
import os
import pwd
import secrets
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from string import Template

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

TEMPLATES = Path(__file__).with_name("mailserver_config")
PACKAGES = "dovecot-imapd dovecot-lmtpd postfix"
PROGRAMS = {
    "dovecot": "/usr/sbin/dovecot",
    "imap": "/usr/lib/dovecot/imap",
    "lmtp": "/usr/lib/dovecot/lmtp",
    "postfix": "/usr/sbin/postfix",
}
DOMAIN = "northlight.test"
LISTENER_DOMAIN = "listener.test"
PORTS = ("imap", "imaps", "lmtp", "smtp", "smtps", "listener_lmtp", "listener_smtp")
START_SECONDS = 60.0
END_SECONDS = 60.0


class MailServersMissing(Exception):
    """The mail servers cannot be started on this machine; the text says what is missing."""


@dataclass(frozen=True)
class Mailbox:
    """An account on the mail servers; the user name is the address."""

    address: str
    password: str
    home: Path


class MailServers:
    """``with MailServers() as servers`` starts both and ends them. Ports are free ones, chosen anew for each."""

    domain = DOMAIN
    listener_domain = LISTENER_DOMAIN

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="warmline-mail-"))
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        self.certificate = self.directory / "certificate.pem"
        self._dovecot: subprocess.Popen[bytes] | None = None
        self._postfix: subprocess.Popen[bytes] | None = None
        self._names = itertools.count(1)

    def __enter__(self) -> "MailServers":
        check_machine()
        try:
            self._write()
            self.start_dovecot()
            self._start_postfix()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End both servers and remove everything they wrote."""
        self._stop_postfix()
        self.stop_dovecot()
        shutil.rmtree(self.directory, ignore_errors=True)

    # Mailboxes

    def mailbox(self, name: str | None = None, password: str | None = None) -> Mailbox:
        """A new, empty mailbox."""
        name = name or f"mailbox{next(self._names)}"
        address, password = f"{name}@{self.domain}", password or secrets.token_urlsafe(9)
        owner = pwd.getpwnam("nobody")
        home = self.directory / "home" / name
        home.mkdir(parents=True)
        os.chown(home, owner.pw_uid, owner.pw_gid)
        # A file for each user, because Dovecot reads a changed one again only in the next second.
        line = f"{address}:{{PLAIN}}{password}:{owner.pw_uid}:{owner.pw_gid}::{home}::\n"
        (self.directory / "users" / address).write_text(line)
        return Mailbox(address, password, home)

    def deliver(self, to: Mailbox, *mails: bytes, sender: str = "kim@elsewhere.test") -> None:
        """Put mails into the mailbox through Dovecot's LMTP."""
        with smtplib.LMTP("127.0.0.1", self.ports["lmtp"]) as lmtp:
            for mail in mails:
                lmtp.sendmail(sender, [to.address], mail)

    def drop(self, into: Mailbox, mail: bytes) -> None:
        """Put the bytes into the mailbox as a file, whatever they hold."""
        owner = pwd.getpwnam("nobody")
        name = f"{time.time_ns()}.{secrets.token_hex(4)}.test"
        written = into.home / "Maildir" / "tmp" / name
        written.write_bytes(mail)
        os.chown(written, owner.pw_uid, owner.pw_gid)
        written.rename(into.home / "Maildir" / "new" / name)

    @contextlib.contextmanager
    def imap(self, mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
        """A mail program's view of the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.ports["imap"]) as client:
            client.login(mailbox.address, mailbox.password)
            yield client

    def mails(self, mailbox: Mailbox, folder: str = "INBOX") -> list[bytes]:
        """All mails in the mailbox, oldest first."""
        with self.imap(mailbox) as client:
            client.select(folder, readonly=True)
            found = client.uid("FETCH", "1:*", "(BODY.PEEK[])")[1]
            return [part[1] for part in found if isinstance(part, tuple)]

    # Servers

    def start_dovecot(self) -> None:
        self._dovecot = self._run(PROGRAMS["dovecot"], "-F", "-c", str(self.directory / "dovecot.conf"))
        for port in ("imap", "imaps", "lmtp"):
            self._await(self._dovecot, self.ports[port])

    def stop_dovecot(self) -> None:
        """Every IMAP connection breaks off."""
        if self._dovecot is not None:
            end_group(self._dovecot.pid, self._dovecot)
        self._dovecot = None

    def log(self) -> str:
        """What both servers said, for a failed test to show."""
        return "\n".join(path.read_text(errors="replace") for path in sorted((self.directory / "log").iterdir()))

    def _start_postfix(self) -> None:
        self._postfix = self._run(PROGRAMS["postfix"], "-c", str(self.directory / "postfix"), "start-fg")
        for port in ("smtp", "smtps"):
            self._await(self._postfix, self.ports[port])

    def _stop_postfix(self) -> None:
        # What we started is a script that waits for Postfix; Postfix itself leads a group of its own.
        pid = self.directory / "queue" / "pid" / "master.pid"
        if self._postfix is not None and pid.exists():
            end_group(int(pid.read_text()), self._postfix)
        self._postfix = None

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.directory / "log" / "output.log").open("ab") as output:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )

    def _await(self, process: subprocess.Popen[bytes], port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if ended(process, within=0.02) or time.monotonic() > deadline:
                raise MailServersMissing(f"A mail server did not start on port {port}:\n{self.log()}")

    def _write(self) -> None:
        # Dovecot and Postfix come in as users of their own.
        self.directory.chmod(0o755)
        for name in ("dovecot", "postfix", "postfix-data", "queue/private", "log", "home", "users"):
            (self.directory / name).mkdir(parents=True)
        for name in ("postfix-data", "queue/private"):
            shutil.chown(self.directory / name, "postfix")
        write_certificate(self.certificate, self.directory / "key.pem")
        values: dict[str, object] = {f"{name}_port": port for name, port in self.ports.items()}
        values |= {"directory": self.directory, "domain": self.domain, "listener_domain": self.listener_domain}
        for name, folder in (("dovecot.conf", "."), ("main.cf", "postfix"), ("master.cf", "postfix")):
            text = Template((TEMPLATES / name).read_text()).substitute(values)
            (self.directory / folder / name).write_text(text)


def check_machine() -> None:
    """Raise ``MailServersMissing`` with a sentence that says how to mend it."""
    missing = [name for name, path in PROGRAMS.items() if not Path(path).exists()]
    if missing:
        raise MailServersMissing(
            f"The mail servers are not installed ({', '.join(missing)}). On Debian: apt-get install {PACKAGES}"
        )
    if os.geteuid() != 0:
        raise MailServersMissing("The mail servers need root, because Postfix does: run this as root, or with sudo.")


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def ended(process: subprocess.Popen[bytes], *, within: float) -> bool:
    """Whether the process ends within so many seconds."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(within)
        return True
    return False


def end_group(leader: int, process: subprocess.Popen[bytes]) -> None:
    """End a server that we started with all its children, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(leader, signal.SIGTERM)
    try:
        process.wait(timeout=END_SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)
    process.wait()


def write_certificate(certificate: Path, key_path: Path) -> None:
    """A certificate for 127.0.0.1 that signs itself; name it in SSL_CERT_FILE to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Warmline mail servers")])
    now = datetime.datetime.now(datetime.UTC)
    addresses = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    signed = builder.sign(key, hashes.SHA256())
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    key_path.chmod(0o600)


@pytest.fixture(scope="session")
def mailservers() -> Iterator[MailServers]:
    """One Dovecot and one Postfix for the whole run; take a ``mailbox()`` of your own."""
    with MailServers() as servers:
        yield servers
