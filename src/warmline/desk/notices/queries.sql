-- name: insert_notification$
-- Something to tell an agent, once; its id, where it was not told before.
insert into notification (org_id, id, agent_id, kind, case_id, interaction_id, message_id, actor, cause, at)
values (:org_id, :id, :agent_id, :kind, :case_id, :interaction_id, :message_id, :actor, :cause, :at)
on conflict (org_id, agent_id, kind, cause) do nothing
returning id;

-- name: notifications_by_id
-- These notifications of an agent, with who brought them about.
select n.id, n.kind, n.case_id, n.interaction_id, n.message_id, n.actor, a.name as actor_name, n.at, n.read_at, n.version
from notification n
left join agent a on a.org_id = :org_id and n.actor = 'agent:' || a.id
where n.org_id = :org_id and n.agent_id = :agent_id and n.id = any (:ids::uuid[]);

-- name: list_notifications
-- A page of an agent's notifications, the latest first.
select n.id, n.kind, n.case_id, n.interaction_id, n.message_id, n.actor, a.name as actor_name, n.at, n.read_at, n.version
from notification n
left join agent a on a.org_id = :org_id and n.actor = 'agent:' || a.id
where n.org_id = :org_id and n.agent_id = :agent_id and (:before::uuid is null or n.id < :before)
  and (not :unread::bool or n.read_at is null)
order by n.id desc
limit :size;

-- name: count_unread$
-- How many an agent has not read.
select count(*) from notification where org_id = :org_id and agent_id = :agent_id and read_at is null;

-- name: mark_notifications
-- Read at a time, or, with null, not read; those that changed. Without ids, all.
update notification set read_at = :at
where org_id = :org_id and agent_id = :agent_id and (:ids::uuid[] is null or id = any (:ids))
  and (read_at is null) = (:at::timestamptz is not null)
returning id;

-- name: handed_to_agents
-- Of these hand-offs, those to an agent, and to whom.
select id, to_id from hand_off where org_id = :org_id and id = any (:ids::uuid[]) and to_kind = 'agent' and to_id is not null;

-- name: handed_by_agents
-- Of these hand-offs, those that an agent made, and who.
select id, from_id from hand_off where org_id = :org_id and id = any (:ids::uuid[]) and from_kind = 'agent' and from_id is not null;

-- name: invited_by_agents
-- Of these invitations, those that an agent made, and who.
select id, invited_by from invitation where org_id = :org_id and id = any (:ids::uuid[]) and invited_by is not null;
