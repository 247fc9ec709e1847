-- The ground floor: organisations, row-level security, the event log and its readers
-- depends:

-- migrate: apply

-- The application works under this role. It owns nothing and cannot bypass row-level security.
do $$
begin
  create role warmline_app login nosuperuser nocreatedb nocreaterole nobypassrls;
exception when duplicate_object or unique_violation then null;
end $$;

grant usage on schema public to warmline_app;
alter default privileges in schema public grant select, insert, update, delete on tables to warmline_app;
alter default privileges in schema public grant usage, select on sequences to warmline_app;

-- The organisation that the transaction works for; null where none was set, so that nothing is visible.
create function current_org() returns uuid
language sql stable parallel safe
return nullif(current_setting('warmline.org_id', true), '')::uuid;

create procedure guard_by_org(tables regclass[])
language plpgsql as $$
declare each regclass;
begin
  foreach each in array tables loop
    execute format('alter table %s enable row level security', each);
    execute format('create policy by_org on %s using (org_id = current_org()) with check (org_id = current_org())', each);
  end loop;
end $$;

-- Each change of a row raises its version, which is its ETag and the order in which screens apply it.
create function touch() returns trigger
language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;

create procedure touch_on_update(tables regclass[])
language plpgsql as $$
declare each regclass;
begin
  foreach each in array tables loop
    execute format('create trigger touch before update on %s for each row execute function touch()', each);
  end loop;
end $$;

create function refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;

create table organization (
  org_id uuid primary key default uuidv7(),
  name text not null check (name <> ''),
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  data_region text not null default 'local',
  settings jsonb not null default '{}',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Readers follow (xact, seq) below the oldest transaction under way, so a slow one is never skipped. Row-level security
-- admits only the organisation that the transaction works for; a foreign key would say so again, at 30 us an event.
create table event (
  org_id uuid not null,
  xact xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity (cache 1),
  at timestamptz not null,
  actor text not null,
  request_id text,
  type text not null,
  case_id uuid,
  interaction_id uuid,
  customer_id uuid,
  data jsonb not null default '{}',
  primary key (org_id, xact, seq)
);
create index event_by_case on event (org_id, case_id, xact, seq) where case_id is not null;
create index event_by_interaction on event (org_id, interaction_id, xact, seq) where interaction_id is not null;
create index event_by_customer on event (org_id, customer_id, xact, seq) where customer_id is not null and case_id is null;
create trigger only_grows before update or delete or truncate on event execute function refuse_change();
revoke update, delete, truncate on event from warmline_app;

create table reaction_cursor (
  org_id uuid not null references organization,
  reaction text not null,
  shard smallint not null default 0,
  xact xid8 not null default '0',
  seq bigint not null default 0,
  moved_at timestamptz not null default now(),
  primary key (org_id, reaction, shard)
);

create table dead_letter (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  reaction text not null,
  xact xid8 not null,
  seq bigint not null,
  type text not null,
  error text not null,
  attempts integer not null,
  failed_at timestamptz not null default now(),
  resolved_at timestamptz,
  primary key (org_id, id)
);
create unique index dead_letter_once on dead_letter (org_id, reaction, xact, seq) where resolved_at is null;

-- A write that was sent twice is answered from here.
create table idempotency_key (
  org_id uuid not null references organization,
  actor text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status smallint,
  headers jsonb not null default '{}',
  body bytea,
  created_at timestamptz not null default now(),
  primary key (org_id, actor, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);

-- Workers serve every organisation, and learn from this which there are; it tells nothing else.
create function organization_ids() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select org_id from public.organization order by org_id;
end;

-- Readers of the event log serve every organisation: these have events that not all of the named reactions have passed.
create function organizations_behind(reactions text[], readers integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select o.org_id
  from public.organization o
  cross join lateral (
    select e.xact, e.seq
    from public.event e
    where e.org_id = o.org_id and e.xact < pg_snapshot_xmin(pg_current_snapshot())
    order by e.xact desc, e.seq desc
    limit 1
  ) as last
  where (
    select count(*)
    from public.reaction_cursor c
    where c.org_id = o.org_id and c.reaction = any (reactions) and (c.xact, c.seq) >= (last.xact, last.seq)
  ) < readers
  order by o.org_id;
end;

call guard_by_org(array['organization', 'event', 'reaction_cursor', 'dead_letter', 'idempotency_key']::regclass[]);
call touch_on_update(array['organization']::regclass[]);

-- migrate: rollback
