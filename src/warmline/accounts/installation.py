"""What signing in needs of the installation, put together once for each database."""

from weakref import WeakKeyDictionary

import msgspec

from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.mail import Mailer
from warmline.kit.secret import secret_keys
from warmline.kit.settings import Settings

SET_UP = "set-up token"


class SignInLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How often an address may fail within some minutes, and how many hours a session lasts after its last use."""

    attempts: int = 10
    minutes: int = 15
    hours: int = 12


class Installation:
    """``vault`` seals second factors; ``mailer`` is None where no mails can be sent; ``base_url`` begins links;
    ``set_up_token`` is what the first run must show."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self.vault = Vault(secret_keys(settings), purpose="second factors")
        self.mailer = Mailer.of(settings)
        self.base_url = settings.base_url
        self.set_up_token = set_up_token(settings)
        self.limits = SignInLimits(
            attempts=settings.sign_in_attempts, minutes=settings.sign_in_minutes, hours=settings.session_hours
        )
        _installations[db] = self

    @staticmethod
    def of(db: Database) -> "Installation":
        """The one that was made for this database: jobs are given no more than that."""
        return _installations[db]


def set_up_token(settings: Settings) -> str:
    """What the first run must show: 128 bits, in hexadecimal.

    It follows from the installation's key, so that every process knows it and none has to store it. It opens nothing
    once there is an organisation.
    """
    return Vault(secret_keys(settings)).derive(SET_UP)[0][:16].hex()


_installations: WeakKeyDictionary[Database, Installation] = WeakKeyDictionary()
