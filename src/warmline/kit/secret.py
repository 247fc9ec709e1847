"""The key that signs and encrypts for this installation."""

import os
import secrets
from pathlib import Path

from warmline.kit.settings import Settings


def secret_key(settings: Settings) -> bytes:
    """The installation's key: the setting, else the one in ``key_file``, made there on first use (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key.encode()
    if not settings.key_file.exists():
        _keep_new_key(settings.key_file)
    return settings.key_file.read_bytes().strip()


def secret_keys(settings: Settings) -> list[bytes]:
    """The installation's key, and then those that it replaced, which open what they sealed."""
    previous = (each.strip() for each in (settings.previous_secret_keys or "").split(","))
    return [secret_key(settings), *(each.encode() for each in previous if each)]


def _keep_new_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".secret.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link never replaces: of two processes that start at once, one key wins and both read that one.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
