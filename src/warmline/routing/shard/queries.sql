-- name: queues
-- The queues that are served, with who serves them.
select q.id, q.priority, q.service_seconds, q.offer_seconds, q.offer_to, q.sticky_seconds, q.skills, q.rings, q.calendar_id,
       q.overflow_queue_id, q.overflow_seconds,
       array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id) as team_ids
from queue q
where q.org_id = :org_id and q.active;

-- name: agents
-- Everybody at work who may take work, or those of ``ids``: teams, skills, capacity, and what fills it.
with chosen as materialized (
  select p.agent_id, p.status, extract(epoch from p.idle_since)::float8 as idle_since, a.capacity,
         coalesce(r.interruptible, '{}') as interruptible
  from presence p
  join agent a on a.org_id = :org_id and a.id = p.agent_id and a.active
  left join agent_routing r on r.org_id = :org_id and r.agent_id = p.agent_id
  where p.org_id = :org_id and p.status <> 'offline' and (:ids::uuid[] is null or p.agent_id = any (:ids::uuid[]))
    and exists (
      select from agent_role ar
      join role on role.org_id = :org_id and role.id = ar.role_id
      where ar.org_id = :org_id and ar.agent_id = p.agent_id and role.permissions && '{*,interaction.work}'::text[])
), teams as (
  select m.agent_id, array_agg(m.team_id) as ids from team_member m
  where m.org_id = :org_id and (:ids::uuid[] is null or m.agent_id = any (:ids::uuid[]))
  group by 1
), skills as (
  select k.agent_id, jsonb_object_agg(s.code, k.level) as levels
  from agent_skill k join skill s on s.org_id = :org_id and s.id = k.skill_id
  where k.org_id = :org_id and (:ids::uuid[] is null or k.agent_id = any (:ids::uuid[]))
  group by 1
), load as (
  select u.agent_id, jsonb_object_agg(u.medium, u.units) as units
  from (
    select w.agent_id, w.medium, count(*) as units from work_in_hand(:org_id) w
    where :ids::uuid[] is null or w.agent_id = any (:ids::uuid[])
    group by 1, 2
  ) u
  group by 1
)
select c.*, coalesce(t.ids, '{}') as team_ids, coalesce(s.levels, '{}') as skills, coalesce(l.units, '{}') as load
from chosen c
left join teams t using (agent_id)
left join skills s using (agent_id)
left join load l using (agent_id);

-- name: tasks
-- Those of the interactions that wait for somebody, with what they need, who knows the matter while that counts, and who
-- declined them lately.
select i.id, i.queue_id, i.medium, i.priority, i.preferred_id, i.owner_id, i.status_since, i.queued_at, i.skills,
       i.service_seconds, i.intent, i.not_before, k.case_owner, k.chosen_agent, k.last_agent, d.agents as refused, d.until as refused_until,
       i.preferred_id is not null and exists (
         select from presence p where p.org_id = :org_id and p.agent_id = i.preferred_id and p.status <> 'offline') as awaited
from (
  select w.id, w.queue_id, w.medium, w.priority, w.preferred_id, w.owner_id, w.case_id, w.customer_id,
         extract(epoch from w.status_since)::float8 as status_since,
         extract(epoch from coalesce(w.queued_at, w.status_since))::float8 as queued_at, w.first_offered_at,
         n.skills, n.service_seconds, coalesce(n.intent, w.category) as intent, extract(epoch from n.not_before)::float8 as not_before,
         coalesce(q.sticky_seconds, :sticky_seconds::float8) as sticky
  from interaction w
  left join work_need n on n.org_id = :org_id and n.interaction_id = w.id
  left join queue q on q.org_id = :org_id and q.id = w.queue_id
  where w.org_id = :org_id and w.id = any (:ids::uuid[]) and w.status = 'queued' and not w.automatic
) i
left join lateral (
  select c.owner_id as case_owner, f.agent_id as chosen_agent, e.owner_id as last_agent
  from (select) as one
  left join case_record c on c.org_id = :org_id and c.id = i.case_id
  left join customer m on m.org_id = :org_id and m.id = i.customer_id
  left join lateral (
    select p.agent_id from preferred_agent p
    join customer of on of.org_id = :org_id and of.id = p.customer_id and of.root_id = m.root_id
    where p.org_id = :org_id and (p.until is null or p.until > :at::timestamptz)
    order by p.customer_id = m.root_id desc, p.until is null desc limit 1
  ) f on true
  left join lateral (
    select was.owner_id
    from customer part
    cross join lateral (
      select h.owner_id, h.id from interaction h
      where h.org_id = :org_id and h.customer_id = part.id and h.owner_id is not null and h.id <> i.id
      order by h.id desc limit 1
    ) was
    where part.org_id = :org_id and part.root_id = m.root_id
    order by was.id desc limit 1
  ) e on true
  where i.queued_at + i.sticky > extract(epoch from :at::timestamptz)
) k on true
left join lateral (
  select array_agg(o.agent_id) as agents, min(extract(epoch from o.answered_at))::float8 as until
  from offer o
  where o.org_id = :org_id and o.interaction_id = i.id and o.status = 'declined' and o.answered_at > :declined_since::timestamptz
    and i.first_offered_at is not null
) d on true;

