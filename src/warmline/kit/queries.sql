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
order by event.xact, event.seq
limit :size;

-- name: event_head^
-- The last event below every transaction that is still under way.
select xact::text::bigint as xact, seq
from event
where org_id = :org_id and xact < pg_snapshot_xmin(pg_current_snapshot())
order by event.xact desc, event.seq desc
limit 1;

-- name: newest_transaction$
-- The id of the last transaction that the log has, of the future too.
select xact::text::bigint from event where org_id = :org_id order by event.xact desc limit 1;

-- name: next_transaction$
-- The first id beyond all transactions that have ended.
select pg_snapshot_xmax(pg_current_snapshot())::text::bigint;

-- name: event_tide^
-- How far the log has grown, and which transactions could still be writing to it. A snapshot knows only those that have
-- ended and what was between them: its xmax can be the id of one under way. From there age() counts on to the next id.
select last_value + is_called::integer as grown,
       pg_snapshot_xmin(s.now)::text::bigint as oldest,
       pg_snapshot_xmax(s.now)::text::bigint + age(pg_snapshot_xmax(s.now)::xid) as next
from event_seq_seq, pg_current_snapshot() as s (now);

-- name: organizations_behind
-- Organisations in which some of these readers have events to look at.
select organizations_behind(:reactions::text[], :readers::integer) as org_id;

-- name: make_readers!
-- Cursors at the beginning of the log.
insert into reaction_cursor (org_id, reaction, shard)
select :org_id::uuid, r.reaction, r.shard
from unnest(:reactions::text[], :shards::smallint[]) as r (reaction, shard)
on conflict do nothing;

-- name: list_readers
-- Where the cursors of these reactions stand.
select reaction, shard, xact::text::bigint as xact, seq
from reaction_cursor
where org_id = :org_id and reaction = any (:reactions::text[]);

-- name: scan_events
-- What kind of events follow a place, and the numbers that spread them over shards.
select xact::text::bigint as xact, seq, type,
       coalesce(uuid_hash(coalesce(case_id, interaction_id, customer_id)), 0) & 2147483647 as spread
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and xact < pg_snapshot_xmin(pg_current_snapshot())
order by event.xact, event.seq
limit :size;

-- name: pass_over!
-- Moves free cursors, which stand in a stretch that holds nothing for them, to its end.
update reaction_cursor c set xact = :xact::text::xid8, seq = :seq::bigint, moved_at = now()
from (
  select k.reaction, k.shard
  from reaction_cursor k
  join unnest(:reactions::text[], :shards::smallint[]) as r (reaction, shard) using (reaction, shard)
  where k.org_id = :org_id and (k.xact, k.seq) < (:xact::text::xid8, :seq::bigint)
    and pg_try_advisory_xact_lock(hashtextextended(format('reader %s %s', k.org_id, r.reaction), r.shard))
  for update of k
) free
where c.org_id = :org_id and c.reaction = free.reaction and c.shard = free.shard;

-- name: lock_reader$
-- Whether nobody else reads at this cursor; ours until the end of the transaction. A lock of its row would give the transaction
-- a number, and for as long as the batch is handled nobody could read the log behind that.
select pg_try_advisory_xact_lock(hashtextextended(format('reader %s %s', :org_id::uuid, :reaction::text), :shard::smallint));

-- name: place_of_reader^
-- Where a cursor stands. To be asked once it is locked: who held it may have moved it.
select xact::text::bigint as xact, seq
from reaction_cursor
where org_id = :org_id and reaction = :reaction and shard = :shard::smallint;

-- name: read_wanted
-- The next events that a reader wants, and the last one looked at whether wanted or not.
with batch as materialized (
  select org_id, xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data,
         (:types::text[] is null or type = any (:types::text[]))
           and (coalesce(uuid_hash(coalesce(case_id, interaction_id, customer_id)), 0) & 2147483647)
             % :shards::integer = :shard::integer as wanted,
         count(*) over () as scanned
  from (
    select * from event
    where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
      and xact < pg_snapshot_xmin(pg_current_snapshot())
    order by xact, seq
    limit :size
  ) next
)
select org_id, xact::text::bigint as xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data,
       wanted, scanned
from batch
where wanted or (xact, seq) = (select b.xact, b.seq from batch b order by b.xact desc, b.seq desc limit 1)
order by xact, seq;

-- name: move_reader!
-- The reader has taken everything between two places. It moves nothing that does not stand where the reader began: a
-- server of another version, or somebody by hand, knows nothing of our lock.
update reaction_cursor set xact = :xact::text::xid8, seq = :seq::bigint, moved_at = now()
where org_id = :org_id and reaction = :reaction and shard = :shard::smallint
  and (xact, seq) = (:from_xact::text::xid8, :from_seq::bigint);

