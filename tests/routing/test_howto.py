"""The calls of docs/howto/set-up-routing.md work as they stand there, in their order."""

import json
import re
from pathlib import Path

from tests.application import Person
from warmline.kit.errors import subclasses

PAGE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "set-up-routing.md"


async def test_every_call_on_the_page_succeeds(admin: Person) -> None:
    ids = {"me": str(admin.agent_id)}
    calls = re.findall(r"```http\n(\w+) (\S.*?)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(calls) >= 9
    for method, *texts in calls:
        path, body = [re.sub(r"<id of ([\w-]+)>", lambda found: ids[found[1]], text) for text in texts]
        answer = await admin.request(method, path, json=json.loads(body))
        assert answer.is_success, f"{method} {path}: {answer.text}"
        if answer.status_code == 201:
            ids[answer.json()["code"]] = answer.json()["id"]
    queue = (await admin.get(f"/queues/{ids['service']}")).json()
    assert (queue["skills"], len(queue["rings"])) == ({"french": 3}, 2)


def test_every_failure_on_the_page_is_an_error() -> None:
    known = {(str(each.status), each.code()) for each in subclasses()}
    named = set(re.findall(r"^\| (\d{3}) `(\w+)`", PAGE.read_text(), re.MULTILINE))
    assert len(named) >= 9
    assert named - known == set()
