-- The customer data hub: feeds, what each source says of a customer, and what a customer holds
-- depends: 0009_duplicates

-- migrate: apply

-- A system that tells us of customers. Its rows are named by a key, which is a handle of this scheme.
create table feed (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  -- How provenance names the source; it never changes.
  code text not null check (code ~ '^[a-z][a-z0-9_]{0,31}$' and code not in ('person', 'system')),
  name text not null check (name <> ''),
  key_scheme text not null check (key_scheme ~ '^[a-z][a-z0-9_]{0,31}$'),
  mapping jsonb not null default '{}',
  encoding text not null default 'utf-8' check (encoding in ('utf-8', 'windows-1252', 'iso-8859-1')),
  -- The higher, the more it is believed, where the rules ask for the source.
  priority smallint not null default 0 check (priority between -1000 and 1000),
  -- Whether a new key goes to the one customer who has the row's addresses already.
  adopts boolean not null default false,
  active boolean not null default true,
  -- The signing secret, sealed (kit.crypto).
  secret bytea,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

-- A signed request names its feed and no organisation; this tells which one it is, and nothing else.
create function feed_organization(the_feed uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select org_id from public.feed where id = the_feed;
end;
revoke execute on function feed_organization(uuid) from public;
grant execute on function feed_organization(uuid) to warmline_app;
create unique index feed_by_id on feed (id);

create table feed_run (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  feed_id uuid not null,
  origin text not null check (origin in ('rows', 'file', 'command')),
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  read_rows bigint not null default 0,
  created bigint not null default 0,
  changed bigint not null default 0,
  unchanged bigint not null default 0,
  partly bigint not null default 0,
  refused bigint not null default 0,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, feed_id) references feed
);
create index feed_run_by_feed on feed_run (org_id, feed_id, id);

-- What was wrong with a row. At most a thousand of a run are kept; all are counted.
create table feed_row_problem (
  org_id uuid not null,
  run_id uuid not null,
  -- The line in a file, the place in a list; from 1.
  row_number bigint not null check (row_number >= 0),
  position smallint not null,
  external_key text check (length(external_key) <= 512),
  -- Whether nothing of the row was taken, or all but this.
  refused boolean not null,
  problem text not null check (length(problem) <= 1000),
  primary key (org_id, run_id, row_number, position),
  foreign key (org_id, run_id) references feed_run
);

-- A feed's row as it was last taken: an unchanged one is known by its hash. Without a hash it is looked at again.
create table feed_row (
  org_id uuid not null,
  feed_id uuid not null,
  external_key text not null check (external_key <> '' and length(external_key) <= 512),
  customer_id uuid not null,
  hash bytea,
  observed_at timestamptz not null,
  -- Attributes that the source said were empty, and when: an older row that comes later must not bring them back.
  blank jsonb not null default '{}',
  -- Relationships that the row made, to be ended when it no longer names them.
  related uuid[] not null default '{}',
  primary key (org_id, feed_id, external_key),
  foreign key (org_id, feed_id) references feed,
  foreign key (org_id, customer_id) references customer
);

-- Every value that a source gave, and when it last said so: the losing ones too. For each source and key the one that
-- was observed last is what it says now; null says that there is none. Which source is believed, the rules decide.
create table customer_attribute (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  name text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  value jsonb not null,
  source text not null,
  external_key text not null default '',
  verified boolean not null default false,
  observed_at timestamptz not null,
  first_observed_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, customer_id) references customer
);
create unique index customer_attribute_once
  on customer_attribute (org_id, customer_id, name, source, external_key, md5(value::text));

-- Policies, claims, accounts and the like that a customer holds, as a source tells it.
create table customer_reference (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
  external_id text not null check (external_id <> '' and length(external_id) <= 200),
  label text not null default '',
  address text,
  status text,
  source text not null,
  external_key text not null default '',
  observed_at timestamptz not null,
  ended_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, customer_id, kind, external_id, source, external_key),
  foreign key (org_id, customer_id) references customer
);
create index customer_reference_by_object on customer_reference (org_id, kind, external_id);

-- Which value survives where sources differ. After a change customers are shown anew, in the order of their ids;
-- pending_after is where that stands.
create table survivorship (
  org_id uuid primary key references organization,
  rules jsonb not null default '{}',
  pending_after uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What people entered before there was provenance is theirs.
insert into customer_attribute (org_id, customer_id, name, value, source, observed_at, first_observed_at)
select c.org_id, c.id, v.name, v.value, 'person', c.updated_at, c.updated_at
from customer c
cross join lateral (
  select key as name, value from jsonb_each(c.attributes)
  union all select 'tier', to_jsonb(c.tier) where c.tier is not null
  union all select 'segments', to_jsonb(c.segments) where c.segments <> '{}'
  union all select 'preferred_channel', to_jsonb(c.preferred_channel) where c.preferred_channel is not null
  union all select 'language', to_jsonb(c.language) where c.language is not null
  union all select 'time_zone', to_jsonb(c.time_zone) where c.time_zone is not null
  union all select 'lifecycle_stage', to_jsonb(c.lifecycle_stage) where c.lifecycle_stage is not null
  union all select 'do_not_contact', to_jsonb(true) where c.do_not_contact
) v
where v.value <> 'null';

call guard_by_org(array['feed', 'feed_run', 'feed_row_problem', 'feed_row', 'customer_attribute', 'customer_reference',
  'survivorship']::regclass[]);
call touch_on_update(array['feed', 'feed_run', 'customer_reference', 'survivorship']::regclass[]);

-- migrate: rollback
