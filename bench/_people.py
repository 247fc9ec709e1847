"""A made-up customer base with known duplicates: people, households, and second records with slips of the pen.

Names, streets and suburbs are drawn from the Febrl sets as often as they occur there, so common ones are common. What
is drawn is independent of each other, which real bases are not; read the figures as times and memory, not as quality.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from warmline.customers.duplicates.people import Person

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
# Of a hundred records, so many are a second record of somebody, and so many live with the one before.
SECOND, HOUSEHOLD = 5, 25
BORN_FIRST, BORN_DAYS = date(1930, 1, 1), 28_000


def pools() -> dict[str, list[str]]:
    """The values of Febrl 2 and 3, each as often as it occurs."""
    found: dict[str, list[str]] = {"given_name": [], "surname": [], "address_1": [], "suburb": [], "postcode": []}
    for number in (2, 3):
        with (SHARED / f"data/febrl/dataset{number}.csv").open(newline="") as file:
            for each in csv.DictReader(file, skipinitialspace=True):
                for name, values in found.items():
                    if each[name]:
                        values.append(each[name])
    return found


def people(count: int, seed: int = 7) -> Iterator[tuple[Person, str]]:
    """Records, each with the person whom it is of."""
    pool, chance = pools(), random.Random(seed)
    last: Person | None = None
    owner = ""
    for number in range(count):
        kind = chance.randrange(100)
        if last and kind < SECOND:
            yield _again(last, f"c{number}", chance), owner
            continue
        owner = f"p{number}"
        home = last if last and kind < SECOND + HOUSEHOLD else None
        last = _person(f"c{number}", pool, chance, home)
        yield last, owner


def _person(id_: str, pool: dict[str, list[str]], chance: random.Random, home: Person | None) -> Person:
    given, family = chance.choice(pool["given_name"]), home.family_name if home else chance.choice(pool["surname"])
    street = home.street if home else f"{chance.randrange(1, 200)} {chance.choice(pool['address_1'])}"
    born = BORN_FIRST + timedelta(days=chance.randrange(BORN_DAYS))
    return Person(
        id=id_,
        given_name=given,
        family_name=family,
        date_of_birth=born.isoformat() if chance.random() < 0.8 else None,
        street=street,
        city=home.city if home else chance.choice(pool["suburb"]),
        postcode=home.postcode if home else chance.choice(pool["postcode"]),
        emails=(f"{given}.{family}{chance.randrange(1000)}@example.com".replace(" ", ""),),
        phones=(f"+614{chance.randrange(10**8):08}",) if chance.random() < 0.7 else (),
    )


def _again(person: Person, id_: str, chance: random.Random) -> Person:
    """A second record: another address of mail, a slip in one field in four, and one in five left out."""

    def written(value: str | None) -> str | None:
        if value is None or chance.random() < 0.2:
            return None
        return slip(value, chance) if chance.random() < 0.25 else value

    return Person(
        id=id_,
        given_name=written(person.given_name) or person.given_name,
        family_name=written(person.family_name) or person.family_name,
        date_of_birth=person.date_of_birth if chance.random() < 0.8 else None,
        street=written(person.street),
        city=written(person.city),
        postcode=written(person.postcode),
        emails=(f"x{chance.randrange(10**9)}@example.org",),
        phones=person.phones if chance.random() < 0.5 else (f"+614{chance.randrange(10**8):08}",),
    )


def slip(text: str, chance: random.Random) -> str:
    """A letter left out, doubled, or changed places with the next."""
    at = chance.randrange(len(text))
    kind = chance.randrange(3)
    if kind == 0 and len(text) > 2:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
