"""Whatever is decided about who is who and what belongs where, in whatever order: nothing is lost, no two customers
share a case unless a person said so, and taking all back ends where it began."""

import asyncio
from collections.abc import Awaitable
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.conftest import make_organization
from tests.interactions.desk import furnish
from tests.interactions.reversals import LEFT_BEHIND, NOWHERE, SENDERS, STRANGERS, WHY, Office, State
from warmline import customers
from warmline.interactions.actions import correct, join
from warmline.interactions.store import reading
from warmline.kit.db import Database

T = TypeVar("T")
NUMBER = st.integers(0, 7)
ANY_CUSTOMER = "select id from customer order by id"
ANY_HANDLE = "select id from handle order by id"
ANY_CONTACT = "select id from interaction order by id"
ANY_CASE = "select id from case_record order by id"


class Reversals(RuleBasedStateMachine):
    """The rules are the acts; the invariants hold after each; at the end all is taken back."""

    runner: ClassVar[asyncio.Runner]
    db: ClassVar[Database]
    owner_dsn: ClassVar[str]

    def run(self, what: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await what

        return self.runner.run(awaited())

    @initialize()
    def begin(self) -> None:
        self.office = self.run(self._begun())
        self.last: State = self.office.start

    async def _begun(self) -> Office:
        org = await make_organization(self.owner_dsn, "Play")
        office = Office(await furnish(self.db, org, self.owner_dsn))
        await office.begin()
        return office

    @rule(who=st.integers(0, 5), text=st.integers(0, 2), also=NUMBER)
    def somebody_writes(self, who: int, text: int, also: int) -> None:
        self.run(self.office.say(who, text, also))

    @rule(customer=NUMBER, handle=NUMBER)
    def link(self, customer: int, handle: int) -> None:
        self.run(self._link(customer, handle))

    async def _link(self, customer: int, handle: int) -> None:
        to = await self.office.pick(ANY_CUSTOMER, customer)
        await self.office.try_to(customers.link, to, handle=SENDERS[handle % len(SENDERS)], **WHY)

    @rule(handle=NUMBER)
    def unlink(self, handle: int) -> None:
        self.run(self._unlink(handle))

    async def _unlink(self, handle: int) -> None:
        owned = await self.office.desk.rows(
            "select id, customer_id from handle where customer_id is not null order by id"
        )
        for row in owned[handle % len(owned) :][:1] if owned else ():
            await self.office.try_to(customers.unlink, row["customer_id"], row["id"], **WHY)

    @rule(one=NUMBER, two=NUMBER)
    def merge(self, one: int, two: int) -> None:
        self.run(self._merge(one, two))

    async def _merge(self, one: int, two: int) -> None:
        into = await self.office.pick(ANY_CUSTOMER, two)
        await self.office.try_to(customers.merge, await self.office.pick(ANY_CUSTOMER, one), into_id=into, **WHY)

    @rule(one=NUMBER)
    def unmerge(self, one: int) -> None:
        merged = "select id from customer where merged_into is not null union all select id from customer"
        self.run(self._on(customers.unmerge, merged, one))

    @rule(handle=NUMBER, count=st.integers(1, 2))
    def split(self, handle: int, count: int) -> None:
        self.run(self._split(handle, count))

    async def _split(self, handle: int, count: int) -> None:
        for root, ids in await self.office.handles_of_one(handle, count):
            await self.office.try_to(customers.split, root, handle_ids=ids, **WHY)

    @rule(handle=NUMBER, to=NUMBER)
    def move(self, handle: int, to: int) -> None:
        self.run(self._move(handle, to))

    async def _move(self, handle: int, to: int) -> None:
        to_id = await self.office.pick(ANY_CUSTOMER, to)
        await self.office.try_to(customers.move, await self.office.pick(ANY_HANDLE, handle), to_id=to_id, **WHY)

    @rule(contact=NUMBER, case=NUMBER, confirmed=st.sampled_from([False, False, False, True]))
    def attach(self, contact: int, case: int, confirmed: bool) -> None:
        self.run(self._attach(contact, case, confirmed))

    async def _attach(self, contact: int, case: int, confirmed: bool) -> None:
        interaction, to = await self.office.pick(ANY_CONTACT, contact), await self.office.pick(ANY_CASE, case)
        await self.office.try_to(correct.attach, interaction, to, confirm_other_customer=confirmed, **WHY)

    @rule(contact=NUMBER)
    def attach_as_suggested(self, contact: int) -> None:
        suggested = "select interaction_id as id from case_decision where kind = 'suggest' union all " + ANY_CONTACT
        self.run(self._on(correct.attach, suggested, contact))

    @rule(contact=NUMBER)
    def detach(self, contact: int) -> None:
        self.run(self._on(correct.detach, ANY_CONTACT, contact))

    @rule(one=NUMBER, two=NUMBER)
    def join(self, one: int, two: int) -> None:
        self.run(self._join(one, two))

    async def _join(self, one: int, two: int) -> None:
        into = await self.office.pick(ANY_CASE, two)
        await self.office.try_to(join.join, await self.office.pick(ANY_CASE, one), into, **WHY)

    @rule(case=NUMBER)
    def unjoin(self, case: int) -> None:
        self.run(self._unjoin(case))

    async def _unjoin(self, case: int) -> None:
        joined = "select id from case_record where joined_into is not null union all select id from case_record"
        await self.office.unjoin(await self.office.pick(joined, case))

    @rule(nth=NUMBER)
    def undo_who(self, nth: int) -> None:
        self.run(self.office.undo_identity(nth))

    @rule(nth=NUMBER)
    def undo_where(self, nth: int) -> None:
        self.run(self.office.undo_placing(nth))

    async def _on(self, verb: Any, sql: str, nth: int) -> None:
        await self.office.try_to(verb, await self.office.pick(sql, nth), **WHY)

    @invariant()
    def nothing_is_lost_and_nobody_shares(self) -> None:
        self.run(self._check())

    async def _check(self) -> None:
        now = await self.office.state()
        assert self.last["message"].items() <= now["message"].items()
        assert self.last["handle"].keys() <= now["handle"].keys()
        assert self.last["contact"].keys() <= now["contact"].keys()
        self.last = now
        check_roots(now)
        assert await self.office.desk.rows(STRANGERS) == []
        assert await self.office.desk.rows(NOWHERE) == []
        assert await self.office.desk.rows(LEFT_BEHIND) == []
        await self._check_views(now)

    async def _check_views(self, now: State) -> None:
        """What is shown is what is stored, merges followed."""
        roots = {key: row[2] for key, row in now["customer"].items()}
        async with self.db.transaction(self.office.desk.org) as conn:
            contacts = await reading.all_interactions(conn, self.office.desk.org, list(now["contact"]))
            cases = await reading.all_cases(conn, self.office.desk.org, list(now["case"]))
        shown = {each.id: (each.customer_id, each.case_id) for each in contacts}
        assert shown == {key: (roots[row[1]], row[2]) for key, row in now["contact"].items()}
        cases_shown = {each.id: (each.customer_id, each.joined_into) for each in cases}
        assert cases_shown == {key: (roots[row[1]], row[2]) for key, row in now["case"].items()}

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.run(self._end())

    async def _end(self) -> None:
        await self.office.screen.follow()
        assert self.office.screen.known == await self.office.screen.refetched()
        await self.office.take_all_back()
        await self._check()
        for table, begun in self.office.start.items():
            now = {key: row for key, row in self.last[table].items() if key in begun}
            assert now == begun, table


def check_roots(state: State) -> None:
    """Every path of merges ends, and root_id says where."""
    rows = state["customer"]
    for key, (_, merged_into, root_id, _) in rows.items():
        seen, top = {key}, merged_into
        last = key
        while top:
            assert top not in seen, "a circle"
            seen.add(top)
            last, top = top, rows[top][1]
        assert root_id == last


def test_any_sequence_ends_where_its_inverse_began(owner_dsn: str, app_dsn: str) -> None:
    with asyncio.Runner() as runner:
        Reversals.runner, Reversals.owner_dsn = runner, owner_dsn
        Reversals.db = runner.run(Database.open(app_dsn, size=3, synchronous_commit="off"))
        try:
            run_state_machine_as_test(
                Reversals,
                settings=settings(
                    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
                ),
            )
        finally:
            runner.run(Reversals.db.close())
