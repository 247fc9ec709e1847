-- name: lock_seals$
-- Only one sealer at a time for an organisation; false where another is at it.
select pg_try_advisory_xact_lock(hashtextextended('governance.seal ' || :org_id::uuid::text, 0));

-- name: seal_head^
-- The newest seal, as the sealer remembers it, and the newest that is there, as of one moment.
select h.position, h.last_xact::text::bigint as last_xact, h.last_seq, h.hash, coalesce(s.newest, 0) as newest
from (select max(position) as newest from event_seal where org_id = :org_id) as s
left join event_seal_head h on h.org_id = :org_id;

-- name: events_to_seal
-- Events after a place, below every transaction that is still under way, as the text that is hashed.
select xact::text::bigint as xact, seq, xact::text as xact_text, seq::text as seq_text,
  (extract(epoch from at) * 1000000)::bigint::text as at, actor, request_id, type, case_id::text as case_id,
  interaction_id::text as interaction_id, customer_id::text as customer_id, data::text as data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and xact < pg_snapshot_xmin(pg_current_snapshot())
order by xact, seq
limit :size;

-- name: sealed_events
-- Events between two places, the first left out, as the text that is hashed.
select xact::text::bigint as xact, seq, xact::text as xact_text, seq::text as seq_text,
  (extract(epoch from at) * 1000000)::bigint::text as at, actor, request_id, type, case_id::text as case_id,
  interaction_id::text as interaction_id, customer_id::text as customer_id, data::text as data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and (xact, seq) <= (:last_xact::text::xid8, :last_seq::bigint)
order by xact, seq
limit :size;

-- name: insert_seal!
-- A new link of the chain.
insert into event_seal (org_id, position, first_xact, first_seq, last_xact, last_seq, events, digests, previous, hash, sealed_at)
values (:org_id::uuid, :position::bigint, :first_xact::text::xid8, :first_seq::bigint, :last_xact::text::xid8,
  :last_seq::bigint, :events::int, :digests::bytea, :previous::bytea, :hash::bytea, :sealed_at::timestamptz);

-- name: move_seal_head!
-- The chain ends here now.
insert into event_seal_head (org_id, position, last_xact, last_seq, hash)
values (:org_id::uuid, :position::bigint, :last_xact::text::xid8, :last_seq::bigint, :hash::bytea)
on conflict (org_id) do update
set position = excluded.position, last_xact = excluded.last_xact, last_seq = excluded.last_seq, hash = excluded.hash;

-- name: read_seals
-- Seals after a position, in order.
select position, first_xact::text::bigint as first_xact, first_seq, last_xact::text::bigint as last_xact, last_seq,
  events, digests, previous, hash, sealed_at
from event_seal
where org_id = :org_id and position > :after and position <= :up_to
order by position
limit :size;

-- name: count_unsealed^
-- Events after a place, and when the first of them that readers can see was written.
select count(*) as events,
  min(at) filter (where xact < pg_snapshot_xmin(pg_current_snapshot())) as oldest
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint);

-- name: search_events
-- The trail, newest first, below every transaction that is still under way.
select xact::text::bigint as xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data
from event
where org_id = :org_id
  and (:xact::text is null or (xact, seq) < (:xact::text::xid8, :seq::bigint))
  and xact < pg_snapshot_xmin(pg_current_snapshot())
  and (:actor::text is null or actor = :actor)
  and (:type::text is null or type = :type)
  and (:case_id::uuid is null or case_id = :case_id)
  and (:interaction_id::uuid is null or interaction_id = :interaction_id)
  and (:customer_id::uuid is null or customer_id = :customer_id)
  and (:request_id::text is null or request_id = :request_id)
  and (:since::timestamptz is null or at >= :since)
  and (:until::timestamptz is null or at < :until)
order by xact desc, seq desc
limit :size;

-- name: plan_each_time!
-- Plan the statements of this transaction for their values.
select set_config('plan_cache_mode', 'force_custom_plan', true);
