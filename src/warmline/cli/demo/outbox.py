"""The demo's mail: what agents write is put into a folder, and mail for the insurer is taken by SMTP on this host."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiosmtpd.controller import Controller

from warmline.kit.ids import new_id

if TYPE_CHECKING:
    from warmline.cli.ground import Ground

HOST = "127.0.0.1"
# Taken where they are free, so that they are the same each time.
MAIL_IN, MAIL_OUT = 8025, 8026


class _Folder:
    """Keeps every mail as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        (self.folder / f"{new_id()}.eml").write_bytes(envelope.content)
        return "250 Kept"


class Outbox:
    """An SMTP server on this host that sends nothing on, in a thread of its own, until ``close``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder, self.port = folder, free_port(MAIL_OUT)
        self._server = Controller(_Folder(folder), hostname=HOST, port=self.port)
        self._server.start()

    def close(self) -> None:
        """Take no more mail."""
        self._server.stop()


def free_port(wanted: int) -> int:
    """The wanted TCP port of this host, or another one that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("there is no free port on this host")


async def post_office(ground: "Ground", org_id: UUID, outbox: Outbox) -> int:
    """Have the insurer's mailboxes send to the outbox, and listen; on which port."""
    from warmline.channels import list_accounts, update_account
    from warmline.cli.ground import actor_of

    port = free_port(MAIL_IN)
    actor, registry = actor_of(org_id), ground.program.channels.registry
    settings = {
        "smtp_host": HOST,
        "smtp_port": outbox.port,
        "smtp_security": "none",
        "listen": "smtp",
        "listen_host": HOST,
        "listen_port": port,
    }
    async with ground.db.transaction(org_id) as conn:
        for each in await list_accounts(conn, actor):
            if each.connector == "email":
                await update_account(conn, actor, registry, each.id, settings=settings)
    return port
