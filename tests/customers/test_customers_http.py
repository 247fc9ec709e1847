"""Customers over HTTP: what is refused, what is found, and that every look is an event."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.customers.desk import ASSERTED, Desk, claim, cookie, crm, mail
from warmline.customers import merge

SOMEBODY = "00000000-0000-7000-8000-000000000000"


async def entered(web: httpx.AsyncClient, name: str | None = "Ada", *addresses: str, **fields: Any) -> dict[str, Any]:
    handles = [{"scheme": "email", "value": each} for each in addresses]
    body = {"handles": handles, **fields} | ({"display_name": name} if name else {})
    answer = await web.post("/customers", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/customers", None),
        ("GET", f"/customers/{SOMEBODY}", None),
        ("POST", "/customers", {"display_name": "Ada"}),
        ("PATCH", f"/customers/{SOMEBODY}", {"tier": "gold"}),
        ("GET", f"/customers/{SOMEBODY}/handles", None),
        ("GET", f"/handles/{SOMEBODY}", None),
        ("GET", f"/customers/{SOMEBODY}/decisions", None),
        ("GET", f"/identity-decisions/{SOMEBODY}", None),
        ("GET", f"/relationships/{SOMEBODY}", None),
        ("POST", f"/customers/{SOMEBODY}/merge", {"into": SOMEBODY, "reason": "same"}),
    ],
)
async def test_needs_permission(web: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    answer = await web.request(method, path, json=body, headers={"X-May": "queue.read"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    "path",
    [
        f"/customers/{SOMEBODY}",
        f"/customers/{SOMEBODY}/handles",
        f"/customers/{SOMEBODY}/decisions",
        f"/customers/{SOMEBODY}/relationships",
        f"/handles/{SOMEBODY}",
        f"/identity-decisions/{SOMEBODY}",
        f"/relationships/{SOMEBODY}",
    ],
)
async def test_missing_is_not_found(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"].endswith("_not_found")


async def test_nobody_without_name_or_handle(web: httpx.AsyncClient) -> None:
    answer = await web.post("/customers", json={"tier": "gold"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "display_name"


async def test_wrong_fields_are_named(web: httpx.AsyncClient) -> None:
    answer = await web.post("/customers", json={"display_name": "Ada", "language": "english!"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "language"


async def test_taken_handle_creates_nothing(web: httpx.AsyncClient, desk: Desk) -> None:
    await entered(web, "Ada", "ada@example.com")
    handles = [{"scheme": "email", "value": "new@example.com"}, {"scheme": "email", "value": "ADA@example.com"}]
    answer = await web.post("/customers", json={"display_name": "Bea", "handles": handles})
    assert (answer.status_code, answer.json()["code"]) == (409, "handle_taken")
    assert len(await desk.fetch("select from customer")) == 1
    assert len(await desk.fetch("select from handle")) == 1


async def test_entered_customer_is_shown_with_its_handles(web: httpx.AsyncClient) -> None:
    made = await entered(web, "Ada", "Ada@Example.com", tier="gold", attributes={"policy_since": 2019})
    answer = await web.get(f"/customers/{made['id']}")
    assert answer.json() == made
    assert answer.headers["etag"] == f'"{made["version"]}"'
    assert [(each["scheme"], each["value"]) for each in made["handles"]] == [("email", "ada@example.com")]
    assert made["attributes"] == {"policy_since": 2019}


async def test_customer_without_a_name_is_called_by_its_address(web: httpx.AsyncClient) -> None:
    made = await entered(web, None, "ada@example.com")
    assert (made["display_name"], made["named"]) == ("ada@example.com", False)


async def test_a_stale_change_is_refused(web: httpx.AsyncClient) -> None:
    made = await entered(web)
    path, tag = f"/customers/{made['id']}", {"If-Match": f'"{made["version"]}"'}
    first = await web.patch(path, json={"tier": "gold"}, headers=tag)
    assert (first.status_code, first.json()["tier"]) == (200, "gold")
    second = await web.patch(path, json={"tier": "silver"}, headers=tag)
    assert (second.status_code, second.json()["code"]) == (412, "stale")


async def test_change_is_an_event_without_what_is_personal(web: httpx.AsyncClient, desk: Desk) -> None:
    made = await entered(web, tier="gold")
    change = {"display_name": "Bea", "tier": "silver", "attributes": {"policy_since": 2019}}
    await web.patch(f"/customers/{made['id']}", json=change)
    (event,) = await desk.events("customer.updated")
    assert event["data"]["fields"] == ["display_name", "tier", "attributes.policy_since"]
    assert (event["data"]["before"], event["data"]["after"]) == ({"tier": "gold"}, {"tier": "silver"})
    assert "Bea" not in str(event["data"])
    assert event["actor"] == desk.actor.ref


async def test_change_of_nothing_is_no_event(web: httpx.AsyncClient, desk: Desk) -> None:
    made = await entered(web, tier="gold")
    same = await web.patch(f"/customers/{made['id']}", json={"tier": "gold"})
    assert same.json() == made
    assert await desk.events("customer.updated") == []


async def test_every_look_is_an_event(web: httpx.AsyncClient, desk: Desk) -> None:
    made = await entered(web, "Ada", "ada@example.com")
    for part in ("", "/handles", "/decisions", "/relationships"):
        assert (await web.get(f"/customers/{made['id']}{part}")).status_code == 200
    await web.get(f"/handles/{made['handles'][0]['id']}")
    viewed = await desk.events("customer.viewed")
    assert [each["data"]["view"] for each in viewed] == ["profile", "handles", "decisions", "relationships", "handle"]
    await web.get("/customers", params={"name": "a"})
    (searched,) = await desk.events("customer.searched")
    assert searched["data"] == {"by": ["name"], "customer_ids": [made["id"]]}


async def test_list_reads_on_by_key(web: httpx.AsyncClient) -> None:
    made = [(await entered(web, f"Person {number}"))["id"] for number in range(5)]
    seen: list[str] = []
    after = None
    while True:
        query = {"limit": "2"} | ({"after": after} if after else {})
        answer = (await web.get("/customers", params=query)).json()
        seen += [each["id"] for each in answer["items"]]
        after = answer["next"]
        if after is None:
            break
    assert seen == made[::-1]


async def test_search_by_name_finds_each_once(web: httpx.AsyncClient, desk: Desk) -> None:
    made = {name: (await entered(web, name))["id"] for name in ("Ada Byron", "Ada King", "ADAM", "Bea", "Lovelace")}
    await desk.do(merge, UUID(made["Ada King"]), into_id=UUID(made["Lovelace"]), reason="married")
    await desk.do(merge, UUID(made["Ada Byron"]), into_id=UUID(made["Lovelace"]), reason="maiden name")
    seen: list[str] = []
    after = None
    for _ in range(2):
        query = {"name": "ada", "limit": "1"} | ({"after": after} if after else {})
        answer = (await web.get("/customers", params=query)).json()
        seen += [each["id"] for each in answer["items"]]
        after = answer["next"]
    assert seen == [made["Lovelace"], made["ADAM"]]
    assert after is None


@pytest.mark.parametrize("query", [{"name": "%"}, {"name": "_da"}, {"handle": "nobody@example.com"}])
async def test_search_finds_nobody(web: httpx.AsyncClient, query: dict[str, str]) -> None:
    await entered(web, "Ada", "ada@example.com")
    assert (await web.get("/customers", params=query)).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"handle": "ADA@example.com"}, True),
        ({"handle": "mailto:ada@example.com", "scheme": "email"}, True),
        ({"handle": "+1 (215) 555-0183"}, True),
        ({"handle": "N1"}, True),
        ({"handle": "N1", "scheme": "email"}, False),
    ],
)
async def test_search_by_handle_in_any_spelling(
    web: httpx.AsyncClient, desk: Desk, query: dict[str, str], *, found: bool
) -> None:
    phone = {"scheme": "phone", "value": "+12155550183"}
    number = {"scheme": "crm_id", "value": "N1"}
    address = {"scheme": "email", "value": "ada@example.com"}
    made = (await web.post("/customers", json={"handles": [phone, number, address]})).json()
    answer = (await web.get("/customers", params=query)).json()
    assert [each["id"] for each in answer["items"]] == ([made["id"]] if found else [])


async def test_link_and_unlink(web: httpx.AsyncClient) -> None:
    made = await entered(web)
    body = {"scheme": "phone", "value": "+1 215 555 0183", "reason": "she called"}
    linked = await web.post(f"/customers/{made['id']}/handles", json=body)
    assert (linked.status_code, linked.json()["value"]) == (201, "+12155550183")
    path = f"/customers/{made['id']}/handles/{linked.json()['id']}"
    assert (await web.delete(path)).status_code == 422
    free = await web.delete(path, params={"reason": "not her number"})
    assert (free.status_code, free.json()["customer_id"]) == (200, None)
    again = await web.delete(path, params={"reason": "not her number"})
    assert (again.status_code, again.json()["code"]) == (409, "handle_not_linked")


async def test_handle_is_verified_and_unreachable(web: httpx.AsyncClient) -> None:
    made = await entered(web, "Ada", "ada@example.com")
    path = f"/handles/{made['handles'][0]['id']}"
    record = (await web.get(path)).json()
    change = {"verification": "verified", "unreachable": "mailbox full"}
    changed = await web.patch(path, json=change, headers={"If-Match": f'"{record["version"]}"'})
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in change} == change
    stale = await web.patch(path, json={"unreachable": None}, headers={"If-Match": f'"{record["version"]}"'})
    assert stale.status_code == 412
    shown = (await web.get(f"/customers/{made['id']}")).json()
    assert shown["handles"][0]["unreachable"] == "mailbox full"


async def test_merge_unmerge_and_look_back(web: httpx.AsyncClient) -> None:
    ada, ann = await entered(web, "Ada", "ada@example.com"), await entered(web, "Ann", "ann@example.com")
    path = f"/customers/{ann['id']}"
    merged = await web.post(f"{path}/merge", json={"into": ada["id"], "reason": "the same passport", "score": 0.9})
    assert (merged.status_code, merged.json()["kind"]) == (200, "merge")
    shown = (await web.get(f"/customers/{ada['id']}")).json()
    assert (shown["members"], len(shown["handles"])) == ([ann["id"]], 2)
    listed = (await web.get("/customers")).json()["items"]
    assert [each["id"] for each in listed] == [ada["id"]]
    apart = await web.post(f"{path}/unmerge", json={"reason": "another passport"})
    assert apart.json()["undoes"] == merged.json()["id"]
    decisions = (await web.get(f"{path}/decisions")).json()["items"]
    assert [each["kind"] for each in decisions] == ["unmerge", "merge", "link"]
    back = await web.post(f"/identity-decisions/{apart.json()['id']}/undo", json={"reason": "it was right"})
    assert (back.status_code, back.json()["kind"]) == (200, "merge")
    assert (await web.get(f"/identity-decisions/{back.json()['id']}")).json() == back.json()


async def test_why_a_customer_is_who_they_are(web: httpx.AsyncClient, desk: Desk) -> None:
    await desk.resolve(claim(mail(), crm("N1")), claim(cookie(), mail(verification=ASSERTED)))
    (customer,) = (await web.get("/customers")).json()["items"]
    decisions = (await web.get(f"/customers/{customer['id']}/decisions", params={"limit": 2})).json()
    assert [each["rule"] for each in decisions["items"]] == ["asserted_together", "verified_together"]
    assert [each["kind"] for each in decisions["items"][0]["evidence"]] == ["contact", "handle"]
    rest = (await web.get(f"/customers/{customer['id']}/decisions", params={"after": decisions["next"]})).json()
    assert [each["rule"] for each in rest["items"]] == ["first_contact"]


async def test_relationships_are_ended_not_deleted(web: httpx.AsyncClient) -> None:
    ada, bea = await entered(web, "Ada"), await entered(web, "Bea")
    path, body = f"/customers/{ada['id']}/relationships", {"other_customer_id": bea["id"], "kind": "broker_of"}
    made = await web.post(path, json=body)
    assert made.status_code == 201
    assert (await web.post(path, json=body)).json()["code"] == "already_related"
    selfish = {"other_customer_id": ada["id"], "kind": "employer"}
    assert (await web.post(path, json=selfish)).json()["code"] == "related_to_itself"
    one = f"/relationships/{made.json()['id']}"
    assert (await web.delete(one)).json()["ended_at"]
    assert (await web.delete(one)).json()["code"] == "relationship_over"
    seen = (await web.get(f"/customers/{bea['id']}/relationships")).json()["items"]
    assert [each["id"] for each in seen] == [made.json()["id"]]
    assert (await web.post(path, json=body)).status_code == 201


async def test_a_household_has_no_sides(web: httpx.AsyncClient) -> None:
    ada, bea = await entered(web, "Ada"), await entered(web, "Bea")
    for one, two, status in ((ada, bea, 201), (bea, ada, 409)):
        body = {"other_customer_id": two["id"], "kind": "household"}
        assert (await web.post(f"/customers/{one['id']}/relationships", json=body)).status_code == status


async def test_the_same_request_twice_is_one_customer(web: httpx.AsyncClient, desk: Desk) -> None:
    answers = [
        await web.post("/customers", json={"display_name": "Ada"}, headers={"Idempotency-Key": "once"})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(await desk.fetch("select from customer")) == 1
