-- name: insert_reason!
-- A new reason of presence.
insert into presence_reason (org_id, id, code, name, status) values (:org_id, :id, :code, :name, :status);

-- name: reasons_by_id
-- These reasons.
select id, code, name, status, active, version, created_at, updated_at
from presence_reason
where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_reasons
-- A page of reasons by code; all, or those that can be given now.
select id, code, name, status, active, version, created_at, updated_at
from presence_reason
where org_id = :org_id and (:after::text is null or code > :after) and (:all::bool or active)
order by code
limit :size;

-- name: lock_reason^
-- A reason, locked until commit.
select id, code, name, status, active, version, created_at, updated_at
from presence_reason
where org_id = :org_id and id = :id
for update;

-- name: change_reason!
-- A reason's new state.
update presence_reason set name = :name, status = :status, active = :active where org_id = :org_id and id = :id;

-- name: profiles_by_id
-- How these agents are routed to; who has no row has the defaults.
select a.id as agent_id, coalesce(r.interruptible, '{}') as interruptible, coalesce(r.version, 0) as version
from agent a
left join agent_routing r on r.org_id = :org_id and r.agent_id = a.id
where a.org_id = :org_id and a.id = any (:ids::uuid[]);

-- name: lock_profile^
-- How an agent is routed to; the agent is locked until commit, because the profile may not be there yet.
select a.id as agent_id, coalesce(r.interruptible, '{}') as interruptible, coalesce(r.version, 0) as version
from agent a
left join agent_routing r on r.org_id = :org_id and r.agent_id = a.id
where a.org_id = :org_id and a.id = :agent_id
for no key update of a;

-- name: put_profile!
-- How an agent is routed to from now on.
insert into agent_routing (org_id, agent_id, interruptible) values (:org_id, :agent_id, :interruptible)
on conflict (org_id, agent_id) do update set interruptible = excluded.interruptible;

-- name: agent_works_here$
-- Whether an agent is active; null where there is none.
select active from agent where org_id = :org_id and id = :agent_id;

-- name: preferences_by_customer
-- What each of these records says itself.
select customer_id, agent_id, until from preferred_agent where org_id = :org_id and customer_id = any (:ids::uuid[]);

-- name: preferred_agents
-- Whom each of these customers is to reach at that moment: what the record says for which theirs counts, else what another
-- record of the same person says, one without an end first. Only agents who work here.
select distinct on (t.id) t.id as customer_id, p.agent_id, p.until
from unnest(:ids::uuid[]) as t (id)
join customer c on c.org_id = :org_id and c.id = t.id
join customer m on m.org_id = :org_id and m.root_id = c.root_id
join preferred_agent p on p.org_id = :org_id and p.customer_id = m.id and (p.until is null or p.until > :at::timestamptz)
join agent a on a.org_id = :org_id and a.id = p.agent_id and a.active
order by t.id, (m.id = c.root_id) desc, p.until desc nulls first, m.id;

-- name: lock_root$
-- The record for which a customer's counts, locked so that it is not merged meanwhile.
select shown.counts_as from lock_shown(:org_id, array[:customer_id::uuid], false) shown where shown.locked_id = :customer_id;

-- name: lock_preference^
-- What a record says itself, locked until commit.
select agent_id, until from preferred_agent where org_id = :org_id and customer_id = :customer_id for update;

-- name: put_preference!
-- Whom a customer is to reach from now on.
insert into preferred_agent (org_id, customer_id, agent_id, until) values (:org_id, :customer_id, :agent_id, :until::timestamptz)
on conflict (org_id, customer_id) do update set agent_id = excluded.agent_id, until = excluded.until;

-- name: delete_preferences
-- Forget whom this person is to reach, on all of their records.
delete from preferred_agent p
using customer m
where p.org_id = :org_id and m.org_id = :org_id and m.id = p.customer_id and m.root_id = :root_id
returning p.customer_id, p.agent_id, p.until;
