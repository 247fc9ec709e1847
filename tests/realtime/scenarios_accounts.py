"""How accounts and governance change."""

from collections.abc import AsyncGenerator

from tests.application import PASSWORD
from tests.realtime.stage import Stage, scenario
from warmline.accounts import create_organization
from warmline.governance import note_export, verify_audit
from warmline.kit.ids import new_id

Play = AsyncGenerator[None, None]


async def agent(stage: Stage) -> dict[str, object]:
    return await stage.make("/agents", email=f"{new_id().hex}@example.test", name="Ada", password=PASSWORD)


@scenario("organization.created", "role.created")
async def organisation_begins(stage: Stage) -> Play:
    stage.watch(new_id())
    yield
    async with stage.db.transaction(stage.org_id) as conn:
        await create_organization(conn, name="Another", admin_email=f"{new_id().hex}@example.test")


@scenario("organization.updated")
async def organisation_changes(stage: Stage) -> Play:
    yield
    await stage.call("PATCH", "/organization", name="Southlight")


@scenario("agent.created")
async def hire(stage: Stage) -> Play:
    yield
    await agent(stage)


@scenario("agent.updated")
async def agent_changes(stage: Stage) -> Play:
    who, team = await agent(stage), await stage.make("/teams", code="claims", name="Claims")
    yield
    await stage.call("PATCH", f"/agents/{who['id']}", name="Eve", capacity={"text": 9})
    await stage.call("PUT", f"/teams/{team['id']}/members/{who['id']}")


@scenario("agent.disabled", "agent.enabled", "agent.password_set")
async def agent_leaves_and_returns(stage: Stage) -> Play:
    who = await agent(stage)
    yield
    await stage.call("POST", f"/agents/{who['id']}/disable")
    await stage.call("POST", f"/agents/{who['id']}/enable")
    await stage.call("PUT", f"/agents/{who['id']}/password", password="another good password")


@scenario("session.opened", "session.ended", "sign_in.failed")
async def sign_in_and_out(stage: Stage) -> Play:
    yield
    for password in ("wrong", PASSWORD):
        await stage.admin.post("/session", json={"email": stage.admin.email, "password": password})
    stage.admin.headers["X-CSRF-Token"] = (await stage.admin.get("/session")).json()["csrf_token"]
    await stage.call("DELETE", "/session")


@scenario("api_key.created", "api_key.revoked")
async def keys(stage: Stage) -> Play:
    yield
    key = await stage.make("/keys", name="One", scopes=["case.read"])
    await stage.call("DELETE", f"/keys/{key['key']['id']}")


@scenario("team.created", "team.updated", "team.deleted")
async def teams(stage: Stage) -> Play:
    kept = await stage.make("/teams", code="kept", name="Kept")
    who = await agent(stage)
    await stage.call("PUT", f"/teams/{kept['id']}/members/{who['id']}")
    yield
    made = await stage.make("/teams", code="made", name="Made")
    await stage.call("PATCH", f"/teams/{made['id']}", name="Changed")
    await stage.call("DELETE", f"/teams/{kept['id']}")


@scenario("role.updated", "role.deleted")
async def roles(stage: Stage) -> Play:
    role = await stage.make("/roles", code="extra", name="Extra", permissions=["case.read"])
    gone = await stage.make("/roles", code="gone", name="Gone", permissions=[])
    yield
    await stage.call("PATCH", f"/roles/{role['id']}", permissions=["case.read", "queue.read"])
    await stage.call("DELETE", f"/roles/{gone['id']}")


@scenario("skill.created", "skill.updated", "skill.deleted")
async def skills(stage: Stage) -> Play:
    kept = await stage.make("/skills", code="kept", name="Kept")
    yield
    made = await stage.make("/skills", code="made", name="Made")
    await stage.call("PATCH", f"/skills/{made['id']}", name="Changed")
    await stage.call("DELETE", f"/skills/{kept['id']}")


@scenario("vocabulary.created", "vocabulary.updated", "term.created", "term.updated")
async def words(stage: Stage) -> Play:
    yield
    await stage.make("/vocabularies", code="mood", label="Mood")
    await stage.call("PATCH", "/vocabularies/mood", label="Moods")
    term = await stage.make("/vocabularies/mood/terms", code="glad", label="Glad")
    await stage.call("PATCH", f"/terms/{term['id']}", label="Very glad")


@scenario("capture_template.created", "capture_template.updated", "capture_template.deleted")
async def templates(stage: Stage) -> Play:
    fields = [{"field": "outcome", "label": "Outcome", "required": True}]
    gone = await stage.make("/capture-templates", moment="hand_off", name="Gone", fields=fields)
    yield
    made = await stage.make("/capture-templates", moment="wrap_up", name="Made", fields=fields)
    await stage.call("PATCH", f"/capture-templates/{made['id']}", name="Changed")
    await stage.call("DELETE", f"/capture-templates/{gone['id']}")


@scenario("pack.installed")
async def pack(stage: Stage) -> Play:
    yield
    await stage.call("POST", "/packs/insurance/install")


@scenario("audit.viewed", "audit.verified", "record.exported")
async def audit(stage: Stage) -> Play:
    yield
    await stage.call("GET", "/audit")
    async with stage.db.transaction(stage.admin.org_id) as conn:
        await verify_audit(conn, stage.reader)
        await note_export(conn, stage.reader, "everything")
