-- Replies that can be taken back, colleagues who are mentioned, standing answers, and what people are told
-- depends: 0023_desk

-- migrate: apply

-- Held: written, and not yet on its way. Nothing but the desk shows it.
alter table message drop constraint message_delivery_check,
  add constraint message_delivery_check check (delivery in ('held', 'queued', 'sent', 'delivered', 'read', 'failed'));
-- Agents and teams whom a note calls upon.
alter table message add column mentions uuid[] not null default '{}';

-- A reply that its author can still take back: where it goes, and when. The row goes away with the hold.
create table held_reply (
  org_id uuid not null references organization,
  message_id uuid not null,
  -- None where a program wrote it.
  agent_id uuid,
  -- Who wrote it, as events name them.
  author text not null,
  author_name text not null default '',
  channel text not null,
  medium text not null,
  synchrony text not null,
  subject text,
  send_at timestamptz not null,
  primary key (org_id, message_id),
  foreign key (org_id, message_id) references message,
  foreign key (org_id, agent_id) references agent
);

-- A text that is written once and used often, with variables that are filled for the contact it is used in.
create table canned_response (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null check (name <> ''),
  body text not null check (body <> ''),
  folder text not null default '',
  -- BCP 47; null suits any language.
  language text,
  -- Empty suits all.
  channels text[] not null default '{}',
  scope text not null check (scope in ('personal', 'team', 'everybody')),
  agent_id uuid,
  team_id uuid,
  uses bigint not null default 0 check (uses >= 0),
  used_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, team_id) references team on delete cascade,
  check ((scope = 'personal') = (agent_id is not null)),
  check ((scope = 'team') = (team_id is not null))
);
-- The same code may be everybody's, a team's and one's own; what is nearer goes first.
create unique index canned_response_code on canned_response (org_id, code, scope, coalesce(agent_id, team_id, org_id));

-- What one agent is told: that a colleague called upon them, or that something became theirs.
create table notification (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  agent_id uuid not null,
  kind text not null check (kind in ('mention', 'assigned', 'hand_off', 'snooze')),
  case_id uuid,
  interaction_id uuid,
  message_id uuid,
  -- Who brought it about, as events name them, and by which event.
  actor text not null,
  cause text not null,
  at timestamptz not null,
  read_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, message_id) references message
);
create index notification_by_agent on notification (org_id, agent_id, id);
create index notification_unread on notification (org_id, agent_id, id) where read_at is null;
-- One event tells somebody one thing once.
create unique index notification_once on notification (org_id, agent_id, kind, cause);

call guard_by_org(array['held_reply', 'canned_response', 'notification']::regclass[]);
call touch_on_update(array['notification']::regclass[]);
-- That it was used is no change that its editors have to see first.
create trigger touch before update on canned_response for each row when (old.uses = new.uses) execute function touch();

-- migrate: rollback
