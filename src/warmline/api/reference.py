"""The pages of docs/reference that are made from the code. Pure: what they describe is passed in.

``scripts/write_reference.py`` writes them all, and a test compares them with the code.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from warmline import sdk
from warmline.analytics import Measure
from warmline.api.kinds import in_words
from warmline.kit.errors import WarmlineError
from warmline.kit.events import Event
from warmline.kit.http.problems import title

ERRORS = """\
Every refusal is an RFC 9457 problem (`application/problem+json`) with `type`, `title`, `status`, `detail`, `code`,
`request_id` and, where fields are wrong, `errors`. Compare `code`; show `detail`. Words in braces are filled in."""
EVENTS = """\
What happened, in past tense. An event is written in the transaction that made it so, has its place in the log
(`cursor`), a time, an actor and the request's id, and may name a case, an interaction and a customer. `before` and
`after` hold the plain fields that changed. *Changes* names the entities that a screen draws anew. The same as
AsyncAPI 3.0: [asyncapi.json](asyncapi.json)."""
PERMISSIONS = """\
A role is a set of permissions; an agent has the permissions of all their roles, and an API key has those it was
given, never more than whoever made it. `*` is all of them."""
CONNECTORS = """\
A connector translates between a channel and the record. An account is a concrete inbox of one; its settings are
checked when it is set up, and secret ones are stored encrypted."""
CLI = """\
`warmline COMMAND --help` says the same. Settings are in [settings.md](settings.md). `--json` prints JSON on standard
output, and an error as one line of JSON on standard error. Exit codes: 0 done; 1 a problem was found, or the request
was refused; 2 the command line is wrong; 3 the installation cannot be used (settings, database); 130 interrupted."""
MEASURES = """\
What each figure of the wall and of reports counts. The desk shows the same words beside the figures, and
`GET /api/v1/reports/measures` returns them. A figure is one query, however it is grouped: by hour, day, queue, channel,
team or agent. Times are in seconds; where there is nothing to divide by, there is no figure."""
MADE = "<!-- Made by `make docs` from the code; change it there. -->"
COMMON = ("case_id", "interaction_id", "customer_id", "before", "after")


def _page(heading: str, introduction: str, *parts: Iterable[str]) -> str:
    lines = [f"# {heading}", "", MADE, "", introduction, ""]
    for part in parts:
        lines += [*part, ""]
    return "\n".join(lines).rstrip() + "\n"


def _sentence(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    shown = [" | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings), *(f"| {row} |" for row in shown)]


def errors_page(errors: Iterable[type[WarmlineError]], local: Iterable[type[WarmlineError]] = ()) -> str:
    """Every error that a caller can meet, by code; ``local`` ones are met on the machine itself only."""
    rows = [(f"`{each.code()}`", str(each.status), title(each), _sentence(each.__doc__)) for each in errors]
    here = [(f"`{each.code()}`", _sentence(each.__doc__)) for each in local]
    return _page(
        "Errors",
        ERRORS,
        _table(("code", "status", "title", "detail"), rows),
        ["## On the command line, and while starting"],
        _table(("code", "message"), here),
    )


def events_page(events: Mapping[str, type[Event]]) -> str:
    """Every event, by type."""
    return _page("Events", EVENTS, *(_event(type_, cls) for type_, cls in sorted(events.items())))


def _event(type_: str, cls: type[Event]) -> list[str]:
    (schema,), components = msgspec.json.schema_components([cls], ref_template="{name}")
    fields = components.get(cls.__name__, schema)["properties"]
    own = [(f"`{name}`", in_words(each)) for name, each in fields.items() if name not in COMMON]
    changes = ", ".join(f"`{kind}` (by `{field}`)" for kind, field in cls.entities.items()) or "nothing"
    lines = [f"## `{type_}`", "", _sentence(cls.__doc__), "", f"Changes: {changes}."]
    return [*lines, "", *_table(("field", "type"), own)] if own else lines


def permissions_page(permissions: Mapping[str, str], roles: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """What roles and API keys can allow, and what the roles that every organisation begins with allow."""
    rows = [(f"`{code}`", text) for code, text in permissions.items()]
    built_in = [(f"`{code}`", name, ", ".join(f"`{each}`" for each in allowed)) for code, name, allowed in roles]
    return _page(
        "Permissions",
        PERMISSIONS,
        _table(("permission", "allows to"), rows),
        ["## Roles of a new organisation"],
        _table(("code", "name", "permissions"), built_in),
    )


def connectors_page(connectors: Mapping[str, sdk.Connector]) -> str:
    """Every installed connector: its channels, and the settings of an account."""
    return _page("Connectors", CONNECTORS, *(_connector(each.manifest) for _, each in sorted(connectors.items())))


def _connector(manifest: sdk.Manifest) -> list[str]:
    channels = [
        (
            f"`{each.code}`",
            each.medium,
            each.synchrony,
            f"`{each.scheme}`",
            str(each.max_length),
            ", ".join(each.media),
            "always" if each.reply_window is None else f"{each.reply_window} s",
            _able(each),
        )
        for each in manifest.channels
    ]
    (schema,), components = msgspec.json.schema_components([manifest.settings], ref_template="{name}")
    shape = components.get(manifest.settings.__name__, schema)
    settings = [
        (
            f"`{name}`{' (secret)' if name in manifest.secrets else ''}",
            in_words(each),
            "required"
            if name in shape.get("required", [])
            else f"`{msgspec.json.encode(each.get('default')).decode()}`",
            str(each.get("description", "")),
        )
        for name, each in shape["properties"].items()
    ]
    headings = ("channel", "medium", "synchrony", "handle", "characters", "media", "reply within", "and")
    return [
        f"## {manifest.name} (`{manifest.code}`)",
        "",
        *_table(headings, channels),
        "",
        "Settings of an account:",
        "",
        *_table(("setting", "type", "default", "meaning"), settings),
    ]


def _default(setting: Mapping[str, Any]) -> str:
    return f"`{msgspec.json.encode(setting.get('default')).decode()}`"


def _able(channel: sdk.ChannelType) -> str:
    able = {
        "receipts": channel.receipts,
        "typing": channel.typing,
        "threads": channel.threads,
        "can be written to first": channel.outbound,
        "takes no replies": not channel.replies,
    }
    return ", ".join(name for name, holds in able.items() if holds) or "-"


def cli_page(commands: Iterable[tuple[str, Any]]) -> str:
    """Every command of `warmline`: pairs of its words and its click command."""
    return _page("Command line", CLI, *(_command(words, command) for words, command in commands))


def _command(words: str, command: Any) -> list[str]:
    rows = [_parameter(each) for each in command.params if each.name != "help"]
    lines = [f"## `{words}`", "", _sentence(command.help)]
    return [*lines, "", *_table(("argument", "meaning", "default"), rows)] if rows else lines


def _parameter(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        shown = parameter.name.upper()
    else:
        shown = ", ".join([*parameter.opts, *parameter.secondary_opts])
    default = "required" if parameter.required else str(parameter.default)
    return f"`{shown}`", _sentence(getattr(parameter, "help", "")), "" if default in ("None", "False") else default


def measures_page(measures: Iterable[Measure]) -> str:
    """Every measure, with its numerator, denominator and policy."""
    rows = [(f"`{each.code}`", each.unit, each.numerator, each.denominator, each.policy) for each in measures]
    return _page("Measures", MEASURES, _table(("measure", "unit", "what is counted", "divided by", "policy"), rows))
