-- Queues, presence and offers
-- depends: 0006_channels

-- migrate: apply

create table queue (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  -- One point is one minute of waiting.
  priority smallint not null default 0 check (priority between -1000 and 1000),
  -- Answer service_level of the work within service_seconds.
  service_seconds integer not null default 120 check (service_seconds > 0),
  service_level real not null default 0.8 check (service_level between 0 and 1),
  offer_seconds integer not null default 30 check (offer_seconds between 1 and 3600),
  active boolean not null default true,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create table queue_team (
  org_id uuid not null,
  queue_id uuid not null,
  team_id uuid not null,
  primary key (org_id, queue_id, team_id),
  foreign key (org_id, queue_id) references queue on delete cascade,
  -- A team that serves a queue is taken off it first, so that nobody changes a queue without saying so.
  foreign key (org_id, team_id) references team
);

create table presence (
  org_id uuid not null,
  agent_id uuid not null,
  status text not null default 'offline' check (status in ('available', 'busy', 'away', 'wrap_up', 'not_responding', 'offline')),
  reason text,
  since timestamptz not null default now(),
  -- When the agent last finished a piece of work: the longest idle is asked first.
  idle_since timestamptz not null default now(),
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  primary key (org_id, agent_id),
  foreign key (org_id, agent_id) references agent on delete cascade
);

create table offer (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  agent_id uuid not null,
  queue_id uuid,
  status text not null default 'offered' check (status in ('offered', 'accepted', 'declined', 'timed_out', 'rescinded', 'cancelled')),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  -- Why it was declined or taken back, in the words of who did it.
  reason text,
  -- Candidates, who was left out and why, and the parts of the score.
  explanation jsonb not null default '{}',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, queue_id) references queue,
  check ((status = 'offered') = (answered_at is null)),
  check (expires_at > offered_at)
);
-- Two engines can never both win.
create unique index offer_open_once on offer (org_id, interaction_id) where status = 'offered';
create index offer_by_agent on offer (org_id, agent_id) where status = 'offered';
create index offer_by_interaction on offer (org_id, interaction_id, id);
create index offer_expiring on offer (org_id, expires_at) where status = 'offered';
create index presence_at_work on presence (org_id, agent_id) where status <> 'offline';
create index queue_team_by_team on queue_team (org_id, team_id);

-- The place of waiting work within its queue, the smallest first: one point of priority is one minute of age. It does not
-- change while time passes, so it can be an index. The same as routing.scoring.Task.key, in other units.
create function waiting_key(queued_at timestamptz, priority smallint) returns interval
language sql immutable parallel safe
return (queued_at - timestamptz '1970-01-01 00:00:00+00') - priority * interval '1 minute';

create index interaction_waiting on interaction (org_id, queue_id, medium, waiting_key(queued_at, priority), id)
  where status = 'queued' and not automatic;
-- Work that waits for one agent: somebody handed it to them, or they had it and it belongs to no queue.
create index interaction_kept_for on interaction (org_id, coalesce(preferred_id, owner_id))
  where status = 'queued' and not automatic and (preferred_id is not null or queue_id is null);
-- What fills an agent's capacity. A live session counts while it is silent; a mail that waits for an answer does not.
create index interaction_in_hand on interaction (org_id, owner_id, medium)
  where owner_id is not null
    and (status in ('active', 'on_hold', 'wrap_up') or (status = 'waiting_customer' and session is not null));
create index interaction_answered on interaction (org_id, queue_id, answered_at) where answered_at is not null;

alter table interaction add foreign key (org_id, queue_id) references queue;
alter table channel_account add foreign key (org_id, queue_id) references queue;

-- Whether agents of these teams serve the queue; one without teams is everybody's.
create function serves_queue(org uuid, queue uuid, teams uuid[]) returns boolean
language sql stable parallel safe
begin atomic
  select not exists (select from queue_team q where q.org_id = org and q.queue_id = queue)
    or exists (select from queue_team q where q.org_id = org and q.queue_id = queue and q.team_id = any (teams));
end;

-- Whether work is an agent's business: it is theirs, their team's, in a queue that their team or everybody serves, offered to
-- them, or in a case that is theirs. What "one's own" means in the permission case.read_team is written here once.
create function within_reach(agent uuid, teams uuid[], org uuid, interaction uuid, owner uuid, team uuid, queue uuid, the_case uuid)
returns boolean language sql stable parallel safe
begin atomic
  select owner = agent or team = any (teams)
    or (queue is not null and serves_queue(org, queue, teams))
    or exists (select from offer o where o.org_id = org and o.interaction_id = interaction and o.agent_id = agent and o.status = 'offered')
    or exists (select from case_record k where k.org_id = org and k.id = the_case and (k.owner_id = agent or k.team_id = any (teams)));
end;

-- Whether a case is an agent's business: it is theirs or their team's, or one of its contacts is within their reach. A case
-- that was joined into another goes with that one.
create function case_within_reach(agent uuid, teams uuid[], org uuid, the_case uuid) returns boolean
language sql stable parallel safe
begin atomic
  with recursive up as (
    select k.id, k.joined_into, k.owner_id, k.team_id from case_record k where k.org_id = org and k.id = the_case
    union
    select k.id, k.joined_into, k.owner_id, k.team_id from up join case_record k on k.org_id = org and k.id = up.joined_into
  )
  select exists (select from up where up.owner_id = agent or up.team_id = any (teams)) or exists (
    select from up join interaction i on i.org_id = org and i.case_id = up.id
    where within_reach(agent, teams, org, i.id, i.owner_id, i.team_id, i.queue_id, null));
end;

-- What works with its owner's rights is for the application only.
do $$
declare each regprocedure;
begin
  for each in select oid from pg_proc where prosecdef and pronamespace = 'public'::regnamespace loop
    execute format('revoke execute on function %s from public', each);
    execute format('grant execute on function %s to warmline_app', each);
  end loop;
end $$;

call guard_by_org(array['queue', 'queue_team', 'presence', 'offer']::regclass[]);
call touch_on_update(array['queue', 'presence', 'offer']::regclass[]);

-- migrate: rollback
