"""Vocabularies, terms, capture templates and industry packs."""

import re
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.application import Hire, Person, problem
from warmline.accounts import Actor, system
from warmline.governance import (
    SNAPSHOTS,
    active_terms,
    capture_template,
    install_pack,
    pack_names,
    read_pack,
    require_term,
    vocabulary_version,
)
from warmline.governance.errors import TermNotInUse, TermUnknown
from warmline.kit.db import Database
from warmline.kit.events import registry

CODE = re.compile(r"[a-z0-9][a-z0-9_.]*")
WORDS = re.compile(r"[a-z0-9]+")


async def told(admin: Person, kind: str) -> list[dict[str, Any]]:
    return await admin.items("/audit", type=kind)


async def vocabulary(admin: Person, code: str = "colour", *terms: str) -> None:
    await admin.made("/vocabularies", code=code, label=code.title())
    for term in terms:
        await admin.made(f"/vocabularies/{code}/terms", code=term, label=term.title())


async def test_needs_sign_in(client: httpx.AsyncClient) -> None:
    for path in ("/vocabularies", "/vocabularies/outcome/terms", "/capture-templates", "/packs", "/audit"):
        problem(await client.get(f"/api/v1{path}"), 401, "unauthorized")


async def test_changing_needs_the_permission(admin: Person, agent_client: Hire) -> None:
    await vocabulary(admin, "colour", "red")
    term = (await admin.items("/vocabularies/colour/terms"))[0]
    agent = await agent_client(permissions={"case.read"})
    assert [each["code"] for each in await agent.items("/vocabularies/colour/terms")] == ["red"]
    problem(await agent.post("/vocabularies", json={"code": "x", "label": "X"}), 403, "forbidden")
    problem(await agent.patch("/vocabularies/colour", json={"label": "X"}), 403, "forbidden")
    problem(await agent.post("/vocabularies/colour/terms", json={"code": "x", "label": "X"}), 403, "forbidden")
    problem(await agent.patch(f"/terms/{term['id']}", json={"label": "X"}), 403, "forbidden")
    problem(await agent.post("/packs/insurance/install"), 403, "forbidden")
    new = {"moment": "wrap_up", "name": "N", "fields": [{"field": "x", "label": "X"}]}
    problem(await agent.post("/capture-templates", json=new), 403, "forbidden")
    made = await admin.made("/capture-templates", **new)
    problem(await agent.patch(f"/capture-templates/{made['id']}", json={"name": "Y"}), 403, "forbidden")
    problem(await agent.delete(f"/capture-templates/{made['id']}"), 403, "forbidden")


async def test_what_is_not_there_is_not_found(admin: Person) -> None:
    problem(await admin.get("/vocabularies/none"), 404, "vocabulary_unknown")
    problem(await admin.get("/vocabularies/none/terms"), 404, "vocabulary_unknown")
    problem(await admin.post("/vocabularies/none/terms", json={"code": "a", "label": "A"}), 404, "vocabulary_unknown")
    problem(await admin.get(f"/terms/{admin.org_id}"), 404, "term_not_found")
    problem(await admin.get(f"/capture-templates/{admin.org_id}"), 404, "template_not_found")
    body = problem(await admin.post("/packs/zoo/install"), 404, "pack_unknown")
    assert "insurance" in body["detail"]


async def test_codes_are_taken_once(admin: Person) -> None:
    await vocabulary(admin, "colour", "red")
    problem(await admin.post("/vocabularies", json={"code": "colour", "label": "C"}), 409, "vocabulary_taken")
    problem(await admin.post("/vocabularies/colour/terms", json={"code": "red", "label": "R"}), 409, "term_taken")


@pytest.mark.parametrize("code", ["", "Red", "rouge é", ".red", "r" * 200])
async def test_a_code_has_a_shape(admin: Person, code: str) -> None:
    await vocabulary(admin)
    answer = await admin.post("/vocabularies/colour/terms", json={"code": code, "label": "R"})
    assert problem(answer, 422, "invalid")["errors"][0]["field"] == "code"


async def test_a_parent_must_be_there_and_not_below(admin: Person) -> None:
    await vocabulary(admin, "colour", "red")
    answer = await admin.post("/vocabularies/colour/terms", json={"code": "x", "label": "X", "parent": "none"})
    assert problem(answer, 422, "invalid")["errors"][0]["field"] == "parent"
    pink = await admin.made("/vocabularies/colour/terms", code="pink", label="Pink", parent="red")
    rose = await admin.made("/vocabularies/colour/terms", code="rose", label="Rose", parent="pink")
    assert (pink["parent"], pink["parent_vocabulary"]) == ("red", "colour")
    red = next(each for each in await admin.items("/vocabularies/colour/terms") if each["code"] == "red")
    for parent in ("red", "rose"):
        problem(await admin.patch(f"/terms/{red['id']}", json={"parent": parent}), 409, "term_of_itself")
    freed = await admin.patch(f"/terms/{rose['id']}", json={"parent": None})
    assert (freed.json()["parent"], freed.json()["parent_vocabulary"]) == (None, None)
    assert [each["code"] for each in await admin.items("/vocabularies/colour/terms", parent="red")] == ["pink"]


