-- name: lock_learning!
-- One at a time counts outcomes and publishes models of an organisation.
select pg_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 73));

-- name: learning_settings$
-- What the organisation set for learning.
select coalesce(settings -> 'routing_learning', '{}') from organization where org_id = :org_id;

-- name: resolutions
-- Contacts that agents have resolved, as outcomes are made of them: what they were, by which decision the agent got them,
-- and the model that was in force then.
select i.id, i.customer_id, r.agent_id, r.resolved_at, routing_intent(:org_id, i.id) as intent, i.channel,
       coalesce(c.tier, '') as tier,
       case when i.talk_seconds + i.hold_seconds + i.wrap_up_seconds > 0 then greatest(0,
         i.talk_seconds + i.hold_seconds + i.wrap_up_seconds - coalesce((
           select sum(o.handle_seconds) from routing_outcome o
           where o.org_id = :org_id and o.interaction_id = i.id and o.resolved_at < r.resolved_at), 0)) end as handle_seconds,
       extract(epoch from greatest(interval '0', i.answered_at - i.queued_at))::float8 as wait_seconds,
       d.offered_at as decided_at, coalesce((d.explanation ->> 'learned')::boolean, false) as learned,
       coalesce(d.explanation ->> 'rule', '') as rule, m.number as model
from unnest(:ids::uuid[], :agent_ids::uuid[], :resolved::timestamptz[]) as r (id, agent_id, resolved_at)
join interaction i on i.org_id = :org_id and i.id = r.id and not i.automatic and i.customer_id is not null
join agent a on a.org_id = :org_id and a.id = r.agent_id
join customer c on c.org_id = :org_id and c.id = i.customer_id
left join lateral (
  select o.offered_at, o.explanation from offer o
  where o.org_id = :org_id and o.interaction_id = i.id and o.agent_id = r.agent_id and o.status = 'accepted'
    and o.offered_at <= r.resolved_at
  order by o.id desc
  limit 1
) d on true
left join lateral (
  select p.number from routing_model p
  where p.org_id = :org_id and p.published_at <= d.offered_at
  order by p.published_at desc
  limit 1
) m on true;

-- name: insert_outcomes!
-- Outcomes that wait; those that are there already stay as they are.
insert into routing_outcome (org_id, interaction_id, agent_id, customer_id, intent, channel, tier, resolved_at, due_at,
  handle_seconds, wait_seconds, decided_at, block_at, learned, model)
select :org_id, * from unnest(:interaction_ids::uuid[], :agent_ids::uuid[], :customer_ids::uuid[], :intents::text[],
  :channels::text[], :tiers::text[], :resolved::timestamptz[], :due::timestamptz[], :handles::float8[], :waits::float8[],
  :decided::timestamptz[], :blocks::timestamptz[], :learned::boolean[], :models::text[])
on conflict (org_id, interaction_id, resolved_at) do nothing;

-- name: settle_failures!
-- Outcomes of these customers, and of those that count as them, that are known by now not to have held.
with back as materialized (
  select o.id, came_back(:org_id, o.interaction_id, o.resolved_at, o.due_at) as at
  from routing_outcome o
  where o.org_id = :org_id and o.settled_at is null and o.customer_id in (
    select same.id from customer c
    join customer same on same.org_id = :org_id and same.root_id = c.root_id
    where c.org_id = :org_id and c.id = any (:customer_ids::uuid[]))
)
update routing_outcome o set recontacted_at = back.at, settled_at = :now, resolved = false
from back
where o.org_id = :org_id and o.id = back.id and back.at is not null and o.settled_at is null;

-- name: due_outcomes
-- Outcomes whose time is over and that do not count yet, in the order in which they became due.
select o.id, came_back(:org_id, o.interaction_id, o.resolved_at, o.due_at) as recontacted_at,
       (select least(greatest(s.value, 0), 1) from signal s
        where s.org_id = :org_id and s.interaction_id = o.interaction_id and s.kind = 'satisfaction'
          and s.superseded_by is null and s.value is not null) as satisfaction
from routing_outcome o
where o.org_id = :org_id and o.position is null and o.due_at <= :now
order by o.due_at, o.id
limit :most::int;

-- name: last_position$
-- How many outcomes count.
select coalesce(max(position), 0) from routing_outcome where org_id = :org_id;

-- name: count_outcomes!
-- Let outcomes count, each in its place.
update routing_outcome o set recontacted_at = n.recontacted_at, satisfaction = n.satisfaction, value = n.value,
  position = n.position, resolved = n.recontacted_at is null, settled_at = coalesce(o.settled_at, :now)
from unnest(:ids::uuid[], :recontacted::timestamptz[], :satisfactions::float8[], :values::int[], :positions::bigint[])
  as n (id, recontacted_at, satisfaction, value, position)
where o.org_id = :org_id and o.id = n.id and o.position is null;

-- name: counted
-- Outcomes that count, after a place and up to another, as the model may see them.
select agent_id, intent, value, handle_seconds, channel, tier
from routing_outcome
where org_id = :org_id and position > :after::bigint and position <= :upto::bigint
order by position;

