"""The demo: a small insurer at work, on real dialogues, through the real ways in."""

import time
from typing import TYPE_CHECKING

from warmline.cli import show
from warmline.cli.demo.outbox import Outbox, post_office
from warmline.cli.ground import Ground, quiet
from warmline.kit.errors import WarmlineError

if TYPE_CHECKING:
    from warmline.accounts import Organization
    from warmline.kit.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class DemoUnfinished(WarmlineError):
    """An earlier load of the demo was broken off. Take another data directory (WARMLINE_DATA_DIR), or delete
    {data_dir} if there is nothing else in it."""


class DemoExposed(WarmlineError):
    """The demo's passwords are printed and known to all, and {host} can be reached from elsewhere. Leave WARMLINE_HOST
    out, or say --anywhere."""


def show_demo(found: "Settings", *, serve: bool, seed: int, anywhere: bool, json: bool) -> None:
    """Load it where it is not loaded, say where everything is, and serve it."""
    import uvloop

    from warmline.app.serving import serve as run
    from warmline.kit import log, migrate
    from warmline.kit.db import Database
    from warmline.kit.postgres.reach import reach

    if serve and not anywhere and found.host not in LOOPBACK:
        raise DemoExposed(host=found.host)
    log.set_up(quiet(found))
    outbox = Outbox(found.data_dir / "demo-outbox") if serve else None
    try:
        with reach(found) as addresses:

            async def work() -> None:
                await migrate.bring_up_to_date(found, addresses)
                # What a crash would lose is only the demo, which says so and is loaded again.
                db = await Database.open(addresses.app, size=4, synchronous_commit="off")
                try:
                    await _prepare(Ground(found, db), seed, outbox, json=json)
                finally:
                    await db.close()

            uvloop.run(work())
            if serve:
                log.set_up(found)
                run(found, ready=lambda _: show.note("Serving; Ctrl-C stops it."))
    finally:
        if outbox:
            outbox.close()


async def _prepare(ground: Ground, seed: int, outbox: Outbox | None, *, json: bool) -> None:
    from warmline.cli.demo.loading import load, sign_ins

    began = time.monotonic()
    organization, new = await load(ground, seed)
    if organization.settings.get("demo") == "loading":
        raise DemoUnfinished(data_dir=ground.settings.data_dir)
    mail_port = await post_office(ground, organization.id, outbox) if outbox else None
    seconds = time.monotonic() - began
    places = await _places(ground, organization, outbox, mail_port)
    if json:
        show.out({"loaded": new, "seconds": round(seconds, 1), **places, "sign_in": sign_ins()})
        return
    show.line(f"The demo {'was loaded' if new else 'is there already'} ({seconds:.1f} s).\n")
    for name, place in places.items():
        show.line(f"  {name.replace('_', ' '):<12} {place}")
    show.line()
    show.table(
        ["sign in as", "password", "who"], [[each["email"], each["password"], each["who"]] for each in sign_ins()]
    )


async def _places(
    ground: Ground, organization: "Organization", outbox: Outbox | None, mail_port: int | None
) -> dict[str, str]:
    from warmline.channels import list_accounts
    from warmline.cli.ground import actor_of

    base = ground.settings.base_url
    async with ground.db.transaction(organization.id) as conn:
        accounts = await list_accounts(conn, actor_of(organization.id))
    chat = next((each for each in accounts if each.connector == "webchat"), None)
    places = {"desk": f"{base}/", "interface": f"{base}/docs"}
    if chat:
        places["chat"] = f"{base}/channels/webchat/{chat.id}/page"
    if outbox and mail_port:
        boxes = ", ".join(each.address for each in accounts if each.connector == "email")
        places["mail_in"] = f"SMTP on 127.0.0.1:{mail_port}, for {boxes}"
        places["mail_out"] = str(outbox.folder)
    return places
