-- name: count_after$
-- How many events a reader at this place has to read, counted up to a limit.
select count(*) from (
  select from event
  where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint) limit :size
) behind;

-- name: list_events
-- A page of the log, as it is.
select xact::text::bigint as xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and xact < pg_snapshot_xmin(pg_current_snapshot())
  and (:types::text[] is null or type = any (:types::text[]))
  and (:with_people::bool or type !~ '^(agent|role|team|skill|session|sign_in|api_key|organization|channel_account)\.')
order by event.xact, event.seq
limit :size;

-- name: ages
-- Seconds since something was last logged about each of these, as far as anything was.
select t.kind, t.id, extract(epoch from clock_timestamp() - e.at)::float8 as age
from unnest(:kinds::text[], :ids::uuid[]) t (kind, id)
cross join lateral (
  (select at from event
   where t.kind = 'case' and org_id = :org_id and case_id = t.id order by event.xact desc, event.seq desc limit 1)
  union all
  (select at from event
   where t.kind = 'interaction' and org_id = :org_id and interaction_id = t.id
   order by event.xact desc, event.seq desc limit 1)
  union all
  (select at from event
   where t.kind = 'customer' and org_id = :org_id and customer_id = t.id and case_id is null
   order by event.xact desc, event.seq desc limit 1)
) e;
