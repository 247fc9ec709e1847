"""What lives as long as the process, put together once: the parts that several slices share."""

from warmline.accounts import Installation
from warmline.app.customer_view import CustomerView
from warmline.app.slices import SNAPSHOTS
from warmline.channels import Channels, Registry
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.secret import secret_keys
from warmline.kit.settings import Settings
from warmline.realtime import Hub


class Program:
    """``hub`` tells live events; ``channels`` takes deliveries in and sends replies out; ``vault`` seals secrets of
    feeds; ``accounts`` is what signing in needs. ``registry`` stands for other connectors than the installed ones."""

    def __init__(self, db: Database, settings: Settings, *, registry: Registry | None = None) -> None:
        self.db, self.settings = db, settings
        self.vault = Vault(secret_keys(settings), purpose="feed secrets")
        self.accounts = Installation(db, settings)
        self.hub = Hub(db, SNAPSHOTS)
        self.channels = Channels(
            db,
            registry or Registry.installed(Vault(secret_keys(settings))),
            CustomerView(db, self.hub),
            max_body=settings.max_body_bytes,
            max_attachment=settings.max_attachment_bytes,
        )
