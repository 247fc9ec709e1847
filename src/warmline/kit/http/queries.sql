-- name: limit_wait!
-- How long statements of this transaction may wait for a lock; 0 for any time.
select set_config('lock_timeout', :milliseconds::text, true);

-- name: reserve_key$
-- Take the key for this request. Waits while another request with the same key is under way; null where it was used before.
insert into idempotency_key (org_id, actor, key, request_hash)
values (:org_id::uuid, :actor::text, :key::text, :request_hash::bytea)
on conflict (org_id, actor, key) do nothing
returning true;

-- name: find_key^
-- What the first request with the key asked and was answered.
select request_hash, status, headers, body from idempotency_key
where org_id = :org_id and actor = :actor and key = :key;

-- name: store_answer!
-- The answer to the request that holds the key.
update idempotency_key set status = :status, headers = :headers, body = :body
where org_id = :org_id and actor = :actor and key = :key;

-- name: release_key!
-- The request failed; its key may be used again.
delete from idempotency_key where org_id = :org_id and actor = :actor and key = :key;

-- name: forget_keys!
-- Keys whose time is over.
delete from idempotency_key
where org_id = :org_id and created_at < now() - make_interval(hours => :hours::int);
