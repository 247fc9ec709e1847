-- name: lock_routing!
-- One writer of offers per organisation; waits for it.
select pg_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 72));

-- name: try_lock_routing$
-- The same, or false at once where somebody else is at it.
select pg_try_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 72));

-- name: routing_settings$
-- What the organisation set for routing.
select coalesce(settings -> 'routing', '{}') from organization where org_id = :org_id;

-- name: queue_rules
-- The rules of the queues that are served.
select q.id, q.priority, q.service_seconds, q.offer_seconds,
       array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id) as team_ids
from queue q
where q.org_id = :org_id and q.active;

-- name: agents_with_room
-- Available agents who could take something: teams, capacity, and what they have in hand or were offered. Those who are
-- full are left out by their counts before anything else is looked up about them.
with in_hand as (
  select owner_id as agent_id, medium, count(*) as units
  from interaction
  where org_id = :org_id and owner_id is not null
    and (status in ('active', 'on_hold', 'wrap_up') or (status = 'waiting_customer' and session is not null))
  group by 1, 2
  union all
  select o.agent_id, i.medium, count(*)
  from offer o
  join interaction i on i.org_id = :org_id and i.id = o.interaction_id
  where o.org_id = :org_id and o.status = 'offered'
  group by 1, 2
), load as (
  select agent_id, sum(units) as units, sum(units) filter (where medium = 'text') as texts,
         sum(units) filter (where medium = 'device') as devices
  from in_hand
  group by 1
), roomy as materialized (
  select p.agent_id, p.idle_since, a.capacity
  from presence p
  join agent a on a.org_id = :org_id and a.id = p.agent_id and a.active
  left join load l on l.agent_id = p.agent_id
  where p.org_id = :org_id and p.status = 'available'
    and (l.units is null or coalesce(l.texts, 0) < coalesce((a.capacity ->> 'text')::int, 0)
         or coalesce(l.devices, 0) < coalesce((a.capacity ->> 'device')::int, 0))
)
select r.agent_id, extract(epoch from r.idle_since)::float8 as idle_since, r.capacity,
       coalesce((select jsonb_object_agg(h.medium, h.units) from (
         select e.medium, count(*) as units
         from (
           select i.medium from interaction i
           where i.org_id = :org_id and i.owner_id = r.agent_id
             and (i.status in ('active', 'on_hold', 'wrap_up') or (i.status = 'waiting_customer' and i.session is not null))
           union all
           select i.medium from offer o
           join interaction i on i.org_id = :org_id and i.id = o.interaction_id
           where o.org_id = :org_id and o.agent_id = r.agent_id and o.status = 'offered'
         ) e
         group by e.medium) h), '{}') as load,
       array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = r.agent_id) as team_ids
from roomy r
where exists (
  select from agent_role ar
  join role on role.org_id = :org_id and role.id = ar.role_id
  where ar.org_id = :org_id and ar.agent_id = r.agent_id and role.permissions && '{*,interaction.work}'::text[]
);

-- name: others_at_work
-- Who else of those who serve these queues is not offline, by status, with some of them by name.
select s.queue_id, p.status, count(*) as agents, (array_agg(p.agent_id order by p.agent_id))[1 : 5] as several
from (
  select distinct q.id as queue_id, m.agent_id
  from unnest(:queue_ids::uuid[]) as q (id)
  join queue_team t on t.org_id = :org_id and t.queue_id = q.id
  join team_member m on m.org_id = :org_id and m.team_id = t.team_id
  union all
  select q.id, a.agent_id
  from unnest(:queue_ids::uuid[]) as q (id)
  join presence a on a.org_id = :org_id and a.status <> 'offline'
  where not exists (select from queue_team t where t.org_id = :org_id and t.queue_id = q.id)
) s
join presence p on p.org_id = :org_id and p.agent_id = s.agent_id and p.status <> 'offline'
where p.agent_id <> all (:known::uuid[])
group by 1, 2;

