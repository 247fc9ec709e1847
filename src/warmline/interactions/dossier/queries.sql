-- name: cases_of
-- The cases of these customers, those that stand open first, then the last contact first; where the agent may see them.
select k.*, c.root_id as customer_id
from case_record k
join customer c on c.org_id = :org_id and c.id = k.customer_id
where k.org_id = :org_id and k.customer_id = any(:customer_ids::uuid[]) and k.joined_into is null
  and (:all::bool or k.owner_id = :agent_id or k.team_id = any (:team_ids::uuid[]) or exists (
    select from interaction i where i.org_id = :org_id and i.case_id = k.id
      and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, null)))
order by k.status in ('resolved', 'closed'), k.last_contact_at desc, k.id desc
limit :size;

-- name: references_of
-- The business objects that these cases are about; each once.
select distinct on (e.kind, e.external_id) e.id, e.kind, e.external_id, e.label, e.address, e.case_id, e.interaction_id, e.message_id,
  lower(e.span) as span_start, upper(e.span) as span_end, e.confidence, e.source, e.created_at, e.removed_at
from entity_ref e
where e.org_id = :org_id and e.removed_at is null and e.kind <> 'case_reference'
  and e.case_id = any(:case_ids::uuid[])
order by e.kind, e.external_id, e.confidence desc, e.id
limit :size;

-- name: promises_of
-- What was promised in these cases and is still open, the first due first.
select * from action_item a
where a.org_id = :org_id and a.case_id = any(:case_ids::uuid[]) and a.status = 'open'
order by coalesce(a.due_at, 'infinity'), a.id
limit :size;

-- name: signals_of
-- The latest signal of each kind of these interactions.
select distinct on (s.kind) s.*
from signal s
where s.org_id = :org_id and s.interaction_id = any(:interaction_ids::uuid[]) and s.superseded_by is null
order by s.kind, s.at desc, s.id desc;
