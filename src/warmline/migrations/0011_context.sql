-- Context that travels: patterns for entities, questions, context losses, continuity policies and proposals
-- depends: 0010_customer_hub

-- migrate: apply

-- What an organisation's own numbers look like; RE2 expressions over plain text.
create table entity_pattern (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
  label text not null check (label <> ''),
  expression text not null check (length(expression) between 1 and 500),
  cues text[] not null default '{}',
  -- Whether it counts only after a cue, or as the answer to a question for it.
  needs_cue boolean not null default false,
  confidence real not null check (confidence > 0 and confidence <= 1),
  active boolean not null default true,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, kind, label)
);

-- What was found by machine is found once: reading a message again adds nothing.
create unique index entity_ref_found_once on entity_ref (org_id, message_id, kind, span) where source = 'system:context';
create index entity_ref_by_message on entity_ref (org_id, message_id) where message_id is not null;

-- What customers asked, until it is answered. The words are in the message.
create table customer_question (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  message_id uuid not null,
  span int4range not null,
  at timestamptz not null,
  -- Of ours, the message that answers it; or who said that it is settled.
  answered_by uuid,
  closed_by text,
  closed_at timestamptz,
  primary key (org_id, id),
  unique (org_id, message_id, span),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, message_id) references message,
  foreign key (org_id, answered_by) references message,
  check ((answered_by is null and closed_by is null) = (closed_at is null))
);
create index customer_question_by_interaction on customer_question (org_id, interaction_id);

-- From and to where a hand-off goes: what the rules of continuity are chosen by, and what is counted.
alter table hand_off
  add column from_channel text,
  add column to_channel text,
  add column from_team_id uuid,
  add column to_team_id uuid,
  add column context_team_id uuid;
create index hand_off_accepted on hand_off (org_id, accepted_at) where accepted_at is not null;

-- Where context was lost, with evidence: ids and places in messages, no words.
create table context_loss (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('asked_again', 'authenticated_again', 'repeated_after_switch', 'incomplete_hand_off')),
  interaction_id uuid not null,
  message_id uuid,
  hand_off_id uuid,
  -- What was asked again, repeated or missing.
  field text not null default '',
  agent_id uuid,
  evidence jsonb not null default '[]',
  at timestamptz not null,
  -- Somebody looked, and it was none.
  dismissed_by text,
  dismissed_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique nulls not distinct (org_id, interaction_id, kind, message_id, hand_off_id, field),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, message_id) references message,
  foreign key (org_id, hand_off_id) references hand_off,
  check ((dismissed_by is null) = (dismissed_at is null))
);
create index context_loss_by_time on context_loss (org_id, at);
create index context_loss_by_hand_off on context_loss (org_id, hand_off_id) where hand_off_id is not null;

-- Which team owns a case's context at a switch, and what must travel along. Null from or to means any.
create table continuity_policy (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  switch text not null check (switch in ('channel', 'agent', 'bot', 'team', 'queue')),
  from_value text,
  to_value text,
  name text not null check (name <> ''),
  owner_team_id uuid,
  fields jsonb not null default '[]',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique nulls not distinct (org_id, switch, from_value, to_value),
  foreign key (org_id, owner_team_id) references team,
  check (switch in ('channel', 'team', 'queue') or (from_value is null and to_value is null))
);

-- Changes that the review of continuity suggests. They take effect only when somebody accepts them.
create table context_proposal (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('require_field', 'own_context')),
  switch text not null,
  from_value text,
  to_value text,
  field text not null default '',
  team_id uuid,
  numerator integer not null check (numerator >= 0),
  denominator integer not null check (denominator >= numerator),
  loss_ids uuid[] not null default '{}',
  period_from timestamptz not null,
  period_to timestamptz not null,
  status text not null default 'proposed' check (status in ('proposed', 'accepted', 'declined')),
  policy_id uuid,
  decided_by text,
  decided_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique nulls not distinct (org_id, kind, switch, from_value, to_value, field),
  check ((status = 'proposed') = (decided_by is null))
);

call guard_by_org(array['entity_pattern', 'customer_question', 'context_loss', 'continuity_policy', 'context_proposal']::regclass[]);
call touch_on_update(array['entity_pattern', 'context_loss', 'continuity_policy', 'context_proposal']::regclass[]);

-- migrate: rollback
drop table context_proposal, continuity_policy, context_loss, customer_question, entity_pattern;
drop index hand_off_accepted;
alter table hand_off drop column from_channel, drop column to_channel, drop column from_team_id, drop column to_team_id,
  drop column context_team_id;
drop index entity_ref_found_once, entity_ref_by_message;