-- name: load_of_agent
-- What fills an agent's capacity, in units by medium, beside one interaction.
select medium, count(*) as units
from work_in_hand(:org_id)
where agent_id = :agent_id and interaction_id <> :beside::uuid
group by medium;

-- name: waiting_heads
-- The first tasks of each queue and medium, in the order in which they are served.
select i.id, i.queue_id, i.medium, extract(epoch from coalesce(i.queued_at, i.status_since))::float8 as queued_at,
       extract(epoch from i.status_since)::float8 as status_since, i.priority, i.preferred_id, i.owner_id
from unnest(:queue_ids::uuid[]) as q (id)
cross join unnest(:media::text[]) as m (medium)
cross join lateral (
  select w.* from interaction w
  where w.org_id = :org_id and w.queue_id = q.id and w.medium = m.medium and w.status = 'queued' and not w.automatic
  order by waiting_key(w.queued_at, w.priority), w.id
  limit :size
) i;

-- name: kept_for
-- Tasks that wait for one of these agents: somebody handed them over, or the agent had them and they belong to no queue.
select i.id, i.queue_id, i.medium, extract(epoch from coalesce(i.queued_at, i.status_since))::float8 as queued_at,
       extract(epoch from i.status_since)::float8 as status_since, i.priority, i.preferred_id, i.owner_id
from interaction i
where i.org_id = :org_id and coalesce(i.preferred_id, i.owner_id) = any (:agent_ids::uuid[])
  and i.status = 'queued' and not i.automatic and (i.preferred_id is not null or i.queue_id is null)
order by waiting_key(i.queued_at, i.priority), i.id
limit :size;

-- name: who_knows
-- Who knows each task's matter: the owner of its case, and who last served this customer. Whether the agent to whom it was
-- handed is at work, and who declined it lately.
select i.id, k.owner_id as case_owner, earlier.owner_id as last_agent,
       exists (select from presence p where p.org_id = :org_id and p.agent_id = i.preferred_id and p.status <> 'offline') as awaited,
       array(select o.agent_id from offer o where o.org_id = :org_id and o.interaction_id = i.id and o.status = 'declined'
             and o.answered_at > :declined_since::timestamptz) as refused
from unnest(:ids::uuid[]) as t (id)
join interaction i on i.org_id = :org_id and i.id = t.id
left join case_record k on k.org_id = :org_id and k.id = i.case_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
left join lateral (
  select one.owner_id
  from customer m
  cross join lateral (
    select e.owner_id, e.id from interaction e
    where e.org_id = :org_id and e.customer_id = m.id and e.owner_id is not null and e.id <> i.id
    order by e.id desc limit 1
  ) one
  where m.org_id = :org_id and m.root_id = c.root_id
  order by one.id desc limit 1
) earlier on true;

-- name: lock_tasks
-- Those of the tasks that still wait, locked; one that somebody is busy with is left for the next time.
select id from interaction
where org_id = :org_id and id = any (:ids::uuid[]) and status = 'queued'
order by id
for update skip locked;

-- name: lock_available
-- Those of the agents who are still available, locked, so that none leaves while work is offered.
select agent_id from presence
where org_id = :org_id and agent_id = any (:agent_ids::uuid[]) and status = 'available'
order by agent_id
for update skip locked;

-- name: insert_offers!
-- Offers of one batch.
insert into offer (org_id, id, interaction_id, agent_id, queue_id, offered_at, expires_at, explanation)
select :org_id, o.id, o.interaction_id, o.agent_id, o.queue_id, :at::timestamptz, o.expires_at, o.explanation
from unnest(:ids::uuid[], :interaction_ids::uuid[], :agent_ids::uuid[], :queue_ids::uuid[], :expire::timestamptz[],
  :explanations::jsonb[]) as o (id, interaction_id, agent_id, queue_id, expires_at, explanation);

