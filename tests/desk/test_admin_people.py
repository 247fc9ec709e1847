"""What an administrator does with people, rights, keys, words, the trail and who is who."""

import re
from typing import Any

import httpx
from playwright.async_api import Dialog, Page, expect

from tests.conftest import eventually
from tests.desk.conftest import Browse, violations
from tests.journeys.branch import Branch, Colleague
from warmline.kit.ids import new_id


async def headed(page: Page, name: str) -> None:
    await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


async def manager(office: Branch, *permissions: str) -> tuple[Colleague, str]:
    """Somebody with a role of their own that allows this, and the role."""
    new = {"code": f"r{new_id().hex[-8:]}", "name": "Deputy", "permissions": permissions}
    role = await office.boss.post("/roles", new)
    maya = await office.hire("Maya")
    answer = await office.boss.http.patch(f"/api/v1/agents/{maya.id}", json={"role_ids": [role["id"]]})
    assert answer.status_code == 200, answer.text
    return maya, str(role["id"])


async def test_who_may_not_is_told_so(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    page = await browse(maya, "/admin/people")
    await expect(page.get_by_role("alert").get_by_text("You may not see this page")).to_be_visible()
    await expect(page.get_by_role("button", name="Add somebody")).to_have_count(0)


async def test_a_permission_taken_away_while_the_page_is_open(office: Branch, browse: Browse) -> None:
    maya, role = await manager(office, "org.manage", "case.read")
    page = await browse(maya, "/admin/roles")
    await headed(page, "Roles")
    await page.get_by_role("button", name="Deputy").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("checkbox", name="Read the audit trail")).to_be_disabled()
    await expect(dialog.get_by_text("audit.read: you may not do this yourself")).to_be_visible()
    await page.keyboard.press("Escape")
    answer = await office.boss.http.patch(f"/api/v1/roles/{role}", json={"permissions": ["case.read"]})
    assert answer.status_code == 200
    await expect(page.get_by_role("alert").get_by_text("You may not do this any more")).to_be_visible()
    await expect(page.get_by_role("button", name="Add a role")).to_have_count(0)
    await expect(page.get_by_role("link", name="People")).to_have_count(0)


async def test_who_is_added_signs_in_with_the_password_that_is_shown(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/people")
    await headed(page, "People")
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Add somebody")
    email = f"nora.{new_id().hex[-8:]}@northlight.test"
    await dialog.get_by_label("Name").fill("Nora Lind")
    await dialog.get_by_label("E-mail address").fill(email)
    await dialog.get_by_label("Roles").click()
    await page.get_by_role("option", name="Agent").click()
    await dialog.get_by_text("Add somebody").click()
    await dialog.get_by_role("button", name="Add and make a password").click()
    password = await dialog.locator("[data-secret]").text_content()
    await dialog.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("link", name="Nora Lind")).to_be_visible()
    async with httpx.AsyncClient(base_url=office.url, timeout=20) as stranger:
        entry = {"email": email, "password": password, "organization_id": str(office.org)}
        answer = await stranger.post("/api/v1/session", json=entry)
    assert answer.status_code == 201, answer.text
    assert "interaction.work" in answer.json()["permissions"]


async def test_two_who_change_one_person_at_once(office: Branch, browse: Browse) -> None:
    maya = await office.hire("Maya")
    page = await browse(office.boss, f"/admin/people/{maya.id}")
    await headed(page, "Maya")
    await page.get_by_label("Name").fill("Mine")
    await page.get_by_role("link", name="Teams").click()
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    assert await violations(page) == []
    await leaving.get_by_role("button", name="Stay here").click()
    await headed(page, "Maya")
    answer = await office.boss.http.patch(f"/api/v1/agents/{maya.id}", json={"name": "Theirs"})
    assert answer.status_code == 200
    told = page.get_by_role("alert").filter(has_text="Somebody else changed this meanwhile")
    await expect(told.get_by_text("Theirs")).to_be_visible()
    await expect(page.get_by_role("button", name="Save")).to_be_disabled()
    await told.get_by_role("button", name="Keep what I typed").click()
    await page.get_by_role("button", name="Save").click()
    await headed(page, "Mine")
    await page.get_by_role("link", name="Teams").click()
    await headed(page, "Teams")  # what is saved does not ask


