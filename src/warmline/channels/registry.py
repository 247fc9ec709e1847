"""The connectors that are installed, found by the entry points ``warmline.connectors``. A broken one stops no other."""

import base64
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import msgspec
import structlog

from warmline import sdk
from warmline.channels.errors import ChannelMissing, ConnectorMissing
from warmline.channels.model import ChannelAccount
from warmline.channels.settings import check, schema
from warmline.kit.crypto import Vault
from warmline.kit.errors import WarmlineError

log = structlog.get_logger(__name__)

GROUP = "warmline.connectors"
CODE = re.compile(r"^[a-z][a-z0-9_]{0,31}$")


class Registry:
    """``connectors`` by code; ``problems`` tells, by entry point, why the others cannot be used."""

    def __init__(
        self, vault: Vault, connectors: Iterable[sdk.Connector] = (), problems: Mapping[str, str] | None = None
    ) -> None:
        self.vault = vault
        self.connectors = {each.manifest.code: each for each in connectors}
        self.problems = dict(problems or {})

    @classmethod
    def installed(cls, vault: Vault, points: Iterable[EntryPoint] | None = None) -> "Registry":
        """Load every entry point of the group, or of ``points``."""
        connectors: dict[str, sdk.Connector] = {}
        problems: dict[str, str] = {}
        for point in sorted(points if points is not None else entry_points(group=GROUP), key=lambda each: each.name):
            try:
                connectors[point.name] = _load(point)
            except Exception as error:
                # Whatever an installed package does when it is imported, the other channels stay open.
                problems[point.name] = f"{type(error).__name__}: {error}"
                log.exception("connector_broken", connector=point.name, source=point.value)
        return cls(vault, connectors.values(), problems)

    def get(self, code: str) -> sdk.Connector:
        """The connector; raises ``ConnectorMissing``."""
        try:
            return self.connectors[code]
        except KeyError:
            installed = ", ".join(sorted(self.connectors)) or "none"
            raise ConnectorMissing(id=code, installed=installed) from None

    def channel(self, connector: str, channel: str) -> sdk.ChannelType:
        """The channel type; raises ``ConnectorMissing`` or ``ChannelMissing``."""
        manifest = self.get(connector).manifest
        for each in manifest.channels:
            if each.code == channel:
                return each
        raise ChannelMissing.of(manifest, channel)

    def mute(self, account: ChannelAccount) -> str | None:
        """Why nothing can be sent by this account; None where something can."""
        try:
            return self.get(account.connector).mute(self.open(account))
        except WarmlineError as error:
            return error.message

    def tells_reading(self, account: ChannelAccount) -> bool:
        """Whether people who write to this account are told what we have read. An account that cannot be used tells
        nothing."""
        try:
            return self.get(account.connector).tells_reading(self.open(account))
        except WarmlineError:
            return False

    def seal(self, account: ChannelAccount, secrets: Mapping[str, Any]) -> dict[str, str]:
        """Secret settings as they are stored."""
        sealed = {name: self.vault.seal(msgspec.json.encode(value), place=account.place(name))
                  for name, value in secrets.items()}  # fmt: skip
        return {name: base64.b64encode(value).decode() for name, value in sealed.items()}

    def secret(self, account: ChannelAccount, name: str) -> Any:
        """One secret setting; raises ``SecretUnreadable``."""
        sealed = base64.b64decode(account.secrets[name])
        return msgspec.json.decode(self.vault.open(sealed, place=account.place(name)))

    def is_current(self, account: ChannelAccount) -> bool:
        """Whether the present key sealed all its secrets."""
        return all(self.vault.is_current(base64.b64decode(each)) for each in account.secrets.values())

    def open(self, account: ChannelAccount) -> sdk.Account:
        """The account as its connector gets it.

        Raises ``ConnectorMissing``, ``SecretUnreadable`` or ``SettingsRefused``.
        """
        manifest = self.get(account.connector).manifest
        secrets = {name: self.secret(account, name) for name in account.secrets}
        return sdk.Account(
            org_id=account.org_id,
            id=account.id,
            connector=account.connector,
            channel=account.channel,
            name=account.name,
            address=account.address,
            settings=check(manifest, {**account.settings, **secrets}),
        )


def faults(manifest: sdk.Manifest) -> list[str]:
    """What is wrong with a manifest, in words for its author; empty where it can be used."""
    codes = [each.code for each in manifest.channels]
    found = [
        f"the code {code!r} does not match {CODE.pattern}" for code in [manifest.code, *codes] if not CODE.match(code)
    ]
    if not codes:
        found.append("it has no channels")
    if len(set(codes)) < len(codes):
        found.append("two of its channels have one code")
    found += [f"the scheme {each.scheme!r} does not match {CODE.pattern}" for each in manifest.channels
              if not CODE.match(each.scheme)]  # fmt: skip
    names = {field.encode_name for field in msgspec.structs.fields(manifest.settings)}
    found += [f"the secret {name!r} is no setting" for name in sorted(manifest.secrets - names)]
    return found


def _load(point: EntryPoint) -> sdk.Connector:
    connector: sdk.Connector = point.load()
    manifest = connector.manifest
    wrong = faults(manifest)
    if manifest.code != point.name:
        wrong.append(f"its code is {manifest.code!r}, and its entry point is called {point.name!r}")
    if wrong:
        raise ValueError("the manifest is wrong: " + "; ".join(wrong))
    # Settings without a schema could not be shown to an administrator; better to know now.
    schema(manifest)
    return connector