-- name: heads
-- The first tasks of each queue and medium, and what waits for one agent, in the order in which they are served.
select w.id
from unnest(:queue_ids::uuid[]) as q (id)
cross join unnest(:media::text[]) as m (medium)
cross join lateral (
  select i.id from interaction i
  where i.org_id = :org_id and i.queue_id = q.id and i.medium = m.medium and i.status = 'queued' and not i.automatic
  order by waiting_key(i.queued_at, i.priority), i.id
  limit :size
) w
union
select k.id
from (
  select i.id from interaction i
  where i.org_id = :org_id and coalesce(i.preferred_id, i.owner_id) = any (:agent_ids::uuid[])
    and i.status = 'queued' and not i.automatic and (i.preferred_id is not null or i.queue_id is null)
  limit :size
) k;

-- name: waiting_page
-- The next of all that waits, by the time of its start.
select id, started_at from interaction
where org_id = :org_id and status = 'queued' and not automatic
  and (started_at, id) > (:after_start::timestamptz, :after_id::uuid)
order by started_at, id
limit :size;

-- name: waiting_of
-- What waits in these queues, in these cases, of these customers, or for these agents.
select i.id from interaction i
where i.org_id = :org_id and i.status = 'queued' and not i.automatic and i.queue_id = any (:queue_ids::uuid[])
union
select i.id from interaction i
where i.org_id = :org_id and i.case_id = any (:case_ids::uuid[]) and i.status = 'queued' and not i.automatic
union
select i.id
from customer asked
join customer part on part.org_id = :org_id and part.root_id = asked.root_id
join interaction i on i.org_id = :org_id and i.customer_id = part.id and i.status = 'queued' and not i.automatic
where asked.org_id = :org_id and asked.id = any (:customer_ids::uuid[])
union
select i.id from interaction i
where i.org_id = :org_id and coalesce(i.preferred_id, i.owner_id) = any (:agent_ids::uuid[])
  and i.status = 'queued' and not i.automatic and (i.preferred_id is not null or i.queue_id is null);

-- name: open_offers
-- Offers that are open, all or those of ``ids``, and until when.
select id, extract(epoch from expires_at)::float8 as expires_at
from offer
where org_id = :org_id and status = 'offered' and (:ids::uuid[] is null or id = any (:ids::uuid[]));

-- name: lock_for_offers
-- Those of the agents who are still available, with what they have in hand, and those of the work that still wait, locked
-- until commit, without what somebody is busy with.
select * from lock_for_offers(:org_id::uuid, :agent_ids::uuid[], :task_ids::uuid[]);

-- name: plan_anew!
-- Plans that this connection keeps, as those of the functions here, are made for what is there now.
discard plans;

-- name: write_offers!
-- Offers of one batch, the status of their work, and the events of both.
select write_offers(:org_id::uuid, :at::timestamptz, :said_at::timestamptz, :actor::text, :ids::uuid[], :interaction_ids::uuid[],
  :agent_ids::uuid[], :queue_ids::uuid[], :expire::timestamptz[], :explanations::jsonb[], :types::text[], :event_cases::uuid[],
  :event_interactions::uuid[], :event_customers::uuid[], :event_data::jsonb[]);

-- name: try_lock$
-- One step of the engine at a time in an organisation, for callers that step it themselves; false where another does.
select pg_try_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 72));

