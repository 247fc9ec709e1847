-- name: list_patterns
-- A page of patterns, in the order in which they were made.
select * from entity_pattern
where org_id = :org_id and (:after::uuid is null or id > :after) and (:kind::text is null or kind = :kind)
order by id
limit :size;

-- name: patterns_by_id
-- These patterns.
select * from entity_pattern where org_id = :org_id and id = any (:ids::uuid[]);

-- name: active_patterns
-- All patterns that are switched on.
select * from entity_pattern where org_id = :org_id and active order by id;

-- name: patterns_version$
-- A word that changes whenever a pattern does.
select coalesce(count(*) || ':' || sum(version) || ':' || max(updated_at)::text, '') from entity_pattern where org_id = :org_id;

-- name: lock_patterns!
-- Patterns are added one at a time, so that the limit holds.
select pg_advisory_xact_lock(hashtextextended('entity_pattern:' || (:org_id::uuid)::text, 0));

-- name: count_patterns$
-- How many patterns there are.
select count(*) from entity_pattern where org_id = :org_id;

-- name: insert_pattern^
-- A new pattern; nothing where there is one of that kind and label.
insert into entity_pattern (org_id, kind, label, expression, cues, needs_cue, confidence, active)
values (:org_id, :kind, :label, :expression, :cues, :needs_cue, :confidence, :active)
on conflict (org_id, kind, label) do nothing
returning *;

-- name: lock_pattern^
-- One pattern, locked until commit.
select * from entity_pattern where org_id = :org_id and id = :id for update;

-- name: update_pattern^
-- A pattern looks for something else.
update entity_pattern
set label = :label, expression = :expression, cues = :cues, needs_cue = :needs_cue, confidence = :confidence, active = :active
where org_id = :org_id and id = :id
returning *;

-- name: delete_pattern!
-- A pattern is looked for no more.
delete from entity_pattern where org_id = :org_id and id = :id;
