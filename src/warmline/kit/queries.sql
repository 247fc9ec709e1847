-- name: append_events!
-- Events of this transaction, in the order of the arrays.
insert into event (org_id, at, actor, request_id, type, case_id, interaction_id, customer_id, data)
select :org_id::uuid, :at::timestamptz, :actor::text, :request_id::text, e.type, e.case_id, e.interaction_id, e.customer_id, e.data
from unnest(:types::text[], :case_ids::uuid[], :interaction_ids::uuid[], :customer_ids::uuid[], :data::jsonb[])
     with ordinality as e (type, case_id, interaction_id, customer_id, data, n)
order by e.n;

-- name: read_events
-- Events after a place, below every transaction that is still under way.
select org_id, xact::text::bigint as xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and xact < pg_snapshot_xmin(pg_current_snapshot())
order by xact, seq
limit :size;

-- name: event_head^
-- The last event below every transaction that is still under way.
select xact::text::bigint as xact, seq
from event
where org_id = :org_id and xact < pg_snapshot_xmin(pg_current_snapshot())
order by xact desc, seq desc
limit 1;