-- name: offers_by_id
-- These offers, all of them or those made to the agent.
select id, interaction_id, agent_id, queue_id, status, offered_at, expires_at, answered_at, reason, explanation, version
from offer
where org_id = :org_id and id = any (:ids::uuid[]) and (:all::bool or agent_id = :agent_id::uuid);

-- name: list_offers
-- A page of offers, the newest first.
select id, interaction_id, agent_id, queue_id, status, offered_at, expires_at, answered_at, reason, explanation, version
from offer
where org_id = :org_id and (:all::bool or agent_id = :reader::uuid)
  and (:before::uuid is null or id < :before)
  and (:agent_id::uuid is null or agent_id = :agent_id)
  and (:interaction_id::uuid is null or interaction_id = :interaction_id)
  and (:status::text is null or status = :status)
order by id desc
limit :size;

-- name: answer_offer^
-- Answers an open offer: whoever comes first, and nobody after its time.
update offer set status = :status, answered_at = :at::timestamptz, reason = :reason
where org_id = :org_id and id = :id and agent_id = :agent_id and status = 'offered' and expires_at > :at::timestamptz
returning id, interaction_id, agent_id, queue_id;

-- name: open_offer_of$
-- The open offer of an interaction to an agent.
select id from offer
where org_id = :org_id and interaction_id = :interaction_id and agent_id = :agent_id and status = 'offered';

-- name: agents_with_due_offers
-- Agents with offers whose time has run out, locked before the offers so that nobody waits in a circle.
select p.agent_id from presence p
where p.org_id = :org_id and p.agent_id in (
  select o.agent_id from offer o where o.org_id = :org_id and o.status = 'offered' and o.expires_at <= :at::timestamptz)
order by p.agent_id
for update;

-- name: expire_offers
-- Ends the offers whose time has run out.
update offer o set status = 'timed_out', answered_at = :at::timestamptz
from (
  select d.org_id, d.id from offer d
  where d.org_id = :org_id and d.status = 'offered' and d.expires_at <= :at::timestamptz
  order by d.id
  for update skip locked
) due
where o.org_id = due.org_id and o.id = due.id
returning o.id, o.interaction_id, o.agent_id, o.queue_id;

-- name: rescind_orphans
-- Takes back the open offers of work that is not there to be accepted any more: of all work, or of ``ids``.
update offer o set status = 'rescinded', answered_at = :at::timestamptz, reason = loose.status
from (
  select d.id, i.status
  from offer d
  join interaction i on i.org_id = :org_id and i.id = d.interaction_id and i.status <> 'offered'
  where d.org_id = :org_id and d.status = 'offered' and (:ids::uuid[] is null or d.interaction_id = any (:ids::uuid[]))
  order by d.id
  for update of d skip locked
) loose
where o.org_id = :org_id and o.id = loose.id
returning o.id, o.interaction_id, o.agent_id, o.queue_id;

-- name: stranded
-- Interactions that are offered to nobody though they say so: of all, or of ``ids``.
select i.id from interaction i
where i.org_id = :org_id and i.status = 'offered' and (:ids::uuid[] is null or i.id = any (:ids::uuid[]))
  and not exists (select from offer o where o.org_id = :org_id and o.interaction_id = i.id and o.status = 'offered');

-- name: make_presence!
-- A presence for an agent who never said anything.
insert into presence (org_id, agent_id)
select a.org_id, a.id from agent a where a.org_id = :org_id and a.id = :agent_id and a.active
on conflict do nothing;

-- name: lock_presence^
-- An agent's presence, locked until commit.
select agent_id, status, reason, since, idle_since, version from presence
where org_id = :org_id and agent_id = :agent_id
for update;

-- name: change_presence!
-- An agent's presence; null leaves the time of idleness as it is.
update presence
set status = :status, reason = :reason, since = :since::timestamptz, idle_since = coalesce(:idle_since::timestamptz, idle_since)
where org_id = :org_id and agent_id = :agent_id;

