"""Where contacts come in: channel accounts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import typer

from warmline.cli import show
from warmline.cli.errors import EntryUnknown, WrongUsage
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.channels import ChannelAccount
    from warmline.kit.db import Conn
    from warmline.routing import QueueView

channel = typer.Typer(help="Channel accounts: mailboxes, numbers, chat widgets.", no_args_is_help=True)

SETTING_HELP = (
    "A setting as NAME=VALUE; may be repeated. NAME=@FILE takes the value from a file, and NAME=- from standard input, "
    "which is the way for a password."
)
Chosen = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account, by name, address or id.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(channel, name="channel")


@channel.command("connectors")
def connectors(json: Json = False) -> None:
    """Show the connectors that are installed, their channels and their settings."""

    async def work(ground: Ground) -> None:
        registry = ground.program.channels.registry
        found = [each.manifest for each in registry.connectors.values()]
        if json:
            items = [_described(each) for each in found]
            show.out({"items": items, "problems": registry.problems})
            return
        for each in found:
            show.line(f"{each.code}  {each.name} {each.version}")
            show.line(f"  channels: {', '.join(kind.code for kind in each.channels)}")
            for field in msgspec.structs.fields(each.settings):
                secret = ", secret" if field.encode_name in each.secrets else ""
                default = "required" if field.required else f"default {field.default!r}"
                show.line(f"  --set {field.encode_name}=  ({default}{secret})")
        for code, problem in registry.problems.items():
            show.line(f"{code} cannot be used: {problem}")

    stand(work, json=json)


def _described(manifest: Any) -> dict[str, Any]:
    names = [field.encode_name for field in msgspec.structs.fields(manifest.settings)]
    return {
        "code": manifest.code,
        "name": manifest.name,
        "version": manifest.version,
        "channels": [each.code for each in manifest.channels],
        "settings": names,
        "secrets": sorted(manifest.secrets),
    }


@channel.command("list")
def list_channels(org: Org = None, json: Json = False) -> None:
    """Show the channel accounts and whether they work. Secret settings are not shown."""

    async def work(ground: Ground) -> None:
        from warmline.channels import list_accounts

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await list_accounts(conn, actor)
        columns = {
            "name": "name", "connector": "connector", "channel": "channel", "address": "address", "active": "on",
            "problem": "problem", "id": "id",
        }  # fmt: skip
        nothing = "There are no channel accounts yet."
        show.items([_safe(each) for each in found] if json else found, columns, json=json, nothing=nothing)

    stand(work, json=json)


def _safe(account: "ChannelAccount") -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(account)
    return values | {"secrets": sorted(account.secrets)}


@channel.command("create")
def create_channel(
    connector: Annotated[str, typer.Argument(help="The connector; `warmline channel connectors` shows them.")],
    address: Annotated[str, typer.Option(help="What customers write to: an address, a number, a page.")] = "",
    name: Annotated[str | None, typer.Option(help="What it is called; left out, its address.")] = None,
    channel: Annotated[str | None, typer.Option(help="Which channel, where the connector has several.")] = None,
    queue: Annotated[str | None, typer.Option(help="The queue for what comes in, by its code.")] = None,
    setting: Annotated[list[str] | None, typer.Option("--set", help=SETTING_HELP)] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Set up a channel account."""

    async def work(ground: Ground) -> None:
        from warmline.channels import create_account

        actor, registry = await ground.actor(org), ground.program.channels.registry
        async with ground.db.transaction(actor.org_id) as conn:
            new = await _new(conn, actor, registry, connector, channel, address, name, queue, setting or [])
            made = await create_account(conn, actor, registry, new)
        show.out(_safe(made)) if json else show.line(f"Set up {made.name} ({made.channel}), {made.id}.")

    stand(work, json=json)


async def _new(
    conn: "Conn",
    actor: "Actor",
    registry: Any,
    connector: str,
    channel: str | None,
    address: str,
    name: str | None,
    queue: str | None,
    given: list[str],
) -> Any:
    from warmline.channels import NewAccount

    manifest = registry.get(connector).manifest
    codes = [each.code for each in manifest.channels]
    if channel is None and len(codes) > 1:
        raise WrongUsage(problem=f"{connector} has several channels; name one with --channel: {', '.join(codes)}.")
    return formed(
        NewAccount,
        connector=connector,
        channel=channel or codes[0],
        name=name or address or connector,
        address=address,
        settings=_settings(manifest, given),
        queue_id=await _queue_id(conn, actor, queue),
    )


def _settings(manifest: Any, given: list[str]) -> dict[str, Any]:
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(manifest.settings)}
    found = {}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign:
            raise WrongUsage(problem=f"--set {each}: write it as NAME=VALUE.")
        found[name] = _typed(_text(name, text), fields.get(name, str))
    return found


def _text(name: str, text: str) -> str:
    if text == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if text.startswith("@"):
        try:
            return Path(text[1:]).read_text().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUsage(problem=f"--set {name}: {text[1:]} cannot be read: {error}.") from error
    return text


def _typed(text: str, kind: Any) -> Any:
    """Text as the setting's type where that fits; what does not is refused later, in the connector's words."""
    plain = get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    if plain is str:
        return text
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        pass
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


async def _queue_id(conn: "Conn", actor: "Actor", code: str | None) -> Any:
    from warmline.routing import list_queues

    found: dict[str, QueueView] = {each.code: each for each in await list_queues(conn, actor, size=1000)}
    if code is None:
        return next(iter(found.values())).id if len(found) == 1 else None
    if code not in found:
        raise EntryUnknown(kind="queue", name=code, names=", ".join(found) or "none")
    return found[code].id


@channel.command("disable")
def disable(account: Chosen, org: Org = None, json: Json = False) -> None:
    """Switch a channel account off: nothing comes in and nothing goes out. What it brought stays."""
    _switch(account, org, json, on=False)


@channel.command("enable")
def enable(account: Chosen, org: Org = None, json: Json = False) -> None:
    """Switch a channel account on again."""
    _switch(account, org, json, on=True)


def _switch(account: str, org: str | None, json: bool, *, on: bool) -> None:
    async def work(ground: Ground) -> None:
        from warmline.channels import update_account

        actor, registry = await ground.actor(org), ground.program.channels.registry
        async with ground.db.transaction(actor.org_id) as conn:
            found = await chosen(conn, actor, account)
            changed = await update_account(conn, actor, registry, found.id, active=on)
        show.out(_safe(changed)) if json else show.line(f"{changed.name} is switched {'on' if on else 'off'}.")

    stand(work, json=json)


async def chosen(conn: "Conn", actor: "Actor", wanted: str) -> "ChannelAccount":
    """The account with this name, address or id."""
    from warmline.channels import list_accounts

    accounts = await list_accounts(conn, actor)
    found = [
        each for each in accounts if wanted.casefold() in (each.name.casefold(), each.address.casefold(), str(each.id))
    ]
    if len(found) > 1:
        raise WrongUsage(
            problem=f"{wanted} is several accounts; give the id: {', '.join(str(each.id) for each in found)}."
        )
    if not found:
        raise EntryUnknown(
            kind="channel account", name=wanted, names=", ".join(each.name for each in accounts) or "none"
        )
    return found[0]
