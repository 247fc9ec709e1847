-- What became of resolutions, and the models of who resolves what
-- depends: 0017_together

-- migrate: apply

-- One for each time that an agent's work was resolved. It waits until due_at for the customer to come back.
create table routing_outcome (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  agent_id uuid not null,
  customer_id uuid not null,
  intent text not null,
  -- What the model may know of the customer and the contact besides the intent; see routing/learning/outcomes.py.
  channel text not null,
  tier text not null default '',
  resolved_at timestamptz not null,
  due_at timestamptz not null,
  handle_seconds double precision check (handle_seconds >= 0),
  wait_seconds double precision check (wait_seconds >= 0),
  -- The decision by which the agent got it, where the engine decided: when, the block of time that it was in, whether the
  -- model was on (null: there was none, or the work was not the engine's to give), and the model that was in force.
  decided_at timestamptz,
  block_at timestamptz,
  learned boolean,
  model text,
  -- What that model expected of this agent, in points above the mean; null where it knew nothing.
  worth double precision,
  -- The customer came back about the same matter: it did not hold, and that is known before it is due.
  recontacted_at timestamptz,
  settled_at timestamptz,
  resolved boolean,
  -- When it is due it counts: 0 to 1 as the record has it by then, all of it in thousandths, and its place in the order in
  -- which outcomes were counted. Not sooner: bad news comes early, and would count before the good news of the same days.
  satisfaction real check (satisfaction between 0 and 1),
  value smallint check (value between 0 and 1000),
  position bigint check (position > 0),
  primary key (org_id, id),
  unique (org_id, interaction_id, resolved_at),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, customer_id) references customer,
  check (due_at > resolved_at),
  check ((settled_at is null) = (resolved is null)),
  check ((position is null) = (value is null) and (position is null or settled_at is not null))
);
create unique index routing_outcome_by_position on routing_outcome (org_id, position) where position is not null;
create index routing_outcome_due on routing_outcome (org_id, due_at) where position is null;
create index routing_outcome_open on routing_outcome (org_id, customer_id) where settled_at is null;
create index routing_outcome_by_time on routing_outcome (org_id, resolved_at);

-- When the customer came back about what was resolved: with a further contact in the same case, with one that goes on with
-- or repeats a contact of that case, or because the contact itself was opened again. Null where they did not.
create function came_back(org uuid, the_interaction uuid, since timestamptz, until timestamptz) returns timestamptz
language sql stable parallel safe
return (
  select min(at) from (
    select n.started_at as at
    from interaction i
    join interaction n on n.org_id = org and n.case_id = i.case_id and n.id <> i.id
    where i.org_id = org and i.id = the_interaction and n.direction = 'inbound' and not n.automatic
    union all
    select n.started_at
    from (
      select the_interaction as id
      union
      select k.id
      from interaction i
      join interaction k on k.org_id = org and k.case_id = i.case_id
      where i.org_id = org and i.id = the_interaction
    ) known
    join interaction_link l on l.org_id = org and l.to_id = known.id and l.undone_at is null
      and l.kind in ('continues', 'repeats', 'escalates', 'duplicates')
    join interaction n on n.org_id = org and n.id = l.from_id
    where n.direction = 'inbound' and not n.automatic
    union all
    select e.at from event e
    where e.org_id = org and e.interaction_id = the_interaction and e.type = 'interaction.status_changed'
      and e.data ->> 'to_status' = 'reopened'
    -- Not looked for by time: a week of everybody's contacts is more than all those of one case.
    offset 0
  ) again
  where at > since and at <= until
);

-- Each model that was in force. It follows from the outcomes up to its position and from its settings, so an old one can
-- be made again; only the newest keeps its counts.
create table routing_model (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  number integer not null check (number > 0),
  position bigint not null check (position >= 0),
  outcomes bigint not null check (outcomes >= 0),
  -- How expectations became points, and who had had more than their part.
  worths jsonb not null,
  overloaded uuid[] not null default '{}',
  -- Decisions of the day (UTC) that the model was part of, and those in which agents were drawn to learn about them.
  day timestamptz not null,
  decided integer not null default 0 check (decided >= 0),
  explored integer not null default 0 check (explored between 0 and decided),
  published_at timestamptz not null,
  counts bytea,
  primary key (org_id, id),
  unique (org_id, number)
);
create index routing_model_by_time on routing_model (org_id, published_at);

-- What kind of matter it is to the model: what rules said, else the category of the contact.
create function routing_intent(org uuid, interaction uuid) returns text
language sql stable parallel safe
return (
  select coalesce(n.intent, i.category, '')
  from interaction i left join work_need n on n.org_id = i.org_id and n.interaction_id = i.id
  where i.org_id = org and i.id = interaction
);

call guard_by_org(array['routing_outcome', 'routing_model']::regclass[]);

-- migrate: rollback

drop function routing_intent(uuid, uuid);
drop function came_back(uuid, uuid, timestamptz, timestamptz);
drop table routing_model, routing_outcome;
