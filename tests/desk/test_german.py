"""The first run in German, from the wizard to the desk: nothing on the pages is English."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.desk.conftest import profile
from tests.desk.test_access import House, house  # noqa: F401 - the fixture of an empty installation
from tests.journeys.branch import PASSWORD
from warmline.cli.beginning import set_up_address

TEXTS = ROOT / "web" / "src" / "texts"
# All that somebody sees or hears of the page.
SAID = """() => {
  const all = [...document.body.querySelectorAll('*')].filter((each) => each.checkVisibility());
  const names = ['aria-label', 'placeholder', 'title', 'alt'];
  const named = all.flatMap((each) => names.map((name) => each.getAttribute(name)));
  const nodes = all.flatMap((each) => [...each.childNodes]).filter((node) => node.nodeType === 3);
  return [...new Set([...named, ...nodes.map((node) => node.data)].map((each) => each?.trim()).filter(Boolean))];
}"""
# What the packs bring is English, whoever reads it: it is the organisation's to change.
PACKS = {
    each for file in (ROOT / "src/warmline/packs").glob("*.toml") for each in re.findall(r'"(.*?)"', file.read_text())
}
SHOWN = {
    "/desk/everything": "Mein Arbeitsplatz",
    "/wall": "Live-Übersicht",
    "/me": "Mein Profil",
    "/admin": "Was möchten Sie einrichten?",
}
# Fewer letters beside the gaps would be found in any language.
LEAST_LETTERS = 3


def texts(language: str) -> dict[str, str]:
    """The catalogue: each text by its file and key."""

    def leaves(node: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}") if isinstance(value, dict) else [(f"{path}.{key}", value)]

    files = sorted((TEXTS / language).glob("*.json"))
    return {key: text for file in files for key, text in leaves(json.loads(file.read_text()), file.stem)}


def pattern(text: str) -> str:
    """What it looks like with its gaps filled."""
    return ".+".join(re.escape(each) for each in re.split(r"{{[^}]*}}", text))


class English:
    """Knows the desk's English texts from its German ones."""

    def __init__(self) -> None:
        german, english = texts("de"), texts("en")
        differ = [each for key, each in english.items() if each != german[key] and self._says_something(each)]
        self._german = re.compile("|".join(pattern(each) for each in german.values() if self._says_something(each)))
        self._english = re.compile("|".join(pattern(each) for each in differ))

    @staticmethod
    def _says_something(text: str) -> bool:
        return len(re.findall(r"[^\W\d_]", re.sub(r"{{[^}]*}}", "", text))) >= LEAST_LETTERS

    def left(self, said: list[str]) -> list[str]:
        """Those that are English and not German."""
        return [each for each in said if each not in PACKS and self._is_english(each)]

    def _is_english(self, text: str) -> bool:
        return self._english.fullmatch(text) is not None and self._german.fullmatch(text) is None


class Reader:
    """Somebody who reads every word of the page."""

    def __init__(self, page: Page) -> None:
        self.page, self.english, self.read = page, English(), 0

    async def is_german(self) -> None:
        await expect(self.page.locator("[class*=Skeleton]")).to_have_count(0)
        said = await self.page.evaluate(SAID)
        self.read += len(said)
        assert self.english.left(said) == [], self.page.url


@pytest.fixture
async def reader(chromium: Browser, house: House) -> AsyncIterator[Reader]:  # noqa: F811 - the fixture
    """With a browser that prefers German."""
    context = await profile(chromium, house.url, None, language="de-DE")
    yield Reader(await context.new_page())
    await context.close()


async def begin(reader: Reader, address: str) -> None:
    """The organisation, its pack and its chat."""
    page = reader.page
    await page.goto(address)
    await page.get_by_label("Name der Organisation").fill("Nordlicht")
    await page.get_by_label("Ihr Name").fill("Ada Quist")
    await page.get_by_label("E-Mail-Adresse").fill("ada@northlight.example")
    await page.get_by_label(re.compile(r"^Passwort( \*)?$")).fill(PASSWORD)
    await reader.is_german()
    await page.get_by_role("button", name="Beginnen").click()
    await page.get_by_role("checkbox", name="Insurance").click()
    await reader.is_german()
    await page.get_by_role("button", name="Installieren und weiter").click()
    await expect(page.get_by_label("Name des Chats")).to_be_visible()
    await reader.is_german()
    await page.get_by_role("button", name="Chat anlegen").click()


async def finish(reader: Reader) -> None:
    """A colleague, and a message that arrives."""
    page = reader.page
    await page.get_by_role("textbox", name="Name", exact=True).fill("Ruth Okafor")
    await page.get_by_label("E-Mail-Adresse").fill("ruth@northlight.example")
    await reader.is_german()
    await page.get_by_role("button", name="Hinzufügen").click()
    await expect(page.locator("[data-secret]")).to_be_visible()
    await reader.is_german()
    await page.get_by_role("button", name="Weiter").click()
    await page.get_by_label("Nachricht").fill("Meine Scheibe ist gesprungen.")
    await page.get_by_role("button", name="Abschicken").click()
    await expect(page.get_by_text("Angekommen nach")).to_be_visible()
    await reader.is_german()


def test_it_knows_english_from_german() -> None:
    english = English()
    assert english.left(["Sign in", "Anmelden", "Arrived after 1.5 s", "Angekommen nach 1,5 s", "Northlight"]) == [
        "Sign in",
        "Arrived after 1.5 s",
    ]


async def test_the_first_run_is_german_from_the_wizard_to_the_desk(house: House, reader: Reader) -> None:  # noqa: F811
    page = reader.page
    await begin(reader, set_up_address(house.settings))
    assert await page.locator("html").get_attribute("lang") == "de"
    await finish(reader)
    await page.get_by_role("link", name="Fall öffnen").click()
    story = page.get_by_role("region", name="Nachrichten dieses Vorgangs")
    await expect(story.get_by_role("article")).to_contain_text("Meine Scheibe ist gesprungen.")
    await reader.is_german()
    for path, heading in SHOWN.items():
        await page.goto(house.url + path)
        await expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        await reader.is_german()
    assert reader.read > 200, "the pages were not empty"
