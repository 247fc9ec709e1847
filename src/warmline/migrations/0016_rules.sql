-- Rules of routing in versions, what they made of each contact, escalations, and steps that wait for their time
-- depends: 0015_admin

-- migrate: apply

-- Every version is kept; the highest is in force.
create table rule_set_version (
  org_id uuid not null references organization,
  version bigint not null check (version > 0),
  mode text not null check (mode in ('first', 'all')),
  -- [{"id": ..., "name": ..., "when": ..., "then": {...}, "path": [...], "active": true, "stop": false}]
  rules jsonb not null,
  -- What is different from the version before: [{"rule_id": ..., "name": ..., "change": "changed", "fields": ["when"]}]
  changes jsonb not null default '[]',
  note text not null default '',
  restored bigint,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (org_id, version),
  foreign key (org_id, restored) references rule_set_version
);

-- How often a rule applied, and how often it could not be worked out.
create table rule_count (
  org_id uuid not null references organization,
  rule_id uuid not null,
  matched bigint not null default 0,
  last_matched_at timestamptz,
  failed bigint not null default 0,
  last_error text,
  last_failed_at timestamptz,
  primary key (org_id, rule_id)
);

-- What the rules made of a contact: what they saw of it last, and what they did, so that they do it once and never undo
-- what a person did afterwards.
create table rule_standing (
  org_id uuid not null,
  interaction_id uuid not null,
  rules_version bigint not null,
  interaction_version bigint not null,
  case_version bigint,
  customer_version bigint,
  signal_id uuid,
  -- What was decided: {"queue_id": ..., "skills": {...}, "add": 5, "set": null, ...}
  decided jsonb not null default '{}',
  -- Where it was before the rules moved it; what conditions see as its queue.
  own_queue_id uuid,
  -- As the contact was left. What differs from it later, a person changed.
  queue_id uuid,
  priority smallint not null,
  given smallint not null default 0,
  looked_at timestamptz not null,
  primary key (org_id, interaction_id),
  foreign key (org_id, interaction_id) references interaction
);

-- Steps of escalation paths, which wait for their time.
create table rule_step (
  org_id uuid not null,
  interaction_id uuid not null,
  rule_id uuid not null,
  step smallint not null check (step >= 0),
  -- When the wait began that it counts from; a new wait begins the path anew.
  since timestamptz not null,
  due_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('done', 'over', 'failed')),
  primary key (org_id, interaction_id, rule_id, step),
  foreign key (org_id, interaction_id) references interaction,
  check ((ended_at is null) = (outcome is null))
);
create index rule_step_due on rule_step (org_id, due_at) where ended_at is null;

-- A contact that a supervisor is to look at now.
create table escalation (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  case_id uuid,
  customer_id uuid,
  rule_id uuid not null,
  rule text not null,
  reason text not null check (reason <> ''),
  team_id uuid,
  queue_id uuid,
  -- Who had the contact in hand.
  agent_id uuid,
  raised_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at timestamptz,
  resolved_by text,
  note text not null default '',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, team_id) references team,
  foreign key (org_id, queue_id) references queue,
  foreign key (org_id, agent_id) references agent,
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  check ((resolved_at is null) = (resolved_by is null))
);
create unique index escalation_open_once on escalation (org_id, interaction_id, rule_id) where resolved_at is null;
create index escalation_open on escalation (org_id, id) where resolved_at is null;
create index escalation_by_interaction on escalation (org_id, interaction_id);

call guard_by_org(array['rule_set_version', 'rule_count', 'rule_standing', 'rule_step', 'escalation']::regclass[]);
call touch_on_update(array['escalation']::regclass[]);

-- migrate: rollback
