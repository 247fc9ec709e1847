"""Begin an organisation with what it cannot do without: people, words and a queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from warmline.cli import show
from warmline.cli.ground import Ground, actor_of

if TYPE_CHECKING:
    from warmline.accounts import Begun, Organization
    from warmline.kit.db import Database
    from warmline.kit.settings import Settings

PACKS = ("insurance", "financial_services")
DEFAULT, EMAIL, ADMINISTRATOR = "Default", "admin@localhost", "Administrator"
QUEUE, QUEUE_NAME = "general", "General"


async def begin(
    db: "Database",
    name: str,
    *,
    email: str = EMAIL,
    admin_name: str = ADMINISTRATOR,
    password: str | None = None,
    packs: Sequence[str] = PACKS,
    locale: str = "en",
    time_zone: str = "UTC",
) -> "Begun":
    """All of it, or nothing. Raises ``OrganizationExists``, and what the slices raise for wrong values."""
    from warmline.accounts import create_organization, organizations
    from warmline.cli.errors import OrganizationExists
    from warmline.governance import install_pack
    from warmline.kit.ids import new_id
    from warmline.routing import NewQueue, create_queue

    if any(each.name.casefold() == name.casefold() for each in await organizations(db)):
        raise OrganizationExists(name=name)
    async with db.transaction(new_id()) as conn:
        begun = await create_organization(
            conn,
            name=name,
            admin_email=email,
            admin_password=password,
            admin_name=admin_name,
            locale=locale,
            time_zone=time_zone,
        )
        actor = actor_of(begun.organization.id)
        for pack in packs:
            await install_pack(conn, actor, pack)
        await create_queue(conn, actor, NewQueue(code=QUEUE, name=QUEUE_NAME))
    return begun


def tell(begun: "Begun", *, json: bool = False) -> None:
    """Say how to sign in. The password is shown this once."""
    if json:
        show.out(
            {
                "organization": begun.organization,
                "administrator": begun.administrator.email,
                "password": begun.password,
            }
        )
        return
    show.line(f"Began the organisation {begun.organization.name} ({begun.organization.id}).")
    show.line(_sign_in(begun))


def _sign_in(begun: "Begun") -> str:
    secret = f"password {begun.password} (shown this once)" if begun.password else "the password that you gave"
    email = begun.administrator.email
    return f"Sign in as {email}, {secret}. For another: warmline agent password {email}"


async def ensure(ground: Ground, name: str | None) -> "Organization":
    """The organisation of that name or the only one; where there is none at all, one is begun."""
    if not await ground.organizations():
        begun = await begin(ground.db, name or DEFAULT)
        show.note(f"There was no organisation, so {begun.organization.name} was begun. {_sign_in(begun)}")
        return begun.organization
    return await ground.organization(name)


def begin_if_empty(found: "Settings") -> None:
    """Begin an organisation on an installation that has none. The caller serves next, so the log stays as it is."""
    import uvloop

    from warmline.kit import migrate
    from warmline.kit.db import Database
    from warmline.kit.postgres.reach import reach

    with reach(found) as addresses:

        async def run() -> None:
            await migrate.bring_up_to_date(found, addresses)
            db = await Database.open(addresses.app, size=2)
            try:
                ground = Ground(found, db)
                if not await ground.organizations():
                    await ensure(ground, None)
            finally:
                await db.close()

        uvloop.run(run())


__all__ = ["begin", "begin_if_empty", "ensure", "tell"]
