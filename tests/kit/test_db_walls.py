"""Row-level security: what one organisation has, another can neither see nor touch, in any table there is.

The tables are found in the catalogue, so that a new one without its wall fails here. A database of its own holds one
row of each of two organisations in every table; to make such rows up, its checks and foreign keys are dropped first.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest

from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres

OURS, THEIRS = new_id(), new_id()
APPEND_ONLY = {"event", "event_seal"}
# The bookkeeping of the migration library, which the application may not touch.
NOT_OURS = {"_pogo_migration", "_pogo_version"}
TABLES = """
select oid::regclass::text as name, oid from pg_class
where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
"""
VALUES = {
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "boolean": "false",
    "bytea": r"'\x00'",
    "text": "'x'",
    "int4range": "'[1,2)'",
}


@pytest.fixture(scope="module")
async def walls(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """The owner of a database with rows of two organisations in every table."""
    async with connected(postgres.dsn()) as maker:
        await maker.execute("create database walls")
        await migrate.migrate(postgres.dsn(database="walls"))
        async with connected(postgres.dsn(database="walls")) as owner:
            await drop_constraints(owner)
            for name in await tables(owner):
                for org in (OURS, THEIRS):
                    await fill(owner, name, org)
            yield owner
        await maker.execute("drop database walls with (force)")


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    conn = await asyncpg.connect(dsn)
    try:
        yield conn
    finally:
        await conn.close()


async def drop_constraints(owner: asyncpg.Connection) -> None:
    for row in await owner.fetch(
        "select conrelid::regclass::text as name, quote_ident(conname) as conname from pg_constraint"
        " where contype in ('c', 'f') and connamespace = 'public'::regnamespace order by contype desc"
    ):
        await owner.execute(f"alter table {row['name']} drop constraint {row['conname']}")


@pytest.fixture(scope="module")
async def app(postgres: EmbeddedPostgres, walls: asyncpg.Connection) -> AsyncIterator[Database]:
    database = await Database.open(postgres.dsn("warmline_app", "walls"), size=2)
    yield database
    await database.close()


async def tables(owner: asyncpg.Connection) -> list[str]:
    return sorted({row["name"] for row in await owner.fetch(TABLES)} - NOT_OURS)


async def columns(owner: asyncpg.Connection, table: str) -> list[asyncpg.Record]:
    """The columns that a statement can set: name, type, and whether a row needs to be told its value."""
    return await owner.fetch(
        "select quote_ident(column_name) as name, data_type as type, is_nullable = 'NO' and column_default is null"
        " and is_identity = 'NO' as needed from information_schema.columns"
        " where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'",
        table.strip('"'),
    )


async def fill(owner: asyncpg.Connection, table: str, org: UUID) -> None:
    needed = [each for each in await columns(owner, table) if each["needed"] and each["name"] != "org_id"]
    names = ["org_id", *(each["name"] for each in needed)]
    values = [f"'{org}'", *(VALUES.get(each["type"], "'{}'" if each["type"] == "ARRAY" else "'1'") for each in needed)]
    await owner.execute(f"insert into {table} ({', '.join(names)}) values ({', '.join(values)})")


async def refused(app: Database, org: UUID | None, statement: str, *values: object) -> str:
    """Why PostgreSQL refuses; an empty text where it does not."""
    try:
        async with app.transaction(org) as conn:
            await conn.execute(statement, *values)
    except asyncpg.InsufficientPrivilegeError as error:
        return str(error)
    return ""


async def test_every_table_has_its_wall(walls: asyncpg.Connection) -> None:
    rows = await walls.fetch(
        f"select t.name, c.relrowsecurity as walled, p.polcmd::text as command,"
        f" pg_get_expr(p.polqual, t.oid) as seen, pg_get_expr(p.polwithcheck, t.oid) as written,"
        f" count(p.oid) over (partition by t.oid) as policies"
        f" from ({TABLES}) t join pg_class c on c.oid = t.oid left join pg_policy p on p.polrelid = t.oid"
    )
    found = {row["name"]: tuple(row)[1:] for row in rows if row["name"] not in NOT_OURS}
    wall = (True, "*", "(org_id = current_org())", "(org_id = current_org())", 1)
    assert len(found) > 30
    assert {name: each for name, each in found.items() if each != wall} == {}


async def test_every_primary_key_begins_with_the_organisation(walls: asyncpg.Connection) -> None:
    rows = await walls.fetch(
        f"select t.name, a.attname from ({TABLES}) t"
        f" left join pg_index i on i.indrelid = t.oid and i.indisprimary"
        f" left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]"
    )
    assert {row["name"] for row in rows if row["attname"] != "org_id"} == NOT_OURS


async def test_another_organisations_rows_cannot_be_seen_or_touched(walls: asyncpg.Connection, app: Database) -> None:
    for name in await tables(walls):
        async with app.transaction(OURS) as conn:
            assert {row["org_id"] for row in await conn.fetch(f"select org_id from {name}")} == {OURS}, name
            assert await conn.fetch(f"select from {name} where org_id = $1", THEIRS) == [], name
        if name in APPEND_ONLY:
            continue
        async with app.transaction(OURS) as conn:
            assert await conn.execute(f"delete from {name} where org_id = $1", THEIRS) == "DELETE 0", name
            await conn.execute(f"update {name} set org_id = org_id where org_id = $1", THEIRS)
        assert await walls.fetchval(f"select count(*) from {name} where org_id = $1", THEIRS) == 1, name


async def test_nothing_is_written_into_another_organisation(walls: asyncpg.Connection, app: Database) -> None:
    for name in await tables(walls):
        names = [each["name"] for each in await columns(walls, name)]
        values = [f"'{THEIRS}'" if each == "org_id" else each for each in names]
        copied = (
            f"insert into {name} ({', '.join(names)}) overriding system value select {', '.join(values)} from {name}"
        )
        assert "row-level security" in await refused(app, OURS, copied), name
        if name not in APPEND_ONLY:
            assert "row-level security" in await refused(app, OURS, f"update {name} set org_id = $1", THEIRS), name


async def test_without_an_organisation_nothing_is_visible(walls: asyncpg.Connection, app: Database) -> None:
    for name in await tables(walls):
        async with app.transaction(None) as conn:
            assert await conn.fetchval(f"select count(*) from {name}") == 0, name
    async with app.pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from organization") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "set role postgres",
        "set session authorization postgres",
        "alter role warmline_app bypassrls",
        "alter role warmline_app superuser",
        "create role another",
        "alter table customer disable row level security",
        "alter table customer no force row level security",
        "drop policy by_org on customer",
        "create policy mine on customer using (true)",
        "alter function current_org() volatile",
        "create or replace function current_org() returns uuid language sql as 'select null::uuid'",
        "drop table customer",
        "truncate customer",
        "create table mine (id int)",
        "create view mine as select 1",
        "update _pogo_migration set migration_id = 'x'",
        "update event set actor = 'system:nobody'",
        "delete from event",
        "truncate event",
        "update event_seal set events = 1",
        "delete from event_seal",
        "truncate event_seal",
        "alter table event disable trigger only_grows",
        "set session_replication_role = replica",
        "copy customer to program 'cat'",
        "select pg_read_file('/etc/passwd')",
    ],
)
async def test_the_application_cannot_climb_over(app: Database, statement: str) -> None:
    assert await refused(app, OURS, statement)


async def test_turning_security_off_is_an_error_and_no_way_in(app: Database) -> None:
    assert "row-level security" in await refused(app, OURS, "set local row_security = off; select from customer")


@pytest.mark.parametrize("name", sorted(APPEND_ONLY))
@pytest.mark.parametrize("statement", ["update {} set org_id = org_id", "delete from {}", "truncate {}"])
async def test_even_the_owner_is_stopped_from_changing_history(
    walls: asyncpg.Connection, name: str, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only grows"):
        await walls.execute(statement.format(name))


async def test_the_role_has_no_powers(walls: asyncpg.Connection) -> None:
    row = await walls.fetchrow(
        "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as powers,"
        " (select count(*) from pg_auth_members m where m.member = r.oid) as memberships,"
        " (select count(*) from pg_class c where c.relowner = r.oid) as owns"
        " from pg_roles r where rolname = 'warmline_app'"
    )
    assert row is not None
    assert dict(row) == {"powers": False, "memberships": 0, "owns": 0}


async def test_what_runs_with_the_owners_rights_tells_identifiers_only(walls: asyncpg.Connection) -> None:
    rows = await walls.fetch(
        "select proname, prorettype::regtype::text as answers, proconfig from pg_proc"
        " where prosecdef and pronamespace = 'public'::regnamespace"
    )
    assert {row["proname"] for row in rows} >= {"organization_ids", "organizations_behind", "sign_in_organizations"}
    # A seal has no other name than its position.
    allowed = {"seals_naming": ("bigint",)}
    others = [row for row in rows if row["answers"] not in allowed.get(row["proname"], ("uuid", "void"))]
    assert {row["proname"]: row["answers"] for row in others} == {}
    assert [row["proname"] for row in rows if not any("search_path" in each for each in row["proconfig"] or [])] == []


async def test_no_view_looks_past_the_wall(walls: asyncpg.Connection) -> None:
    rows = await walls.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and (relkind = 'm'"
        " or relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false))"
    )
    assert rows == []


async def test_what_has_its_owners_rights_is_for_the_application_only(owner_dsn: str) -> None:
    conn = await asyncpg.connect(owner_dsn)
    open_to_all = await conn.fetch(
        "select proname from pg_proc p where prosecdef and pronamespace = 'public'::regnamespace"
        " and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))"
    )
    await conn.close()
    assert open_to_all == []