-- name: bury!
-- An event that a reaction could not handle, kept to be run again.
insert into dead_letter (org_id, reaction, xact, seq, type, error, attempts)
values (:org_id, :reaction, :xact::text::xid8, :seq::bigint, :type, :error, :attempts)
on conflict do nothing;

-- name: dead_letters
-- Events that failed and wait for somebody, the latest first.
select id, reaction, xact::text::bigint as xact, seq, type, error, attempts, failed_at
from dead_letter
where org_id = :org_id and resolved_at is null and (:before::uuid is null or id < :before::uuid)
order by id desc
limit :size;

-- name: lock_dead_letter^
-- One of them with its event, locked until commit.
select d.id, d.reaction, e.org_id, e.xact::text::bigint as xact, e.seq, e.at, e.actor, e.request_id, e.type, e.case_id,
       e.interaction_id, e.customer_id, e.data
from dead_letter d join event e using (org_id, xact, seq)
where d.org_id = :org_id and d.id = :id and d.resolved_at is null
for update of d;

-- name: resolve_dead_letter!
-- It has been handled after all.
update dead_letter set resolved_at = now(), attempts = attempts + 1 where org_id = :org_id and id = :id;

-- name: keep_dead_letter!
-- It failed once more.
update dead_letter set attempts = attempts + 1, error = :error, failed_at = now()
where org_id = :org_id and id = :id and resolved_at is null;

-- name: organization_ids
-- Every organisation, for workers that serve them all.
select organization_ids() as org_id;

-- name: try_lead$
-- Takes the lead in a piece of periodic work for as long as this connection lives, unless another process has it.
select pg_try_advisory_lock(7261983, hashtext(:name::text));

-- name: failed_jobs
-- Jobs of one organisation that were given up, the latest first, with what went wrong.
select q.id, q.entrypoint as name, q.payload, q.attempts + 1 as attempts, q.updated as failed_at, l.traceback as problem
from pgqueuer.pgqueuer q
left join lateral (
  select traceback from pgqueuer.pgqueuer_log
  where job_id = q.id and traceback is not null
  order by created desc
  limit 1
) l on true
where q.status = 'failed' and q.headers ->> 'org_id' = :org_id::uuid::text
  and (:before::bigint is null or q.id < :before::bigint)
order by q.id desc
limit :size;

-- name: requeue_job$
-- Runs a job that was given up again, from its first attempt.
update pgqueuer.pgqueuer
set status = 'queued', execute_after = now(), updated = now(), attempts = 0, queue_manager_id = null
where id = :id::bigint and status = 'failed' and headers ->> 'org_id' = :org_id::uuid::text
returning id;

-- name: forget_finished_jobs!
-- The library's own log of jobs that are done, after a week.
delete from pgqueuer.pgqueuer_log l
where l.created < now() - interval '7 days' and l.aggregated
  and not exists (select from pgqueuer.pgqueuer q where q.id = l.job_id);

-- name: forget_job_statistics!
-- The library's counts by second, after a quarter.
delete from pgqueuer.pgqueuer_statistics where created < now() - interval '90 days';

-- name: free_leases
-- Organisations in which a piece of work is nobody's at the moment.
select free_leases(:name::text) as org_id;

-- name: take_lease^
-- Takes a lease that is free, has run out or is the holder's own, in a new epoch; no row where another has it.
insert into lease (org_id, name, holder, expires_at)
values (:org_id, :name, :holder, clock_timestamp() + make_interval(secs => :seconds::float8))
on conflict (org_id, name) do update
set holder = excluded.holder, epoch = lease.epoch + 1, expires_at = clock_timestamp() + make_interval(secs => :seconds::float8)
where lease.expires_at <= clock_timestamp() or lease.holder = excluded.holder
returning epoch;

-- name: renew_leases
-- Keeps leases for so many seconds more, or with 0 gives them up; tells which.
select renew_leases(:name::text, :holder::uuid, :orgs::uuid[], :epochs::bigint[], :seconds::float8) as org_id;

-- name: has_lease$
-- Whether a lease is still the holder's.
select exists (select from lease where org_id = :org_id and name = :name and holder = :holder and epoch = :epoch);

-- name: hold_lease$
-- The id of this transaction, in which nobody can take the lease before it ends; null where it is another's already.
select pg_current_xact_id()::text::bigint
from lease
where org_id = :org_id and name = :name and holder = :holder and epoch = :epoch
for share;

-- name: organizations_with_news
-- Those of the organisations whose logs go on after a place.
select organizations_with_news(:orgs::uuid[], :xacts::text[], :seqs::bigint[]) as org_id;
