"""Events that cannot be handled: put aside, shown, run again; everything else goes on."""

from uuid import UUID

import pytest

from tests.kit.notes import NoteWritten, copied, copy, texts, write
from warmline.kit.db import Conn, Database
from warmline.kit.errors import NotFound
from warmline.kit.events import Recorded
from warmline.kit.ids import new_id
from warmline.kit.reactions import ReactionUnknown, Reactor, dead_letters, reacts_to, retry_dead_letter
from warmline.kit.reactions.model import registry

poison = {"poison"}


@reacts_to(NoteWritten, name="test.poison")
async def choke(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Copies all but poison."""
    await copy(conn, org_id, batch)
    if poison & set(texts(batch)):
        raise ValueError("cannot swallow this: \x00")


@pytest.fixture(autouse=True)
def _poison() -> None:
    poison.clear()
    poison.add("poison")


async def test_unknown_letter_is_not_found(db: Database, org: UUID) -> None:
    with pytest.raises(NotFound):
        await retry_dead_letter(db, org, new_id())


async def test_poison_is_put_aside_and_the_rest_goes_on(db: Database, org: UUID) -> None:
    fine = reacts_to(NoteWritten, name="test.beside")(copy)
    numbers = [f"{n:02}" for n in range(40)]
    await write(db, org, *numbers[:20], "poison", *numbers[20:])
    await Reactor(db, [choke]).drain(org)
    assert await copied(db, org) == numbers
    [letter] = await dead_letters(db, org)
    assert (letter.reaction, letter.type, letter.attempts) == ("test.poison", NoteWritten.type, 3)
    assert "ValueError: cannot swallow this" in letter.error
    await Reactor(db, [fine]).drain(org)
    assert (await copied(db, org))[40:] == [*numbers[:20], "poison", *numbers[20:]]


async def test_another_organisation_sees_and_retries_nothing(db: Database, org: UUID, other_org: UUID) -> None:
    await write(db, org, "poison")
    await Reactor(db, [choke]).drain(org)
    [letter] = await dead_letters(db, org)
    assert await dead_letters(db, other_org) == []
    with pytest.raises(NotFound):
        await retry_dead_letter(db, other_org, letter.id)


async def test_failed_retry_keeps_the_letter(db: Database, org: UUID) -> None:
    await write(db, org, "poison")
    await Reactor(db, [choke]).drain(org)
    [letter] = await dead_letters(db, org)
    with pytest.raises(ValueError, match="swallow"):
        await retry_dead_letter(db, org, letter.id)
    [again] = await dead_letters(db, org)
    assert (again.id, again.attempts) == (letter.id, 4)
    assert await copied(db, org) == []


async def test_mended_event_is_handled_once(db: Database, org: UUID) -> None:
    await write(db, org, "a", "poison", "b")
    await Reactor(db, [choke]).drain(org)
    poison.clear()
    [letter] = await dead_letters(db, org)
    await retry_dead_letter(db, org, letter.id)
    assert await copied(db, org) == ["a", "b", "poison"]
    assert await dead_letters(db, org) == []
    with pytest.raises(NotFound):
        await retry_dead_letter(db, org, letter.id)


async def test_event_that_cannot_be_read_is_put_aside(db: Database, org: UUID) -> None:
    await write(db, org, "a")
    async with db.transaction(org) as conn:
        await conn.execute(
            "insert into event (org_id, at, actor, type, data) values ($1, now(), 'system:old', $2, '{}')",
            org,
            NoteWritten.type,
        )
    await write(db, org, "b")
    await Reactor(db, [choke]).drain(org)
    assert await copied(db, org) == ["a", "b"]
    assert ["ValidationError" in letter.error for letter in await dead_letters(db, org)] == [True]


async def test_letter_of_a_reaction_that_is_gone_is_refused(db: Database, org: UUID) -> None:
    gone = reacts_to(NoteWritten, name="test.gone")(choke.handle)
    await write(db, org, "poison")
    await Reactor(db, [gone]).drain(org)
    [letter] = await dead_letters(db, org)
    del registry["test.gone"]
    with pytest.raises(ReactionUnknown):
        await retry_dead_letter(db, org, letter.id)


async def test_letters_come_in_pages(db: Database, org: UUID) -> None:
    poison.update("123")
    await write(db, org, "1", "2", "3")
    await Reactor(db, [choke]).drain(org)
    first = await dead_letters(db, org, limit=2)
    assert len(first) == 2
    rest = await dead_letters(db, org, before=first[-1].id, limit=2)
    assert len(rest) == 1
    assert [letter.seq for letter in [*first, *rest]] == sorted((each.seq for each in [*first, *rest]), reverse=True)
