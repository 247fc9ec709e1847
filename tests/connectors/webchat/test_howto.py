"""What docs/howto/embed-the-chat.md tells a site to write is what the chat believes."""

import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.conftest import ROOT
from warmline.connectors.webchat.identity import Identity, verify

SECRET = "0123456789abcdef0123456789abcdef"
PAGE = (ROOT / "docs" / "howto" / "embed-the-chat.md").read_text()


def block(language: str, containing: str) -> str:
    """The block of the page in this language with this in it."""
    found = [each for each in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if containing in each]
    assert len(found) == 1, f"{len(found)} blocks in {language} with {containing}"
    return str(found[0])


def python(*arguments: str) -> Any:
    names: dict[str, Callable[..., Any]] = {}
    exec(block("python", "def chat_identity"), names)
    return names["chat_identity"](*arguments)


def node(*arguments: str) -> Any:
    given = ", ".join(msgspec.json.encode(each).decode() for each in arguments)
    code = block("js", "function chatIdentity") + f"\nprocess.stdout.write(JSON.stringify(chatIdentity({given})))"
    done = subprocess.run(["node", "-e", code], capture_output=True, check=True, timeout=60)
    return msgspec.json.decode(done.stdout)


@pytest.mark.parametrize("sign", [python, node], ids=["python", "node"])
@pytest.mark.parametrize("claims", [("C-4711",), ("C-4711", "kim@example.com", "Kim Dœ 👋")])
def test_what_a_site_signs_as_shown_is_believed(sign: Callable[..., Any], claims: tuple[str, ...]) -> None:
    assert sign is not node or shutil.which("node"), "the tests need Node"
    proved = verify(msgspec.convert(sign(SECRET, *claims), Identity), SECRET)
    assert (proved.user_id, proved.user_email, proved.name) == (*claims, None, None)[:3]
