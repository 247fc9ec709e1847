-- How people look at work: saved views, what each has read, what they put off, and which cases they follow
-- depends: 0022_access

-- migrate: apply

create table saved_view (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  owner_id uuid not null,
  name text not null check (name <> '' and length(name) <= 80),
  icon text check (icon ~ '^[a-z][a-z0-9-]{0,39}$'),
  shared text not null default 'nobody' check (shared in ('nobody', 'team', 'everybody')),
  team_id uuid,
  -- As desk.model.Filters has them.
  filters jsonb not null default '{}',
  sort text not null default 'newest' check (sort in ('newest', 'waiting', 'due')),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, owner_id) references agent on delete cascade,
  foreign key (org_id, team_id) references team,
  check ((shared = 'team') = (team_id is not null))
);
create index saved_view_by_owner on saved_view (org_id, owner_id, id);
create index saved_view_by_team on saved_view (org_id, team_id, id) where team_id is not null;
create index saved_view_shared on saved_view (org_id, id) where shared = 'everybody';

-- In which order somebody has the views that they see; those that are not named come after, the oldest first.
create table saved_view_order (
  org_id uuid not null,
  agent_id uuid not null,
  view_ids uuid[] not null,
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  primary key (org_id, agent_id),
  foreign key (org_id, agent_id) references agent on delete cascade
);

-- How far somebody has read a contact; null: nothing of it. ``unread`` is what they said themselves.
create table read_mark (
  org_id uuid not null,
  agent_id uuid not null,
  interaction_id uuid not null,
  message_id uuid,
  unread boolean not null default false,
  at timestamptz not null,
  primary key (org_id, agent_id, interaction_id),
  foreign key (org_id, agent_id) references agent on delete cascade,
  foreign key (org_id, interaction_id) references interaction on delete cascade
);
create index read_mark_by_interaction on read_mark (org_id, interaction_id);

create table snooze (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  agent_id uuid not null,
  interaction_id uuid not null,
  -- Null: until the customer writes, which ends every snooze.
  until timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, agent_id, interaction_id),
  foreign key (org_id, agent_id) references agent on delete cascade,
  foreign key (org_id, interaction_id) references interaction on delete cascade
);
create index snooze_by_interaction on snooze (org_id, interaction_id);

create table case_follow (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  agent_id uuid not null,
  case_id uuid not null,
  -- When somebody else last moved the case, and when the follower last looked.
  moved_at timestamptz,
  seen_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, agent_id, case_id),
  foreign key (org_id, agent_id) references agent on delete cascade,
  foreign key (org_id, case_id) references case_record on delete cascade
);
create index case_follow_by_case on case_follow (org_id, case_id);

-- Whether a contact waits for somebody here: nobody has it, or somebody has it and has not answered yet. A call is answered
-- when it is taken.
create function awaits_answer(status text, first_response_at timestamptz, medium text, direction text, automatic boolean)
returns boolean language sql immutable parallel safe
return not automatic and (status in ('received', 'queued', 'offered', 'transferred', 'reopened')
  or (status in ('active', 'on_hold') and first_response_at is null and medium = 'text' and direction = 'inbound'));

-- Whether an agent has something to read in a contact: they said so, or the last word is a customer's or a colleague's note
-- that they have not read. Of what they never opened it counts until it has ended. What was answered is read, whoever answered;
-- what a bot says is not for reading.
create function unread_by(org uuid, agent uuid, interaction uuid, status text) returns boolean
language sql stable parallel safe
begin atomic
  select agent is not null and case when r.agent_id is null
      then status not in ('resolved', 'closed', 'abandoned') and coalesce(l.concerns, false)
      else r.unread or coalesce(l.concerns and (r.message_id is null or l.id > r.message_id), false) end
  from (select) as one
  left join read_mark r on r.org_id = org and r.agent_id = agent and r.interaction_id = interaction
  left join lateral (
    select m.id, m.direction <> 'outbound' and p.agent_id is distinct from agent as concerns from message m
    join participant p on p.org_id = org and p.id = m.participant_id
    where m.org_id = org and m.interaction_id = interaction and p.role <> 'bot'
    order by m.id desc
    limit 1
  ) l on true;
end;

-- The orders of an inbox. The first is for what has ended, too; the others hold only what is under way, which is little.
create index interaction_by_activity on interaction (org_id, last_message_at, id);
create index interaction_in_hands on interaction (org_id, owner_id, last_message_at, id)
  where owner_id is not null and status not in ('resolved', 'closed', 'abandoned');
create index interaction_unassigned on interaction (org_id, last_message_at, id)
  where owner_id is null and status not in ('resolved', 'closed', 'abandoned');
create index interaction_awaiting on interaction (org_id, coalesce(queued_at, started_at), id)
  where awaits_answer(status, first_response_at, medium, direction, automatic);

call guard_by_org(array['saved_view', 'saved_view_order', 'read_mark', 'snooze', 'case_follow']::regclass[]);
call touch_on_update(array['saved_view', 'saved_view_order', 'snooze']::regclass[]);

-- migrate: rollback
