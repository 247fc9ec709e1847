-- Business hours, rings of a queue, reasons of presence, and what a piece of work needs
-- depends: 0013_reversals

-- migrate: apply

-- When somebody is there: hours of the week in a time zone, holidays of a country, and days that are otherwise.
create table calendar (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  -- A name of the IANA time zone database.
  timezone text not null,
  -- {"mon": [["09:00", "12:30"], ["13:15", "17:00"]], ...}; a day that is not named is closed, "24:00" is its end.
  weekly jsonb not null default '{}',
  -- {"country": "GB", "subdivision": "ENG"} or {}: closed on these days.
  holidays jsonb not null default '{}',
  -- [{"date": "2026-12-24", "hours": [["09:00", "12:00"]], "name": "Christmas Eve"}]; before the week and the holidays.
  exceptions jsonb not null default '[]',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create index agent_skill_by_skill on agent_skill (org_id, skill_id);

-- How an agent is routed to beside teams, skills and capacity; who has no row has the defaults.
create table agent_routing (
  org_id uuid not null,
  agent_id uuid not null,
  -- Media whose work a live conversation may interrupt: it does not stand against an offer by voice.
  interruptible text[] not null default '{}',
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  primary key (org_id, agent_id),
  foreign key (org_id, agent_id) references agent on delete cascade
);

-- The agent whom a customer is to reach where possible.
create table preferred_agent (
  org_id uuid not null,
  customer_id uuid not null,
  agent_id uuid not null,
  until timestamptz,
  primary key (org_id, customer_id),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, agent_id) references agent on delete cascade
);

-- The organisation's own words for why somebody is not available.
create table presence_reason (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  status text not null check (status in ('busy', 'away', 'wrap_up', 'offline')),
  active boolean not null default true,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

alter table queue
  -- Media of its work; empty is all.
  add column media text[] not null default '{}',
  -- Work is offered in these hours; without a calendar always.
  add column calendar_id uuid,
  -- Skills that its work needs, by code, with the least level: {"lang-es": 3}.
  add column skills jsonb not null default '{}',
  -- How the requirement relaxes: [{"after_seconds": 60, "lower": 1, "any_skill": false, "team_ids": []}]. What is added
  -- stays added, and an inner ring wins.
  add column rings jsonb not null default '[]',
  -- After so many seconds whoever serves that queue may be asked too.
  add column overflow_queue_id uuid,
  add column overflow_seconds integer check (overflow_seconds >= 0),
  -- To how many agents work is offered at once; who accepts first has it.
  add column offer_to smallint not null default 1 check (offer_to between 1 and 20),
  -- How long work prefers who knows it; null is the organisation's setting.
  add column sticky_seconds integer check (sticky_seconds >= 0),
  add foreign key (org_id, calendar_id) references calendar,
  add foreign key (org_id, overflow_queue_id) references queue,
  add check ((overflow_queue_id is null) = (overflow_seconds is null)),
  add check (overflow_queue_id <> id);

-- What a piece of work needs beside what its queue says: by rules, by people, or because the customer asked to be called back.
create table work_need (
  org_id uuid not null,
  interaction_id uuid not null,
  -- Skills by code with the least level; they add to those of the queue.
  skills jsonb not null default '{}',
  service_seconds integer check (service_seconds > 0),
  -- What kind of matter it is, for the model that learns who resolves what.
  intent text,
  -- It keeps its place and is offered from then on.
  not_before timestamptz,
  -- By which version of the rules it was looked at, and which of them applied: [{"rule_id": ..., "name": ...}]; 0 is never.
  rules_version bigint not null default 0,
  matched jsonb not null default '[]',
  updated_at timestamptz not null default now(),
  primary key (org_id, interaction_id),
  foreign key (org_id, interaction_id) references interaction
);

call guard_by_org(array['calendar', 'agent_routing', 'preferred_agent', 'presence_reason', 'work_need']::regclass[]);
call touch_on_update(array['calendar', 'agent_routing', 'presence_reason']::regclass[]);

-- migrate: rollback
