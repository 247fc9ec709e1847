"""Load the demo, once."""

from typing import TYPE_CHECKING

from warmline.cli import show
from warmline.cli.demo.dialogues import dialogues
from warmline.cli.demo.office import ADMINISTRATOR, BOSS, NAME, PASSWORD, PEOPLE, note, open_office, take_places
from warmline.cli.demo.plan import stories
from warmline.cli.demo.playing import Play
from warmline.cli.ground import Ground, actor_of
from warmline.kit import clock

if TYPE_CHECKING:
    from warmline.accounts import Organization


async def load(ground: Ground, seed: int) -> "tuple[Organization, bool]":
    """The demo's organisation, and whether it was loaded now."""
    found = await _organization(ground)
    if found is not None:
        return found, False
    from warmline.app.runtime import drain

    program = ground.program
    channels = program.channels
    office = await open_office(ground.db, channels.registry, ground.settings.base_url)
    now = clock.now()
    planned = stories(dialogues(), seed=seed, now=now)
    actor = actor_of(office.org_id)
    scenes = len(planned) + sum(each.moved for each in planned)
    with show.progress("Loading the demo", scenes) as bar:
        await Play(ground.db, channels, office, now, bar).play(planned)
        async with ground.db.transaction(office.org_id) as conn:
            await take_places(conn, actor, office)
        await drain(program, office.org_id)
    async with ground.db.transaction(office.org_id) as conn:
        await note(conn, actor, "loaded")
    made = await _organization(ground)
    assert made, "it was just begun"
    return made, True


async def _organization(ground: Ground) -> "Organization | None":
    return next((each for each in await ground.organizations() if each.name == NAME and "demo" in each.settings), None)


def sign_ins() -> list[dict[str, str]]:
    """Who can sign in, and how."""
    people = [(BOSS, ADMINISTRATOR, "administrator")]
    people += [(each.name, each.email, f"{each.role}, {' and '.join(each.teams) or 'no team'}") for each in PEOPLE]
    return [{"email": email, "password": PASSWORD, "who": f"{name}, {what}"} for name, email, what in people]
