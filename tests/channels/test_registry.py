"""Connectors are found by entry points, and a broken one stops no other."""

from importlib.metadata import EntryPoint

import msgspec
import pytest

from tests.channels.probe import ProbeConnector, ProbeSettings
from warmline import sdk
from warmline.channels import Registry
from warmline.channels.errors import ChannelMissing, ConnectorMissing
from warmline.channels.registry import faults
from warmline.kit.crypto import Vault

VAULT = Vault([b"key"])
GROUP = "warmline.connectors"
CHANNEL = ProbeConnector.manifest.channels[0]

lying = ProbeConnector()


def _point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_a_broken_connector_stops_no_other() -> None:
    registry = Registry.installed(
        VAULT,
        [
            _point("missing", "warmline.connectors.missing:connector"),
            _point("contacts", "warmline.connectors.contacts:connector"),
            _point("liar", "tests.channels.test_registry:lying"),
        ],
    )
    assert set(registry.connectors) == {"contacts"}
    assert "No module named 'warmline.connectors.missing'" in registry.problems["missing"]
    assert registry.problems["liar"].endswith("its code is 'probe', and its entry point is called 'liar'")


def test_an_unknown_connector_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ConnectorMissing) as caught:
        Registry(VAULT, [ProbeConnector()]).get("pigeon")
    assert caught.value.message == "There is no connector pigeon; installed are: probe."
    assert caught.value.status == 404


def test_an_unknown_channel_names_the_field() -> None:
    with pytest.raises(ChannelMissing) as caught:
        Registry(VAULT, [ProbeConnector()]).channel("probe", "pigeon")
    assert [each.field for each in caught.value.fields] == ["channel"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "Probe!"}, "the code 'Probe!' does not match"),
        ({"channels": ()}, "it has no channels"),
        ({"channels": (CHANNEL, CHANNEL)}, "two of its channels have one code"),
        ({"secrets": frozenset({"pin"})}, "the secret 'pin' is no setting"),
        ({"channels": (msgspec.structs.replace(CHANNEL, scheme="E-Mail"),)}, "the scheme 'E-Mail' does not match"),
    ],
)
def test_names_what_is_wrong_with_a_manifest(change: dict[str, object], fault: str) -> None:
    manifest = msgspec.structs.replace(ProbeConnector.manifest, **change)
    assert any(each.startswith(fault) for each in faults(manifest))


def test_finds_nothing_wrong_with_a_good_manifest() -> None:
    assert faults(ProbeConnector.manifest) == []
    assert ProbeSettings(signing_secret="x").retries == 3
    assert isinstance(ProbeConnector(), sdk.Base)


def test_finds_the_installed_connectors() -> None:
    registry = Registry.installed(VAULT)
    assert "contacts" in registry.connectors
