"""Settings: the environment over a TOML file over the defaults, each with its description beside it.

``docs/reference/settings.md`` is made by ``reference()``, so a setting is documented where it is declared.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

import msgspec
import platformdirs
from msgspec import Meta

from warmline.kit.errors import WarmlineError

PREFIX = "WARMLINE_"
FILE_VARIABLE = "WARMLINE_CONFIG"
HIDDEN = "***"
MEGABYTE = 1024 * 1024


class SettingsError(WarmlineError):
    """The settings cannot be used."""


class SettingInvalid(SettingsError):
    """{name} ({source}): {value} is not {expects}. Correct it, or leave it out for the default ({default})."""


class SettingUnknown(SettingsError):
    """{name} ({source}) is not a setting of Warmline.{hint} All settings are in docs/reference/settings.md."""


class SettingsFileUnreadable(SettingsError):
    """The settings file {path} cannot be read: {problem}. Mend it, or name another file in WARMLINE_CONFIG."""


def _described(text: str, *, expects: str = "", secret: bool = False, **limits: Any) -> Meta:
    return Meta(description=text, extra={"expects": expects, "secret": secret}, **limits)


POSTGRES_URL = "a URL such as postgresql://user:password@host:5432/database"
WEB_URL = "a URL such as https://desk.example.com"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All that an installation decides outside its database. Read it with ``load``; show it with ``public``."""

    data_dir: Annotated[
        Path,
        _described("Where the embedded database, attachments and the secret key are kept.", expects="a directory"),
    ] = msgspec.field(default_factory=lambda: platformdirs.user_data_path("warmline"))
    desk_dir: (
        Annotated[
            Path,
            _described(
                "A folder with a desk built elsewhere. Left out, the one in the package.", expects="a directory"
            ),
        ]
        | None
    ) = None
    database_url: (
        Annotated[
            str,
            _described(
                "The PostgreSQL 18 database, as the role `warmline_app`, which row-level security binds. "
                "Left out, Warmline runs its own PostgreSQL in `data_dir`.",
                expects=POSTGRES_URL,
                secret=True,
                pattern=r"^postgres(ql)?://",
            ),
        ]
        | None
    ) = None
    database_owner_url: (
        Annotated[
            str,
            _described(
                "The same database as the role that owns the tables; only `migrate` uses it. "
                "Left out, migrations use `database_url`.",
                expects=POSTGRES_URL,
                secret=True,
                pattern=r"^postgres(ql)?://",
            ),
        ]
        | None
    ) = None
    pool_size: Annotated[
        int, _described("Database connections that one process keeps; each costs about 10 MB there.", ge=2, le=500)
    ] = 10
    synchronous_commit: Annotated[
        Literal["on", "remote_apply", "remote_write", "local", "off"],
        _described("PostgreSQL's `synchronous_commit`. `off` is faster, and a crash may lose what was just confirmed."),
    ] = "on"
    host: Annotated[str, _described("The address to serve on; `0.0.0.0` for all.", expects="an address")] = "127.0.0.1"
    port: Annotated[int, _described("The TCP port to serve on.", ge=1, le=65535)] = 8080
    public_url: (
        Annotated[
            str,
            _described(
                "The address that people and channels use, without a path. With https, cookies are sent over TLS only. "
                "Left out, it is made from `host` and `port`.",
                expects=WEB_URL,
                pattern=r"^https?://[^/]+/?$",
            ),
        ]
        | None
    ) = None
    secret_key: (
        Annotated[
            str,
            _described(
                "Signs sessions and visitor tokens and encrypts channel passwords; the same for every process. "
                "Left out, it is made once and kept in `data_dir/secret.key`. Losing it loses the channel passwords.",
                expects="at least 32 characters",
                secret=True,
                min_length=32,
            ),
        ]
        | None
    ) = None
    previous_secret_keys: (
        Annotated[
            str,
            _described(
                "Keys that `secret_key` replaced, separated by commas. What they encrypted can still be read, and is "
                "encrypted anew within an hour; then leave them out.",
                expects="keys separated by commas",
                secret=True,
            ),
        ]
        | None
    ) = None
    smtp_url: (
        Annotated[
            str,
            _described(
                "The server by which the installation sends its own mails, such as links to a new password; channels "
                "have their own. `smtps` is TLS from the start; with `smtp` TLS is begun where the server offers it, "
                "and needed where there is a password. Left out, no such mails are sent.",
                expects="a URL such as smtp://user:password@mail.example.com:587",
                secret=True,
                pattern=r"^smtps?://[^/]+/?$",
            ),
        ]
        | None
    ) = None
    mail_from: (
        Annotated[
            str,
            _described(
                "From whom the installation's own mails are; they need `smtp_url`, too.",
                expects="an address such as Desk <desk@example.com>",
                pattern=r"^[^\r\n]*[^@\s<]+@[^@\s>]+>?$",
            ),
        ]
        | None
    ) = None
    session_hours: Annotated[int, _described("Hours after which a person signs in again.", ge=1, le=24 * 30)] = 12
    sign_in_attempts: Annotated[
        int, _described("Failed sign-ins of one account within `sign_in_minutes` before it must wait.", ge=1, le=1000)
    ] = 10
    sign_in_minutes: Annotated[int, _described("Minutes over which failed sign-ins count.", ge=1, le=24 * 60)] = 15
    max_body_bytes: Annotated[
        int, _described("The largest request body, and the largest e-mail.", ge=MEGABYTE, le=1024 * MEGABYTE)
    ] = 40 * MEGABYTE
    max_attachment_bytes: Annotated[
        int, _described("The largest single attachment that is kept.", ge=1024, le=1024 * MEGABYTE)
    ] = 25 * MEGABYTE
    shutdown_seconds: Annotated[
        int, _described("How long a stop waits for work under way before it breaks it off.", ge=0, le=3600)
    ] = 20
    encoder: Annotated[
        Literal["auto", "off"],
        _described(
            "`auto` compares what people write by its meaning too, where `warmline[encoder]` is installed: about 10 ms "
            "and one core a contact, 200 MB a process. `off` compares words only."
        ),
    ] = "auto"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], _described("The least serious line that is logged.")
    ] = "info"
    log_format: Annotated[
        Literal["auto", "console", "json"],
        _described("`json` for machines, `console` for people; `auto` is `console` on a terminal."),
    ] = "auto"
    otlp_endpoint: (
        Annotated[
            str,
            _described(
                "Where OpenTelemetry traces go, by OTLP over HTTP. Left out, no traces are made.",
                expects="a URL such as http://localhost:4318",
                pattern=r"^https?://",
            ),
        ]
        | None
    ) = None

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.public().items())
        return f"Settings({shown})"

    def public(self) -> dict[str, Any]:
        """Every setting, safe to show: keys are hidden, and so is the password within a URL."""
        return {name: _safe(getattr(self, name), field) for name, field in FIELDS.items()}

    @property
    def base_url(self) -> str:
        """``public_url``, or the address that is served, without a final slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def key_file(self) -> Path:
        return self.data_dir / "secret.key"


class _Field(msgspec.Struct, frozen=True):
    name: str
    description: str
    secret: bool
    expects: str
    default: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def _expects(kind: msgspec.inspect.Type, words: str) -> str:
    if words:
        return words
    if isinstance(kind, msgspec.inspect.IntType):
        return f"a whole number from {kind.ge} to {kind.le}"
    if isinstance(kind, msgspec.inspect.LiteralType):
        return "one of " + ", ".join(str(value) for value in kind.values)
    return "text"


def _field(field: msgspec.inspect.Field) -> _Field:
    choices = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
    described = next((each for each in choices if isinstance(each, msgspec.inspect.Metadata)), None)
    if described is None or described.extra is None or described.extra_json_schema is None:
        raise TypeError(f"the setting {field.name} has no description")
    default = "~/.local/share/warmline" if field.name == "data_dir" else field.default
    return _Field(
        name=field.name,
        description=described.extra_json_schema["description"],
        secret=described.extra["secret"],
        expects=_expects(described.type, described.extra["expects"]),
        default="none" if default is None else str(default),
    )


def _fields() -> dict[str, _Field]:
    found = msgspec.inspect.type_info(Settings)
    if not isinstance(found, msgspec.inspect.StructType):
        raise TypeError("Settings is not a struct")
    return {field.name: _field(field) for field in found.fields}


FIELDS = _fields()


def _safe(value: Any, field: _Field) -> Any:
    if not field.secret or value is None:
        return value
    if "://" not in value:
        return HIDDEN
    parts = urlsplit(value)
    host = parts.netloc.rpartition("@")[2]
    user = f"{parts.username}:{HIDDEN}@" if parts.username else ""
    return urlunsplit(parts._replace(netloc=user + host, query=HIDDEN if parts.query else ""))


def load(env: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """The settings of this process: ``WARMLINE_*`` variables over the settings file over the defaults.

    ``file`` stands for a file named on the command line; otherwise the first that there is of ``WARMLINE_CONFIG``,
    ``./warmline.toml`` and ``warmline.toml`` in the data directory. Raises a ``SettingsError`` that names the setting.
    """
    env = os.environ if env is None else env
    path = _find_file(env, file)
    values = _from_file(path) if path else {}
    values.update(_from_environment(env))
    return Settings(**values)


def _find_file(env: Mapping[str, str], file: Path | None) -> Path | None:
    named = file or (Path(env[FILE_VARIABLE]) if env.get(FILE_VARIABLE) else None)
    if named:
        return named.expanduser()
    data_dir = env.get(f"{PREFIX}DATA_DIR")
    homes = [Path("."), Path(data_dir).expanduser() if data_dir else Settings().data_dir]
    return next((home / "warmline.toml" for home in homes if (home / "warmline.toml").exists()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsFileUnreadable(path=path, problem=error) from error
    for name in table:
        if name not in FIELDS:
            raise SettingUnknown(name=name, source=path, hint=_hint(name, list(FIELDS)))
    return {name: _convert(FIELDS[name], value, f"{path}", name) for name, value in table.items()}


def _from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    known = {field.variable: field for field in FIELDS.values()}
    values = {}
    for variable, text in env.items():
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        if variable not in known:
            raise SettingUnknown(name=variable, source="environment", hint=_hint(variable, [*known, FILE_VARIABLE]))
        # Compose files pass variables that nobody has set as empty text.
        if text != "":
            values[known[variable].name] = _convert(known[variable], text, "environment", variable)
    return values


def _hint(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _convert(field: _Field, value: Any, source: str, name: str) -> Any:
    kind = Settings.__annotations__[field.name]
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=_to_path)
    except (msgspec.ValidationError, TypeError) as error:
        shown = "its value (not shown)" if field.secret else repr(value)
        raise SettingInvalid(
            name=name, source=source, value=shown, expects=field.expects, default=field.default
        ) from error


def _to_path(kind: type, value: Any) -> Any:
    if kind is not Path or not isinstance(value, str):
        raise TypeError(f"{value!r} is not a path")
    return Path(value).expanduser().absolute()


def reference() -> str:
    """The page ``docs/reference/settings.md``."""
    lines = [
        "# Settings",
        "",
        "<!-- Made by `make docs` from src/warmline/kit/settings.py; change it there. -->",
        "",
        "A setting is an environment variable, or a line in a TOML file under the same name in small letters without",
        "`WARMLINE_`. The environment wins over the file, and the file over the default; an empty variable counts as",
        "not set. The file is the first that there is of the one named in `WARMLINE_CONFIG`, `warmline.toml` in the",
        "working directory, and `warmline.toml` in the data directory. An unknown name is an error in both.",
        "",
    ]
    for field in FIELDS.values():
        lines += [f"## `{field.variable}`", "", field.description, ""]
        lines += [f"- in the file: `{field.name}`", f"- value: {field.expects}", f"- default: `{field.default}`", ""]
    return "\n".join(lines).rstrip() + "\n"