async def test_a_change_is_made_on_what_was_seen(admin: Person) -> None:
    await vocabulary(admin, "colour", "red")
    term = (await admin.items("/vocabularies/colour/terms"))[0]
    path = f"/terms/{term['id']}"
    first = await admin.patch(path, json={"label": "Rot"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.json()["label"], first.headers["etag"]) == (200, "Rot", '"2"')
    problem(await admin.patch(path, json={"label": "Rosso"}, headers={"If-Match": '"1"'}), 412, "stale")
    unchanged = await admin.patch(path, json={"label": "Rot"})
    assert unchanged.json()["version"] == 2
    changes = await told(admin, "term.updated")
    assert [each["data"]["before"] for each in changes] == [{"label": "Red"}]
    assert [each["data"]["after"] for each in changes] == [{"label": "Rot"}]
    stale = await admin.patch("/vocabularies/colour", json={"label": "Farbe"}, headers={"If-Match": '"1"'})
    problem(stale, 412, "stale")


async def test_a_deprecated_or_proposed_term_is_not_for_new_records(admin: Person, db: Database) -> None:
    await vocabulary(admin, "colour", "red")
    await admin.made("/vocabularies/colour/terms", code="blue", label="Blue", status="proposed")
    term = (await admin.items("/vocabularies/colour/terms", status="active"))[0]
    async with db.transaction(admin.org_id) as conn:
        await require_term(conn, "colour", "red")
        with pytest.raises(TermNotInUse, match="proposed"):
            await require_term(conn, "colour", "blue")
        before = await vocabulary_version(conn, ["colour"])
    await admin.patch(f"/terms/{term['id']}", json={"status": "deprecated"})
    async with db.transaction(admin.org_id) as conn:
        with pytest.raises(TermNotInUse, match="deprecated"):
            await require_term(conn, "colour", "red")
        assert await active_terms(conn, "colour") == []
        assert await vocabulary_version(conn, ["colour"]) != before


async def test_an_unknown_term_names_the_nearest(db: Database, admin: Person) -> None:
    await vocabulary(admin, "colour", "red", "green", "blue", "light_blue")
    async with db.transaction(admin.org_id) as conn:
        with pytest.raises(TermUnknown) as raised:
            await require_term(conn, "colour", "ligth_blue", field="wrap_up.colour")
    assert raised.value.fields[0].field == "wrap_up.colour"
    assert "Nearest: light_blue, blue" in str(raised.value)


async def test_the_most_specific_template_counts(admin: Person, db: Database) -> None:
    await vocabulary(admin, "inquiry_category", "claim", "billing")
    asked = [{"field": "summary", "label": "Summary"}]
    body: dict[str, Any] = {"moment": "wrap_up", "fields": asked}
    for channel, category in ((None, None), ("voice", None), (None, "claim"), ("voice", "claim")):
        body |= {"name": f"{channel} {category}", "channel": channel, "category": category}
        await admin.made("/capture-templates", **body)
    problem(await admin.post("/capture-templates", json=body), 409, "template_taken")
    async with db.transaction(admin.org_id) as conn:
        for channel, category, name in (
            ("email", "billing", "None None"),
            ("voice", "billing", "voice None"),
            ("email", "claim", "None claim"),
            ("voice", "claim", "voice claim"),
            ("voice", None, "voice None"),
        ):
            found = await capture_template(conn, "wrap_up", channel, category)
            assert found is not None
            assert found.name == name
        assert await capture_template(conn, "hand_off", "voice", "claim") is None


async def test_a_template_names_what_is_wrong_with_it(admin: Person) -> None:
    await vocabulary(admin, "inquiry_category", "claim")
    fields = [
        {"field": "a", "label": "A"},
        {"field": "a", "label": "A again"},
        {"field": "b", "label": "B", "vocabulary": "none"},
    ]
    answer = await admin.post("/capture-templates", json={"moment": "wrap_up", "name": "N", "fields": fields})
    named = [each["field"] for each in problem(answer, 422, "invalid")["errors"]]
    assert named == ["fields[1].field", "fields[2].vocabulary"]
    body = {"moment": "wrap_up", "name": "N", "category": "clam", "fields": fields[:1]}
    answer = await admin.post("/capture-templates", json=body)
    assert problem(answer, 422, "term_unknown")["errors"][0]["field"] == "category"


async def test_a_template_is_changed_and_deleted_with_a_trace(admin: Person) -> None:
    body = {"moment": "hand_off", "name": "N", "fields": [{"field": "a", "label": "A"}]}
    made = await admin.made("/capture-templates", **body)
    path = f"/capture-templates/{made['id']}"
    changed = await admin.patch(path, json={"fields": [{"field": "b", "label": "B", "required": False}]})
    assert changed.json()["fields"] == [{"field": "b", "label": "B", "required": False}]
    assert (await admin.get(path)).json() == changed.json()
    problem(await admin.delete(path, headers={"If-Match": '"1"'}), 412, "stale")
    assert (await admin.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    problem(await admin.get(path), 404, "template_not_found")
    (event,) = await told(admin, "capture_template.deleted")
    assert event["data"]["before"]["fields"] == changed.json()["fields"]


async def test_a_pack_is_installed_once_and_never_takes_away(admin: Person, db: Database) -> None:
    first = await admin.post("/packs/insurance/install")
    assert first.status_code == 200
    assert first.json()["terms"] > 100
    term = (await admin.items("/vocabularies/inquiry_category/terms"))[0]
    await admin.patch(f"/terms/{term['id']}", json={"label": "Ours", "status": "deprecated"})
    again = await admin.post("/packs/insurance/install")
    assert again.json() == {"vocabularies": 0, "terms": 0, "templates": 0}
    kept = (await admin.get(f"/terms/{term['id']}")).json()
    assert (kept["label"], kept["status"]) == ("Ours", "deprecated")
    more = (await admin.post("/packs/financial_services/install")).json()
    assert more["vocabularies"] == 0
    assert more["terms"] > 50
    assert len(await told(admin, "pack.installed")) == 2


async def test_an_installed_pack_can_be_worked_with(db: Database, org: Any) -> None:
    actor = system(org, "tests")
    async with db.transaction(org) as conn:
        await install_pack(conn, actor, "insurance")
        await require_term(conn, "inquiry_category", "claim")
        await require_term(conn, "inquiry_subcategory", "claim.first_notice")
        await require_term(conn, "outcome", "resolved")
        await require_term(conn, "disposition", "information_given")
        special = await capture_template(conn, "hand_off", "email", "claim")
        general = await capture_template(conn, "hand_off", "email", "billing")
    assert special is not None
    assert general is not None
    assert "date_of_loss" in [each["field"] for each in special.fields]
    assert general.name == "Hand-off"


@pytest.mark.parametrize("name", pack_names())
def test_a_pack_is_whole(name: str) -> None:
    pack = read_pack(name)
    assert set(pack.vocabularies) >= set(pack.terms)
    categories = {each.code for each in pack.terms["inquiry_category"]}
    assert len(categories) in range(10, 21)
    assert len(pack.terms["inquiry_subcategory"]) >= 50
    for vocabulary_code, terms in pack.terms.items():
        codes = [each.code for each in terms]
        assert len(codes) == len(set(codes)), vocabulary_code
        for term in terms:
            assert CODE.fullmatch(term.code)
            assert term.label
            assert term.definition.endswith(".")
            assert term.parent is None or term.parent in categories
            assert term.parent is None or term.code.startswith(f"{term.parent}.")
    fields = {each["vocabulary"] for t in pack.templates for each in map(_as_dict, t.fields) if each.get("vocabulary")}
    assert fields <= set(pack.vocabularies)
    assert {each.category for each in pack.templates} - {None} <= categories


def _as_dict(field: Any) -> dict[str, Any]:
    return {"vocabulary": field.vocabulary}


@pytest.mark.parametrize("name", pack_names())
def test_synonyms_are_words_that_tell_terms_apart(name: str) -> None:
    pack = read_pack(name)
    for kind in ("inquiry_category", "inquiry_subcategory"):
        owners: dict[str, str] = {}
        for term in pack.terms[kind]:
            for synonym in term.synonyms:
                words = WORDS.findall(synonym)
                assert " ".join(words) == synonym, f"{term.code}: {synonym!r} is not plain words"
                assert len(words) in range(1, 5), f"{term.code}: {synonym!r} is too long to be found"
                top = term.parent or term.code
                assert owners.setdefault(synonym, top) == top, f"{synonym!r} is of {owners[synonym]} and of {top}"


async def test_snapshots_are_what_fetching_gives(admin: Person, db: Database) -> None:
    await vocabulary(admin, "colour", "red")
    term = (await admin.items("/vocabularies/colour/terms"))[0]
    home = (await admin.get("/vocabularies/colour")).json()
    new = {"moment": "wrap_up", "name": "N", "fields": [{"field": "x", "label": "X"}]}
    template = await admin.made("/capture-templates", **new)
    actor = Actor(org_id=admin.org_id, kind="agent", id=admin.agent_id)
    for kind, fetched in (("term", term), ("vocabulary", home), ("capture_template", template)):
        async with db.transaction(admin.org_id) as conn:
            id_ = UUID(fetched["id"])
            found = await SNAPSHOTS[kind](conn, actor, [id_])
        assert msgspec.to_builtins(found[id_]) == fetched
    kinds = {kind for cls in registry.values() if cls.__module__.endswith("governance.events") for kind in cls.entities}
    assert kinds == set(SNAPSHOTS)