-- name: stop_responding
-- Agents who missed an offer are offered nothing until they say that they are back.
update presence p set status = 'not_responding', reason = null, since = :at::timestamptz
from (select agent_id, status, reason, since from presence where org_id = :org_id and agent_id = any (:agent_ids::uuid[])
      and status in ('available', 'busy', 'wrap_up')) was
where p.org_id = :org_id and p.agent_id = was.agent_id
returning p.agent_id, was.status, was.reason, was.since;

-- name: finish_work
-- Agents have finished a piece of work at these times, and are idle since then.
update presence p set idle_since = done.at
from (
  select was.agent_id, was.idle_since, max(d.at) as at
  from unnest(:agent_ids::uuid[], :at::timestamptz[]) as d (agent_id, at)
  join presence was on was.org_id = :org_id and was.agent_id = d.agent_id and was.idle_since < d.at
  group by 1, 2
) done
where p.org_id = :org_id and p.agent_id = done.agent_id
returning p.agent_id, done.idle_since as before, p.idle_since as after;

-- name: presences_by_id
-- The presence of these agents; who never said anything is offline.
select a.id as agent_id, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since,
       coalesce(p.idle_since, a.created_at) as idle_since, coalesce(p.version, 0) as version
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.id = any (:ids::uuid[]);

-- name: list_presences
-- A page of the presence of all who work here, by agent.
select a.id as agent_id, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since,
       coalesce(p.idle_since, a.created_at) as idle_since, coalesce(p.version, 0) as version
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.active and (:after::uuid is null or a.id > :after)
  and (:status::text is null or coalesce(p.status, 'offline') = :status)
order by a.id
limit :size;

-- name: insert_queue!
-- A new queue.
insert into queue (org_id, id, code, name, priority, service_seconds, service_level, offer_seconds, media, calendar_id, skills,
  rings, overflow_queue_id, overflow_seconds, offer_to, sticky_seconds)
values (:org_id, :id, :code, :name, :priority, :service_seconds, :service_level, :offer_seconds, :media, :calendar_id, :skills,
  :rings, :overflow_queue_id, :overflow_seconds, :offer_to, :sticky_seconds);

-- name: lock_queue^
-- A queue with its teams, locked until commit.
select q.*, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and q.id = :id
for update;

-- name: change_queue!
-- A queue's fields; its version grows even where only its teams change.
update queue
set name = :name, priority = :priority, service_seconds = :service_seconds, service_level = :service_level,
    offer_seconds = :offer_seconds, active = :active, media = :media, calendar_id = :calendar_id, skills = :skills,
    rings = :rings, overflow_queue_id = :overflow_queue_id, overflow_seconds = :overflow_seconds, offer_to = :offer_to,
    sticky_seconds = :sticky_seconds
where org_id = :org_id and id = :id;

-- name: set_queue_teams!
-- Who serves a queue.
with gone as (
  delete from queue_team where org_id = :org_id and queue_id = :queue_id and team_id <> all (:team_ids::uuid[])
)
insert into queue_team (org_id, queue_id, team_id)
select :org_id, :queue_id, t.id from unnest(:team_ids::uuid[]) as t (id)
on conflict do nothing;

-- name: unknown_teams
-- Those of the ids that are no team's.
select t.id from unnest(:ids::uuid[]) as t (id)
where not exists (select from team where team.org_id = :org_id and team.id = t.id);

-- name: queues_by_id
-- These queues, all of them or those that the agent's teams or everybody serves.
select q.id, q.code, q.name, q.priority, q.service_seconds, q.service_level, q.offer_seconds, q.active, q.media, q.calendar_id,
       q.skills, q.rings, q.overflow_queue_id, q.overflow_seconds, q.offer_to, q.sticky_seconds, q.version, q.created_at,
       q.updated_at, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and q.id = any (:ids::uuid[]) and (:all::bool or serves_queue(:org_id, q.id, :team_ids::uuid[]));

