"""Begin an organisation with what it cannot do without: people, words and a queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from warmline.cli import show
from warmline.cli.ground import Ground

if TYPE_CHECKING:
    from warmline.accounts import Begun, Organization
    from warmline.kit.db import Database
    from warmline.kit.settings import Settings

PACKS = ("insurance", "financial_services")
DEFAULT, EMAIL, ADMINISTRATOR = "Default", "admin@localhost", "Administrator"


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
    from warmline.accounts import organizations
    from warmline.api.beginning import begin_organization
    from warmline.cli.errors import OrganizationExists
    from warmline.kit.ids import new_id

    if any(each.name.casefold() == name.casefold() for each in await organizations(db)):
        raise OrganizationExists(name=name)
    async with db.transaction(new_id()) as conn:
        return await begin_organization(
            conn,
            name=name,
            email=email,
            admin_name=admin_name,
            password=password,
            packs=packs,
            locale=locale,
            time_zone=time_zone,
        )


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


def set_up_address(found: "Settings") -> str:
    """Where a browser begins the first organisation. The token is after the #, which browsers send nowhere."""
    from warmline.accounts import set_up_token

    return f"{found.base_url}/setup#{set_up_token(found)}"


__all__ = ["begin", "ensure", "set_up_address", "tell"]
