"""An account's settings: checked against the shape that the connector names, and its secrets kept apart."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from warmline.channels.errors import SettingsRefused
from warmline.kit.errors import FieldError
from warmline.sdk import Manifest

# How the names of settings end that say where secrets go.
PLACES = ("host", "port", "security", "url")


def check(manifest: Manifest, given: Mapping[str, Any]) -> msgspec.Struct:
    """The settings as the manifest's struct; raises ``SettingsRefused``, which names every field that is wrong."""
    fields = msgspec.structs.fields(manifest.settings)
    known = {field.encode_name: field for field in fields}
    wrong = [_unknown(name, known) for name in given if name not in known]
    for name, field in known.items():
        if name in given:
            wrong += _value(name, given[name], field.type)
        elif field.required:
            wrong.append(FieldError(f"settings.{name}", "is required"))
    if wrong:
        raise _refused(manifest, wrong)
    try:
        return msgspec.convert(dict(given), manifest.settings)
    except msgspec.ValidationError as error:
        # What the struct says of fields together, in its __post_init__.
        raise _refused(manifest, [FieldError("settings", str(error))]) from error


def split(manifest: Manifest, settings: msgspec.Struct) -> tuple[dict[str, Any], dict[str, Any]]:
    """The open settings and the secret ones. A secret that is empty is not kept, so that it shows as not set."""
    values = msgspec.to_builtins(settings)
    secret = {name: values.pop(name) for name in manifest.secrets if name in values}
    return values, {name: value for name, value in secret.items() if value not in ("", None)}


def merge(old: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings after a change: what is not named stays, and null goes back to the default."""
    return {name: value for name, value in {**old, **changes}.items() if value is not None or name not in changes}


def guard_secrets(
    manifest: Manifest, old: Mapping[str, Any], new: Mapping[str, Any], kept: Mapping[str, Any], changed: Iterable[str]
) -> None:
    """Raise ``SettingsRefused`` where a change of the open settings sends a secret elsewhere that is not given anew.
    Who may change an account may not read its secrets, and could else have them sent to a server of their own."""
    moved = [name for name in changed if new.get(name) not in (old.get(name), "", None) and _is_place(name)]
    wrong: dict[str, FieldError] = {}
    for name in moved:
        family = {each for each in manifest.secrets if each.startswith(f"{name.split('_')[0]}_")}
        for secret in sorted((family or manifest.secrets) & kept.keys()):
            why = f"must be entered again, because {name} changes, which says where it is sent"
            wrong.setdefault(secret, FieldError(f"settings.{secret}", why))
    if wrong:
        raise _refused(manifest, list(wrong.values()))


def schema(manifest: Manifest) -> dict[str, Any]:
    """JSON Schema of the settings; secrets are ``writeOnly``."""
    (found,), definitions = msgspec.json.schema_components([manifest.settings], ref_template="#/$defs/{name}")
    own: dict[str, Any] = definitions.pop(manifest.settings.__name__, found)
    for name in manifest.secrets:
        own["properties"][name] = {**own["properties"][name], "writeOnly": True}
        own["properties"][name].pop("default", None)
    if "description" in own:
        own["description"] = " ".join(own["description"].split())
    return {**own, "$defs": definitions} if definitions else own


def _is_place(name: str) -> bool:
    """Whether a setting says where, or how openly, something is sent; ``listen_`` ones say where it is taken in."""
    return name.endswith(PLACES) and not name.startswith("listen_")


def _value(name: str, value: Any, kind: Any) -> list[FieldError]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$")
        return [FieldError(f"settings.{name}{place.rstrip('`')}", problem)]
    return []


def _unknown(name: str, known: Iterable[str]) -> FieldError:
    close = difflib.get_close_matches(name, known, n=1)
    return FieldError(f"settings.{name}", f"is no setting; did you mean {close[0]}?" if close else "is no setting")


def _refused(manifest: Manifest, wrong: list[FieldError]) -> SettingsRefused:
    problem = "; ".join(f"{each.field}: {each.problem}" for each in wrong)
    return SettingsRefused(connector=manifest.code, problem=problem, fields=wrong)
