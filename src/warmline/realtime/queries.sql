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