-- name: list_queues
-- A page of queues by code.
select q.id, q.code, q.name, q.priority, q.service_seconds, q.service_level, q.offer_seconds, q.active, q.media, q.calendar_id,
       q.skills, q.rings, q.overflow_queue_id, q.overflow_seconds, q.offer_to, q.sticky_seconds, q.version, q.created_at,
       q.updated_at, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and (:after::text is null or q.code > :after) and (:all::bool or serves_queue(:org_id, q.id, :team_ids::uuid[]))
order by q.code
limit :size;

-- name: count_waiting
-- How much waits in each queue, since when, and who could be offered it now.
select q.id as queue_id, coalesce(w.waiting, 0) as waiting, w.oldest, coalesce(o.offered, 0) as offered,
       (select count(*) from presence p
        where p.org_id = :org_id and p.status = 'available' and (
          not exists (select from queue_team t where t.org_id = :org_id and t.queue_id = q.id)
          or exists (select from queue_team t join team_member m on m.org_id = :org_id and m.team_id = t.team_id
                     where t.org_id = :org_id and t.queue_id = q.id and m.agent_id = p.agent_id))) as available
from queue q
left join lateral (
  select count(*) as waiting, min(i.queued_at) as oldest from interaction i
  where i.org_id = :org_id and i.queue_id = q.id and i.status = 'queued' and not i.automatic
) w on true
left join lateral (
  select count(*) as offered from offer o where o.org_id = :org_id and o.queue_id = q.id and o.status = 'offered'
) o on true
where q.org_id = :org_id and q.id = any (:ids::uuid[])
order by q.code;

-- name: waiting_in_queue
-- A page of the work that waits in a queue, in the order in which it is served.
select i.id as interaction_id, i.case_id, i.customer_id, i.channel, i.medium, i.priority, i.queued_at, i.version,
       extract(epoch from i.key)::float8 as key
from unnest('{text,voice,video,in_person,device}'::text[]) as m (medium)
cross join lateral (
  select w.*, waiting_key(w.queued_at, w.priority) as key from interaction w
  where w.org_id = :org_id and w.queue_id = :queue_id and w.medium = m.medium and w.status = 'queued' and not w.automatic
    and (:after_id::uuid is null
         or (waiting_key(w.queued_at, w.priority), w.id) > (make_interval(secs => :after_key::float8), :after_id::uuid))
  order by waiting_key(w.queued_at, w.priority), w.id
  limit :size
) i
order by i.key, i.id
limit :size;

-- name: standing^
-- Where an interaction stands, and how many are served before it.
select i.status, i.queue_id, a.name as agent,
       case when i.status = 'queued' and i.queue_id is not null then (
         select sum(n.ahead) from unnest('{text,voice,video,in_person,device}'::text[]) as m (medium)
         cross join lateral (
           select count(*) as ahead from interaction w
           where w.org_id = i.org_id and w.queue_id = i.queue_id and w.medium = m.medium and w.status = 'queued' and not w.automatic
             and (waiting_key(w.queued_at, w.priority), w.id) < (waiting_key(i.queued_at, i.priority), i.id)
         ) n) end::bigint as ahead
from interaction i
left join agent a on a.org_id = i.org_id and a.id = i.owner_id and i.status in ('active', 'on_hold', 'wrap_up', 'waiting_customer')
where i.org_id = current_org() and i.id = :id;

