-- name: told_by
-- What these cases are about; those that were joined into others are about nothing.
select k.id, k.terms
from case_record k
where k.org_id = :org_id and k.id = any (:case_ids::uuid[]) and k.joined_into is null;

-- name: index_terms!
-- Lets these cases be found by these terms, and by no others.
with wanted as (
  select u.case_id, u.term from unnest(:term_cases::uuid[], :terms::text[]) as u (case_id, term)
), gone as (
  delete from case_term t
  where t.org_id = :org_id and t.case_id = any (:case_ids::uuid[])
    and not exists (select from wanted w where w.case_id = t.case_id and w.term = t.term)
)
insert into case_term (org_id, term, case_id)
select :org_id, w.term, w.case_id from wanted w
on conflict do nothing;

-- name: asked_case^
-- What one case is about.
select k.terms, k.meanings, k.meaning_by, k.category, k.subcategory
from case_record k
where k.org_id = :org_id and k.id = :case_id;

-- name: candidates
-- Which cases could be like this one: among the newest with each of its terms those with most of them, and those about one
-- of the same objects.
with by_term as (
  select f.case_id, count(*) as shared
  from unnest(:terms::text[]) as t (term)
  cross join lateral (
    select i.case_id from case_term i
    where i.org_id = :org_id and i.term = t.term
    order by i.case_id desc limit :each::int
  ) f
  group by f.case_id
  order by shared desc, f.case_id desc
  limit :size::int
), by_object as (
  select distinct o.case_id
  from entity_ref mine
  cross join lateral (
    select e.case_id from entity_ref e
    where e.org_id = :org_id and e.kind = mine.kind and e.external_id = mine.external_id and e.removed_at is null
      and e.case_id is not null
    limit :each::int
  ) o
  where mine.org_id = :org_id and mine.case_id = :case_id and mine.removed_at is null and mine.kind <> 'case_reference'
  limit :size::int
)
select case_id from by_term where case_id <> :case_id
union
select case_id from by_object where case_id <> :case_id;

-- name: compared
-- What is compared of these cases, and how many objects each shares with the case that is asked about.
select k.id as case_id, k.category, k.subcategory, k.terms, k.meanings, k.meaning_by,
       (select count(distinct (e.kind, e.external_id)) from entity_ref mine
        join entity_ref e on e.org_id = :org_id and e.case_id = k.id and e.kind = mine.kind and e.external_id = mine.external_id
                         and e.removed_at is null
        where mine.org_id = :org_id and mine.case_id = :case_id and mine.removed_at is null
          and mine.kind <> 'case_reference') as objects
from case_record k
where k.org_id = :org_id and k.id = any (:case_ids::uuid[]) and k.joined_into is null;

-- name: objects_shared
-- The objects that these cases share with the one that is asked about.
select distinct e.case_id, e.kind, e.external_id
from entity_ref mine
join entity_ref e on e.org_id = :org_id and e.case_id = any (:case_ids::uuid[]) and e.kind = mine.kind
                 and e.external_id = mine.external_id and e.removed_at is null
where mine.org_id = :org_id and mine.case_id = :case_id and mine.removed_at is null and mine.kind <> 'case_reference'
order by e.case_id, e.kind, e.external_id;

-- name: cases_reached
-- Those of the cases that the agent may see.
select id from cases_within_reach(:agent_id::uuid, :team_ids::uuid[], :org_id, :case_ids::uuid[]) as r (id);

-- name: dispositions_of
-- The disposition of each case's last contact that has one.
select distinct on (i.case_id) i.case_id, i.disposition
from interaction i
where i.org_id = :org_id and i.case_id = any (:case_ids::uuid[]) and i.disposition is not null
order by i.case_id, i.id desc;
