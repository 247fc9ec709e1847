-- name: assignments
-- The contacts that have an id of their channel, each with its case and the customer that it counts as now.
select m.external_id, i.case_id, c.root_id
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
where m.org_id = :org_id and m.direction = 'inbound' and m.external_id is not null
order by m.id;
