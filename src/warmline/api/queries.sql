-- name: missing_migrations$
-- How many of the migrations that this version has are not applied.
select count(*) from unnest(:expected::text[]) as e (id)
where not exists (select from _pogo_migration m where m.migration_id = e.id);