-- name: offered_without_offer
-- Work that says it is offered, and is offered to nobody.
select i.id from interaction i
where i.org_id = :org_id and i.status = 'offered'
  and not exists (select from offer o where o.org_id = :org_id and o.interaction_id = i.id and o.status = 'offered')
order by i.id limit :size;

-- name: offers_without_work
-- Open offers of work that is not offered.
select o.id from offer o
join interaction i on i.org_id = :org_id and i.id = o.interaction_id
where o.org_id = :org_id and o.status = 'offered' and i.status <> 'offered'
order by o.id limit :size;

-- name: overdue_offers
-- Open offers whose time ran out a while ago.
select id from offer
where org_id = :org_id and answered_at is null and expires_at < now() - make_interval(secs => :grace::float8)
order by id limit :size;

-- name: offers_to_absent
-- Open offers to agents who are not there.
select o.id from offer o
left join presence p on p.org_id = :org_id and p.agent_id = o.agent_id
where o.org_id = :org_id and o.status = 'offered' and coalesce(p.status, 'offline') in ('away', 'not_responding', 'offline')
order by o.id limit :size;

-- name: agents_over_capacity
-- Agents with an open offer who have more than their capacity: in units, or beside a conversation that takes all of them.
select distinct l.agent_id as id
from (
  select w.agent_id, w.medium, count(*) as units,
         count(*) filter (where w.medium in ('voice', 'video', 'in_person')) as exclusive
  from work_in_hand(:org_id) w
  group by 1, 2
) l
join agent a on a.org_id = :org_id and a.id = l.agent_id
where exists (select from offer o where o.org_id = :org_id and o.agent_id = l.agent_id and o.status = 'offered')
  and l.units > coalesce((a.capacity ->> l.medium)::integer, 0)
order by 1 limit :size;

-- name: accepted_twice
-- Work that two agents accepted in one wait: nothing but the offers' answers happened between.
select a.interaction_id as id
from offer a
join offer b on b.org_id = :org_id and b.interaction_id = a.interaction_id and b.status = 'accepted' and b.id > a.id
  and b.offered_at < a.answered_at and b.answered_at >= a.answered_at
where a.org_id = :org_id and a.status = 'accepted'
order by 1 limit :size;

-- name: forsaken
-- Work that has waited since before a moment though somebody who could serve it was idle all the time: in a queue that is
-- served, needs no skills, is kept for nobody, was declined by nobody lately, and whose queue has no calendar.
select i.id
from interaction i
join queue q on q.org_id = :org_id and q.id = i.queue_id and q.active and q.skills = '{}' and q.calendar_id is null
left join work_need n on n.org_id = :org_id and n.interaction_id = i.id
where i.org_id = :org_id and i.status = 'queued' and not i.automatic and i.preferred_id is null
  and i.status_since < now() - make_interval(secs => :bound::float8)
  and coalesce(n.skills, '{}') = '{}' and n.not_before is null
  and not exists (
    select from offer o where o.org_id = :org_id and o.interaction_id = i.id
      and (o.status = 'offered' or o.answered_at > now() - interval '1 hour'))
  and exists (
    select from presence p
    join agent a on a.org_id = :org_id and a.id = p.agent_id and a.active and coalesce((a.capacity ->> i.medium)::integer, 0) > 0
    where p.org_id = :org_id and p.status = 'available'
      and greatest(p.since, p.idle_since, p.updated_at) < now() - make_interval(secs => :bound::float8)
      and not exists (select from work_in_hand(:org_id) w where w.agent_id = p.agent_id)
      and serves_queue(:org_id, q.id, array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = p.agent_id))
      and exists (
        select from agent_role ar join role r on r.org_id = :org_id and r.id = ar.role_id
        where ar.org_id = :org_id and ar.agent_id = p.agent_id and r.permissions && '{*,interaction.work}'::text[]))
order by i.id limit :size;

-- name: lease_state^
-- How long the lease of routing has still to run, in seconds, less than nothing where it has run out; and its epoch.
select extract(epoch from expires_at - clock_timestamp())::float8 as seconds, epoch from lease
where org_id = :org_id and name = 'routing';

-- name: names
-- What these agents are called.
select id, name from agent where org_id = :org_id and id = any (:ids::uuid[]);

-- name: calendar_of$
-- The calendar of a queue, if it has one.
select calendar_id from queue where org_id = :org_id and id = :id;