-- name: pace_of_queue^
-- How fast a queue is served: answers in the last half hour, mean handle time of the last answered work in seconds, agents.
select
  (select count(*) from interaction i where i.org_id = current_org() and i.queue_id = :queue_id
     and i.answered_at > :at::timestamptz - interval '30 minutes') as answers,
  (select avg(t.talk_seconds + t.hold_seconds + t.wrap_up_seconds) from (
     select i.talk_seconds, i.hold_seconds, i.wrap_up_seconds from interaction i
     where i.org_id = current_org() and i.queue_id = :queue_id and i.answered_at is not null
       and i.talk_seconds + i.hold_seconds + i.wrap_up_seconds > 0
     order by i.answered_at desc limit 50) t)::float8 as handle_seconds,
  (select count(*) from presence p
   where p.org_id = current_org() and p.status in ('available', 'busy', 'wrap_up') and (
     not exists (select from queue_team t where t.org_id = current_org() and t.queue_id = :queue_id)
     or exists (select from queue_team t join team_member m on m.org_id = current_org() and m.team_id = t.team_id
                where t.org_id = current_org() and t.queue_id = :queue_id and m.agent_id = p.agent_id))) as agents;

-- name: lock_work^
-- An interaction as routing needs it, locked until commit.
select id, status, queue_id, medium, owner_id, automatic from interaction
where org_id = :org_id and id = :id
for update;

-- name: work_of
-- What an agent has: owned and not ended, the newest first.
select i.id as interaction_id, i.case_id, i.customer_id, i.channel, i.medium, i.subject, i.status, i.queue_id, i.status_since,
       i.last_message_at, i.version
from interaction i
where i.org_id = :org_id and i.owner_id = :agent_id and i.status not in ('resolved', 'closed', 'abandoned', 'queued')
order by i.id desc
limit :size;

-- name: movable_of
-- What an agent has and somebody else can take over, locked.
select id, queue_id from interaction
where org_id = :org_id and owner_id = :agent_id and status in ('active', 'on_hold', 'waiting_customer')
order by id
for update;

-- name: agent_profile^
-- What an agent can be given.
select a.id, a.capacity, array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = a.id) as team_ids
from agent a
where a.org_id = :org_id and a.id = :agent_id and a.active;

-- name: queue_teams$
-- Who serves a queue.
select array(select team_id from queue_team where org_id = :org_id and queue_id = :queue_id);

-- name: whose_work
-- The cases and customers of these interactions.
select id, case_id, customer_id from interaction where org_id = :org_id and id = any (:ids::uuid[]);

-- name: lock_overflow!
-- One writer of where queues overflow to, until commit, so that two of them cannot make a circle together.
select pg_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 74));

-- name: overflows
-- The codes of all queues, and where each overflows to.
select id, code, overflow_queue_id from queue where org_id = :org_id;

-- name: hold_skills
-- The ids of these skills by code; they keep their codes until commit.
select id, code from skill where org_id = :org_id and code = any (:codes::text[]) order by id for key share;

-- name: skill_codes
-- The codes of all skills.
select code from skill where org_id = :org_id order by code limit :size;

-- name: lock_offers_beside
-- All open offers of the work that is named: by an offer of it, by an agent to whom it is offered, or itself. Locked until
-- commit, always in the same order, so that of several who answer at once one comes first and nobody waits in a circle.
select o.id, o.interaction_id, o.agent_id, o.queue_id
from offer o
where o.org_id = :org_id and o.status = 'offered' and o.interaction_id in (
  select s.interaction_id from offer s where s.org_id = :org_id and s.id = any (:offer_ids::uuid[])
  union all
  select s.interaction_id from offer s where s.org_id = :org_id and s.agent_id = any (:agent_ids::uuid[]) and s.status = 'offered'
  union all
  select unnest(:interaction_ids::uuid[]))
order by o.id
for update;

-- name: still_offered
-- Those of the interactions that have an open offer.
select distinct interaction_id from offer
where org_id = :org_id and interaction_id = any (:ids::uuid[]) and status = 'offered';

-- name: end_offers
-- Ends open offers that are locked.
update offer set status = :status, answered_at = :at::timestamptz, reason = :reason
where org_id = :org_id and id = any (:ids::uuid[]) and status = 'offered'
returning id, interaction_id, agent_id, queue_id;
