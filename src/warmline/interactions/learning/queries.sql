-- name: active_model_id$
-- The model that decides in the organisation; none where it is the shipped one.
select id from continuity_model where org_id = :org_id and status = 'active';

-- name: model_by_id^
-- One model.
select * from continuity_model where org_id = :org_id and id = :id;

-- name: models_by_id
-- These models.
select * from continuity_model where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_models
-- The models, newest first, from one on.
select * from continuity_model where org_id = :org_id and number < :before::int order by number desc limit :size::int;

-- name: lock_models!
-- Be the only one who adds or activates models of the organisation until commit.
select pg_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 73));

-- name: last_model^
-- The newest model, whatever became of it.
select * from continuity_model where org_id = :org_id order by number desc limit 1;

-- name: insert_model!
-- A model that was trained.
insert into continuity_model (org_id, id, number, status, definition, corrections, trained_by, trained_at)
values (:org_id, :id, :number::int, 'proposed', :definition, :corrections::int, :trained_by, :trained_at);

-- name: set_model_status!
-- What became of a model.
update continuity_model set status = :status where org_id = :org_id and id = :id;

-- name: activate_model!
-- A model that decides from now on.
update continuity_model set status = 'active', activated_by = :activated_by, activated_at = :activated_at
where org_id = :org_id and id = :id;

-- name: weighed_decisions
-- Decisions of the machine that weighed candidates, newest first, with where their contacts are now. corrected: a person put
-- the contact somewhere since, and it stands. elsewhere: the machine itself did, because customers turned out to be others.
select d.id, d.interaction_id, d.kind, d.rule, d.case_id, d.score, d.candidates, d.evidence, d.at, d.answer,
  i.case_id as now_case_id, c.root_id,
  exists (
    select from case_decision p
    where p.org_id = :org_id and p.interaction_id = d.interaction_id and p.id > d.id and p.undone_at is null
      and p.kind in ('move', 'split', 'join', 'undo') and p.decided_by !~ '^(system|connector):'
      and (p.kind <> 'undo' or p.undoes = d.id)
  ) as corrected,
  exists (
    select from case_decision p
    where p.org_id = :org_id and p.interaction_id = d.interaction_id and p.id > d.id and p.undone_at is null
      and p.kind in ('move', 'split', 'join') and p.decided_by ~ '^(system|connector):'
  ) as elsewhere
from case_decision d
join interaction i on i.org_id = :org_id and i.id = d.interaction_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
where d.org_id = :org_id and d.at >= :since and d.kind in ('new', 'attach', 'suggest') and d.candidates <> '[]'
order by d.at desc, d.id desc
limit :most::int;

-- name: joined_cases
-- Cases that were joined into another.
select id, joined_into from case_record where org_id = :org_id and joined_into is not null;

-- name: count_corrections$
-- How often people put contacts in another case, or answered a suggestion.
select count(*) from case_decision
where org_id = :org_id and undone_at is null
  and (answer is not null or (kind in ('move', 'split', 'join', 'undo') and decided_by !~ '^(system|connector):'));
