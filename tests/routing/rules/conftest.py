"""The floor, with rules."""

from typing import Any
from uuid import UUID

import pytest

from tests.routing.floor import Floor
from warmline.kit.db import Database
from warmline.routing.rules import Rule, RuleSet, SavedRules, Then, apply_rules, save


class RuledFloor(Floor):
    """An organisation at work by rules."""

    async def rules(self, *rules: Rule, mode: str = "all", **given: Any) -> SavedRules:
        """Save rules."""
        saved: SavedRules = await self.act(save, self.system, RuleSet(mode=mode, rules=list(rules)), **given)  # type: ignore[arg-type] # a test may send any
        return saved

    async def apply(self, *interactions: UUID) -> None:
        """Do what they say."""
        await self.act(apply_rules, self.org_id, list(interactions))

    async def row(self, query: str, *args: Any) -> Any:
        """The first row."""
        async with self.db.transaction(self.org_id) as conn:
            return await conn.fetchrow(query, *args)

    async def contact_row(self, interaction_id: UUID) -> Any:
        """Code of its queue, priority and preferred agent."""
        return await self.row(
            "select q.code as queue, i.priority, i.preferred_id, i.version from interaction i"
            " left join queue q on q.id = i.queue_id where i.id = $1",
            interaction_id,
        )

    async def need(self, interaction_id: UUID) -> Any:
        """What the work needs."""
        return await self.row("select * from work_need where interaction_id = $1", interaction_id)

    async def skill(self, code: str) -> None:
        """A skill."""
        await self.sql("insert into skill (org_id, code, name) values ($1, $2, $2) returning id", self.org_id, code)


@pytest.fixture
def floor(db: Database, org: UUID) -> RuledFloor:
    """A new organisation at work."""
    return RuledFloor(db, org)


def rule(name: str, when: str = "true", **given: Any) -> Rule:
    """A rule; what it does beside: ``queue="vip"`` and so on."""
    kept = {field: given.pop(field) for field in ("path", "active", "stop", "id") if field in given}
    return Rule(name=name, when=when, then=Then(**given), **kept)
