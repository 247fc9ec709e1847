-- Audit seals, vocabularies and capture templates
-- depends: 0002_accounts

-- migrate: apply

-- The hash chain over the event log: one seal for each batch of events, in the order of the log. digests holds the
-- SHA-256 of each event (32 bytes each), so that a changed event can be named; hash chains the seals. How each byte is
-- made is written in governance/chain.py and docs/howto/audit.md.
create table event_seal (
  org_id uuid not null references organization,
  position bigint not null check (position >= 1),
  first_xact xid8 not null,
  first_seq bigint not null,
  last_xact xid8 not null,
  last_seq bigint not null,
  events integer not null check (events > 0),
  digests bytea not null,
  previous bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (org_id, position),
  check (length(digests) = events * 32 and length(previous) = 32 and length(hash) = 32)
);
create trigger only_grows before update or delete or truncate on event_seal execute function refuse_change();
revoke update, delete, truncate on event_seal from warmline_app;

-- Where the chain ends: what the next seal follows, and how it is known that the newest seal was taken away.
create table event_seal_head (
  org_id uuid primary key references organization,
  position bigint not null check (position >= 1),
  last_xact xid8 not null,
  last_seq bigint not null,
  hash bytea not null check (length(hash) = 32)
);

-- The trail is searched by time; the log grows by time, so a summary of each part of it is enough.
create index event_by_time on event using brin (at) with (autosummarize = on);

create table vocabulary (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_]{0,62}$'),
  label text not null,
  pack text,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create table term (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  vocabulary text not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_.]{0,126}$'),
  label text not null,
  definition text not null default '',
  -- The wider term that this one is a part of; it may be of another vocabulary (a subcategory's category).
  parent_vocabulary text,
  parent text,
  synonyms text[] not null default '{}',
  status text not null default 'active' check (status in ('proposed', 'active', 'deprecated')),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, vocabulary, code),
  foreign key (org_id, vocabulary) references vocabulary (org_id, code),
  foreign key (org_id, parent_vocabulary, parent) references term (org_id, vocabulary, code),
  check ((parent is null) = (parent_vocabulary is null))
);

-- Which fields must be filled in at wrap-up or at hand-off, by channel and category; null means any.
create table capture_template (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  moment text not null check (moment in ('wrap_up', 'hand_off')),
  channel text,
  category text,
  name text not null,
  -- [{"field": "outcome", "label": "...", "required": true, "vocabulary": "outcome"}]
  fields jsonb not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique nulls not distinct (org_id, moment, channel, category)
);

-- A process is ready when all of its migrations are applied, which it must be able to see.
grant select on _pogo_migration to warmline_app;

call guard_by_org(array['event_seal', 'event_seal_head', 'vocabulary', 'term', 'capture_template']::regclass[]);
call touch_on_update(array['vocabulary', 'term', 'capture_template']::regclass[]);

-- migrate: rollback