-- name: newest_model^
-- The model that was published last.
select id, number, position, outcomes, worths, overloaded, day, decided, explored, published_at, counts
from routing_model where org_id = :org_id order by number desc limit 1;

-- name: model_by_number^
-- One model.
select id, number, position, outcomes, worths, overloaded, day, decided, explored, published_at, counts
from routing_model where org_id = :org_id and number = :number::int;

-- name: models
-- Models by id, without their counts.
select id, number, position, outcomes, worths, overloaded, day, decided, explored, published_at, null::bytea as counts
from routing_model where org_id = :org_id and id = any (:ids::uuid[]);

-- name: insert_model!
-- A model that is in force from now on.
insert into routing_model (org_id, id, number, position, outcomes, worths, overloaded, day, decided, explored, published_at, counts)
values (:org_id, :id, :number, :position, :outcomes, :worths, :overloaded, :day, :decided, :explored, :at, :counts);

-- name: drop_older_counts!
-- Only the newest model keeps its counts.
update routing_model set counts = null where org_id = :org_id and number < :number::int and counts is not null;

-- name: learned_offers
-- Decisions that the model was part of since a time, each with the share that explored. Ids grow with time.
select o.interaction_id, o.explanation ->> 'model' as model, coalesce((m.worths ->> 'explore')::float8, 0) as explore
from offer o
join routing_model m on m.org_id = :org_id and 'resolution-' || m.number = o.explanation ->> 'model'
where o.org_id = :org_id and o.id >= (select uuidv7(:since::timestamptz - clock_timestamp() - interval '1 minute'))
  and o.offered_at >= :since and (o.explanation ->> 'learned')::boolean;

-- name: taken_lately
-- How much each agent who is at work has taken of what was offered since a time.
select p.agent_id, (
  select count(*) from offer o
  where o.org_id = :org_id and o.agent_id = p.agent_id and o.status = 'accepted' and o.answered_at >= :since
    and o.id >= (select uuidv7(:since::timestamptz - clock_timestamp() - interval '1 hour'))
) as taken
from presence p
where p.org_id = :org_id and p.status <> 'offline';

-- name: without_worth
-- Outcomes of decisions under a model whose worth is not written down yet.
select id, agent_id, intent from routing_outcome
where org_id = :org_id and model is not null and worth is null and resolved_at >= :since
order by id
limit :most::int;

-- name: set_worths!
-- What the model expected.
update routing_outcome o set worth = n.worth
from unnest(:ids::uuid[], :worths::float8[]) as n (id, worth)
where o.org_id = :org_id and o.id = n.id;

-- name: outcome_totals^
-- How many outcomes there are, wait for their time, and count.
select count(*) as outcomes, count(*) filter (where position is null) as waiting,
       count(*) filter (where position is not null) as counted
from routing_outcome where org_id = :org_id;

-- name: by_block
-- What came of decisions under a model, by block of time and by whether it was on. Only what is due: failures are known
-- sooner than successes.
select block_at, learned, count(*) as number, count(*) filter (where resolved) as resolved,
       count(handle_seconds) as handled, coalesce(sum(handle_seconds), 0)::float8 as handle_seconds,
       count(wait_seconds) as waited, coalesce(sum(wait_seconds), 0)::float8 as wait_seconds
from routing_outcome
where org_id = :org_id and learned is not null and position is not null and resolved_at >= :since
  and decided_at >= block_at + :settling::interval
group by 1, 2
order by 1, 2;

-- name: by_group
-- What came of decisions under a model, by group of customers and by whether it was on. Attributes are read for this alone.
with known as (
  select o.learned, o.worth, o.resolved, o.wait_seconds, o.channel, i.medium, c.tier, c.language, c.attributes
  from routing_outcome o
  join interaction i on i.org_id = :org_id and i.id = o.interaction_id
  join customer c on c.org_id = :org_id and c.id = o.customer_id
  where o.org_id = :org_id and o.learned is not null and o.position is not null and o.resolved_at >= :since
), grouped as (
  select k.*, g.dimension, g.name
  from known k
  cross join lateral (
    values ('channel', k.channel), ('medium', k.medium), ('tier', k.tier), ('language', k.language),
      ('region', coalesce(k.attributes ->> 'region', k.attributes ->> 'country'))
    union all
    select 'attribute:' || a.name, k.attributes ->> a.name from unnest(:attributes::text[]) as a (name)
  ) as g (dimension, name)
)
select dimension, coalesce(name, '') as name, learned, count(*) as number, count(*) filter (where resolved) as resolved,
       count(worth) as weighed, count(*) filter (where worth > 0) as matched, count(wait_seconds) as waited,
       coalesce(sum(wait_seconds), 0)::float8 as wait_seconds, coalesce(sum(wait_seconds ^ 2), 0)::float8 as wait_squares
from grouped
group by 1, 2, 3
order by 1, 2, 3;

-- name: by_agent
-- What agents had of decisions under a model, by whether it was on.
select agent_id, learned, count(*) as number, count(*) filter (where resolved) as resolved,
       coalesce(sum(handle_seconds), 0)::float8 as handle_seconds
from routing_outcome
where org_id = :org_id and learned is not null and position is not null and resolved_at >= :since
group by 1, 2
order by 1, 2;
