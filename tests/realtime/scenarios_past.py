"""How contacts change of which it becomes known how they went elsewhere."""

from collections.abc import AsyncGenerator
from datetime import timedelta

from tests.realtime.scenarios_interactions import contact
from tests.realtime.stage import Stage, scenario
from warmline import sdk
from warmline.interactions import record_past

Play = AsyncGenerator[None, None]


@scenario("interaction.past_recorded")
async def the_past_becomes_known(stage: Stage) -> Play:
    interaction_id = await contact(stage)
    async with stage.db.transaction(stage.org_id) as conn:
        row = await conn.fetchrow("select * from message where interaction_id = $1", interaction_id)
        yield
        said = sdk.Said(by=0, content=sdk.Content(at=row["at"] + timedelta(seconds=5), text="It was paid on Monday."))
        inbound = sdk.Inbound(
            external_id=row["external_id"],
            at=row["at"],
            sender=sdk.Handle("email", "ann@example.org"),
            messages=(),
            past=sdk.Past(
                partakers=(sdk.Partaker(role="agent", name="Dee"),),
                said=(said,),
                ended_at=row["at"] + timedelta(seconds=9),
            ),
        )
        assert await record_past(conn, stage.floor.system, [(row["account_id"], inbound)]) == 1
