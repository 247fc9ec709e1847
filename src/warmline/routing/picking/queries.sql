-- name: teams_to_reach
-- Teams by name, each with how many of it are available and at work, and whether a queue that takes this medium leads there.
select t.id, t.name, count(*) filter (where p.status = 'available') as available,
       count(*) filter (where p.status in ('available', 'busy', 'wrap_up')) as present,
       exists (select from queue_team s join queue q on q.org_id = :org_id and q.id = s.queue_id and q.active
               where s.org_id = :org_id and s.team_id = t.id and (q.media = '{}' or :medium::text = any (q.media))) as reachable
from team t
left join team_member m on m.org_id = :org_id and m.team_id = t.id
left join presence p on p.org_id = :org_id and p.agent_id = m.agent_id
where t.org_id = :org_id and (:pattern::text is null or t.name ilike :pattern)
group by t.id, t.name
order by t.name, t.id
limit :size::int;

-- name: agents_to_reach
-- Those who work here and may take work, but for one: those who are available first, then those at work, then by name; with
-- what fills their capacity, which is counted for those alone.
with chosen as (
  select a.id, a.name, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since, a.capacity,
         case coalesce(p.status, 'offline') when 'available' then 0 when 'busy' then 1 when 'wrap_up' then 1 else 2 end as place
  from agent a
  left join presence p on p.org_id = :org_id and p.agent_id = a.id
  where a.org_id = :org_id and a.active and a.kind = 'person' and a.id is distinct from :beside::uuid
    and (:pattern::text is null or a.name ilike :pattern)
  order by place, a.name, a.id
  limit :size::int
)
select c.id, c.name, c.status, c.reason, c.since, c.capacity,
       coalesce((select jsonb_object_agg(u.medium, u.units)
                 from (select w.medium, count(*) as units from work_in_hand(:org_id) w where w.agent_id = c.id group by 1) u),
                '{}') as load,
       coalesce((select r.interruptible from agent_routing r where r.org_id = :org_id and r.agent_id = c.id), '{}') as interruptible,
       array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = c.id order by m.team_id) as team_ids
from chosen c
order by c.place, c.name, c.id;

-- name: queues_to_reach
-- Queues that are served and take this medium, by name.
select q.id
from queue q
where q.org_id = :org_id and q.active and (q.media = '{}' or :medium::text = any (q.media))
  and (:pattern::text is null or q.name ilike :pattern or q.code ilike :pattern)
order by q.name, q.id
limit :size::int;
