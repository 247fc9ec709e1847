-- name: scored_decisions
-- What the machine linked or suggested by a score that a threshold was held against, newest first. one: both count as one
-- customer now. undone: a person took the link back, or declined the suggestion.
select d.id, d.kind, d.customer_id, d.other_customer_id, d.rule, d.score, d.at,
  d.undone_at is not null as undone, c.root_id = o.root_id as one
from identity_decision d
join customer c on c.org_id = :org_id and c.id = d.customer_id
left join customer o on o.org_id = :org_id and o.id = d.other_customer_id
where d.org_id = :org_id and d.at >= :since and d.kind in ('link', 'suggest') and d.score < 1
  and d.decided_by ~ '^(system|connector):'
order by d.at desc, d.id desc
limit :most::int;
