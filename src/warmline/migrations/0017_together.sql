-- Colleagues asked into a conversation, customers who are called back, and waits that were foretold
-- depends: 0016_rules

-- migrate: apply

-- A colleague who was asked into a conversation: for advice (consult), or to take part in it (conference). Asking a team, or
-- whoever serves a queue, is asking whoever of them comes first; then agent_id is who came.
create table invitation (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  -- That of the interaction: a joined call takes all of an agent, a joined chat one unit of text.
  medium text not null,
  kind text not null check (kind in ('consult', 'conference')),
  agent_id uuid,
  team_id uuid,
  queue_id uuid,
  -- Who asked; none where a program did.
  invited_by uuid,
  question text not null default '',
  status text not null default 'invited' check (status in ('invited', 'joined', 'declined', 'withdrawn', 'left')),
  invited_at timestamptz not null,
  joined_at timestamptz,
  left_at timestamptz,
  -- What came of it, and what the colleague said.
  outcome text,
  note text not null default '',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, team_id) references team,
  foreign key (org_id, queue_id) references queue,
  foreign key (org_id, invited_by) references agent,
  check (num_nonnulls(team_id, queue_id) < 2),
  check (agent_id is not null or (status <> 'joined' and num_nonnulls(team_id, queue_id) = 1)),
  check ((status in ('declined', 'withdrawn', 'left')) = (left_at is not null)),
  check (status not in ('joined', 'left') or joined_at is not null)
);
-- Nobody is asked twice into the same conversation.
create unique index invitation_once on invitation (org_id, interaction_id, agent_id)
  where status in ('invited', 'joined') and agent_id is not null;
create unique index invitation_once_team on invitation (org_id, interaction_id, team_id)
  where status = 'invited' and team_id is not null;
create unique index invitation_once_queue on invitation (org_id, interaction_id, queue_id)
  where status = 'invited' and queue_id is not null;
create index invitation_by_interaction on invitation (org_id, interaction_id, id);
create index invitation_of_agent on invitation (org_id, agent_id, medium) where status = 'joined';
create index invitation_open on invitation (org_id, agent_id) where status = 'invited';

-- A customer who asked to be called back. The interaction waits on in its queue, at its own age, as work by voice.
create table callback (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  customer_id uuid,
  -- The handle whose number it is, where it is known already.
  handle_id uuid,
  -- In E.164.
  number text not null check (number ~ '^\+[1-9][0-9]{4,14}$'),
  status text not null default 'waiting' check (status in ('waiting', 'completed', 'failed', 'cancelled')),
  -- Not before then: what the customer chose, or the next attempt.
  not_before timestamptz,
  -- [{"at": ..., "agent_id": ..., "outcome": "no_answer", "note": ...}], the oldest first.
  attempts jsonb not null default '[]',
  most_attempts smallint not null default 3 check (most_attempts between 1 and 20),
  retry_seconds integer not null default 900 check (retry_seconds between 1 and 604800),
  -- What the interaction was, to be so again where the customer would rather go on waiting.
  medium_before text not null,
  initiation_before text not null,
  requested_at timestamptz not null,
  requested_by text not null,
  ended_at timestamptz,
  reason text,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, handle_id) references handle,
  check ((status = 'waiting') = (ended_at is null))
);
create unique index callback_open_once on callback (org_id, interaction_id) where status = 'waiting';
create index callback_by_interaction on callback (org_id, interaction_id, id);
create index work_need_later on work_need (org_id, not_before) where not_before is not null;

-- What a customer was told about the wait, and what it was: at most one a minute for each interaction.
create table estimate (
  org_id uuid not null,
  interaction_id uuid not null,
  -- Minutes since 1970.
  minute bigint not null,
  queue_id uuid not null,
  at timestamptz not null,
  place integer not null check (place > 0),
  seconds double precision not null check (seconds >= 0),
  -- How it was made, such as pace/2.
  method text not null,
  -- How long it was from then on; none while nobody has answered, or nobody did.
  waited_seconds double precision check (waited_seconds >= 0),
  primary key (org_id, interaction_id, minute),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, queue_id) references queue
);
create index estimate_answered on estimate (org_id, queue_id, at) where waited_seconds is not null;

-- The presence was set because an agent wraps up a conversation, at this time; it holds while it is that of ``since``.
alter table presence add column followed_at timestamptz;
-- How long a conversation by voice may be wrapped up; then its agent is available again.
alter table queue add column wrap_up_seconds integer check (wrap_up_seconds between 1 and 86400);
create index interaction_gave_up on interaction (org_id, queue_id, ended_at) where status = 'abandoned';

-- All that fills agents' capacity, one row a unit: what they have in hand (a live session counts while it is silent; a mail
-- that waits for its customer does not), what is offered to them, and conversations into which they came.
-- Inlined where it is called, so that an agent, a list of agents or all of them are looked up by the indexes of each part.
create function work_in_hand(org uuid) returns table (agent_id uuid, medium text, interaction_id uuid)
language sql stable parallel safe
begin atomic
  select i.owner_id, i.medium, i.id
  from interaction i
  where i.org_id = org and i.owner_id is not null
    and (i.status in ('active', 'on_hold', 'wrap_up') or (i.status = 'waiting_customer' and i.session is not null))
  union all
  select o.agent_id, i.medium, i.id
  from offer o
  join interaction i on i.org_id = org and i.id = o.interaction_id
  where o.org_id = org and o.status = 'offered'
  union all
  select v.agent_id, v.medium, v.interaction_id
  from invitation v
  where v.org_id = org and v.status = 'joined';
end;

-- Who was asked into a conversation sees it until they decline or leave.
create or replace function within_reach(agent uuid, teams uuid[], org uuid, interaction uuid, owner uuid, team uuid, queue uuid, the_case uuid)
returns boolean language sql stable parallel safe
begin atomic
  select owner = agent or team = any (teams)
    or (queue is not null and serves_queue(org, queue, teams))
    or exists (select from offer o where o.org_id = org and o.interaction_id = interaction and o.agent_id = agent and o.status = 'offered')
    or exists (select from invitation v where v.org_id = org and v.interaction_id = interaction
               and (v.status = 'joined' and v.agent_id = agent
                    or v.status = 'invited' and (v.agent_id = agent or v.team_id = any (teams)
                      or v.queue_id is not null and serves_queue(org, v.queue_id, teams))))
    or exists (select from case_record k where k.org_id = org and k.id = the_case and (k.owner_id = agent or k.team_id = any (teams)));
end;

call guard_by_org(array['invitation', 'callback', 'estimate']::regclass[]);
call touch_on_update(array['invitation', 'callback']::regclass[]);

-- migrate: rollback