async def test_what_is_not_saved_asks_before_another_team_or_signing_out(office: Branch, browse: Browse) -> None:
    maya, _ = await manager(office, "org.manage")
    for team in ("Days", "Nights"):
        await office.boss.post("/teams", {"code": f"t{new_id().hex[-8:]}", "name": team})
    page = await browse(maya, "/admin/teams")
    await headed(page, "Teams")
    asked: list[str] = []

    async def answered(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", answered)
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    teams, name = page.get_by_role("navigation", name="Teams"), page.get_by_role("textbox", name="Name")
    await teams.get_by_role("button", name="Days").click()
    await name.fill("Mine")
    await teams.get_by_role("button", name="Nights").click()
    await leaving.get_by_role("button", name="Stay here").click()
    await expect(name).to_have_value("Mine")
    await page.get_by_role("button", name="my menu").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await leaving.get_by_role("button", name="Stay here").click()
    await expect(leaving).to_be_hidden()
    assert (await maya.http.get("/api/v1/session")).status_code == 200
    await page.get_by_role("button", name="my menu").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await leaving.get_by_role("button", name="Leave without saving").click()
    await page.wait_for_url("**/sign-in")
    assert asked == []
    assert (await maya.http.get("/api/v1/session")).status_code == 401


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/keys")
    await headed(page, "API keys")
    await page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Nightly report")
    await dialog.get_by_role("button", name="Make the key").click()
    await expect(dialog.get_by_text("Choose at least one permission.")).to_be_visible()
    await dialog.get_by_role("checkbox", name="See queues, presence").check()
    await dialog.get_by_role("button", name="Make the key").click()
    secret = await dialog.locator("[data-secret]").text_content()
    await dialog.get_by_role("button", name="Done").click()
    async with httpx.AsyncClient(
        base_url=office.url, headers={"authorization": f"Bearer {secret}"}, timeout=20
    ) as program:
        assert (await program.get("/api/v1/queues")).status_code == 200
        assert (await program.get("/api/v1/roles")).status_code == 403
        await page.get_by_role("button", name="Revoke Nightly report").click()
        await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        await expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
        assert (await program.get("/api/v1/queues")).status_code == 401


async def test_a_term_is_added_and_a_template_asks_for_it(office: Branch, browse: Browse) -> None:
    page = await browse(office.boss, "/admin/vocabularies/inquiry_category")
    await headed(page, "Inquiry category")
    await page.get_by_role("button", name="Add a term").click()
    await page.get_by_label("Label", exact=False).last.fill("Boat insurance")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await expect(page.get_by_role("button", name="Boat insurance", exact=True)).to_be_visible()
    terms = (await office.boss.get("/vocabularies/inquiry_category/terms", limit=200))["items"]
    assert "boat_insurance" in [each["code"] for each in terms]
    await page.goto(f"{office.url}/admin/templates")
    await headed(page, "Capture templates")
    await page.get_by_role("button", name="Add a field").click()
    await expect(page.get_by_role("textbox", name=re.compile(r"^Field \d+: question")).last).to_be_focused()
    await page.keyboard.type("Boat name")
    await expect(page.get_by_role("region", name="As agents see it").get_by_label("Boat name")).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    templates = (await office.boss.get("/capture-templates", limit=200))["items"]
    assert "boat_name" in [field["field"] for each in templates for field in each["fields"]]


async def test_the_trail_is_searched_shown_as_a_difference_and_verified(office: Branch, browse: Browse) -> None:
    team = await office.boss.post("/teams", {"code": "night", "name": "Night"})
    await office.boss.http.patch(f"/api/v1/teams/{team['id']}", json={"name": "Nights"})
    page = await browse(office.boss, "/admin/audit")
    await headed(page, "Audit trail")
    await page.get_by_label("About").fill(team["id"])
    trail = page.get_by_role("list", name="The trail")
    await expect(trail.get_by_role("listitem")).to_have_count(2)
    changed = trail.get_by_role("listitem").filter(has_text="Team updated")
    await expect(changed.locator("del")).to_have_text("Night")
    await expect(changed.locator("ins")).to_have_text("Nights")
    await page.get_by_role("button", name="Verify the trail").click()
    await expect(page.get_by_text("The trail is intact")).to_be_visible()


async def proposed(office: Branch) -> dict[str, Any]:
    """Two customers whom a search takes for one."""
    attributes = {"given_name": "Ada", "family_name": "Lovelace", "date_of_birth": "1815-12-10", "city": "London"}
    for number in (1, 2):
        handle = {"scheme": "email", "value": f"ada.{number}.{new_id().hex[-8:]}@example.com"}
        await office.boss.post(
            "/customers", {"display_name": "Ada Lovelace", "attributes": attributes, "handles": [handle]}
        )
    await office.boss.post("/identity/deduplications", {})

    async def look() -> dict[str, Any] | None:
        items = (await office.boss.get("/identity/proposals"))["items"]
        return items[0] if items else None

    found = await eventually(look, within=90)
    assert found
    return found


async def test_a_proposal_is_answered_by_key_and_taken_back(office: Branch, browse: Browse) -> None:
    proposal = (await proposed(office))["proposal"]

    async def state() -> str:
        return str((await office.boss.get(f"/identity/proposals/{proposal['id']}"))["proposal"]["state"])

    async def becomes(wanted: str) -> None:
        async def is_so() -> bool:
            return await state() == wanted

        assert await eventually(is_so)

    page = await browse(office.boss, "/admin/identity")
    await headed(page, "Identity review")
    sides = page.get_by_role("region", name="Side by side")
    await expect(sides.get_by_role("row", name="Date of birth")).to_contain_text("speaks very strongly for one person")
    for key, wanted in (("a", "accepted"), ("d", "declined")):
        await expect(sides.get_by_role("heading", name="Is this one person?")).to_be_visible()
        await page.keyboard.press(key)
        await becomes(wanted)
        await expect(page.get_by_text("Nothing to answer")).to_be_visible()
        await page.get_by_role("button", name="Undo").last.click()
        await becomes("open")
        await expect(sides.get_by_role("heading", name="Is this one person?")).to_be_visible()
        await expect(sides.get_by_text("Said:")).to_be_hidden()
