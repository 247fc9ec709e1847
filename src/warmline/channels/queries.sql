-- name: insert_account<!
-- A new channel account; nothing where there is one with this address already.
insert into channel_account (org_id, connector, channel, name, address, settings, queue_id)
values (:org_id, :connector, :channel, :name, :address, :settings, :queue_id)
on conflict (org_id, connector, channel, address) do nothing
returning *;

-- name: account_by_id^
-- One channel account.
select * from channel_account where org_id = :org_id and id = :id;

-- name: lock_account^
-- One channel account, locked until commit.
select * from channel_account where org_id = :org_id and id = :id for update;

-- name: account_by_address^
-- The channel account with this address.
select * from channel_account
where org_id = :org_id and connector = :connector and channel = :channel and address = :address;

-- name: accounts_by_ids
-- Several channel accounts, switched on or off.
select * from channel_account where org_id = :org_id and id = any(:ids::uuid[]);

-- name: active_accounts
-- The accounts of a connector that are switched on.
select * from channel_account where org_id = :org_id and connector = :connector and active order by id;

-- name: all_active_accounts
-- The organisation's accounts that are switched on, of any connector.
select * from channel_account where org_id = :org_id and active order by id;

-- name: list_accounts
-- A page of channel accounts, oldest first.
select * from channel_account where org_id = :org_id and (:after::uuid is null or id > :after) order by id limit :size;

-- name: set_secrets<!
-- The sealed secrets of an account, which are bound to its id and so follow its row.
update channel_account set secrets = :secrets where org_id = :org_id and id = :id returning *;

-- name: update_account<!
-- All that can change of a channel account.
update channel_account
set name = :name, address = :address, settings = :settings, secrets = :secrets, queue_id = :queue_id, active = :active
where org_id = :org_id and id = :id
returning *;

-- name: set_health^
-- What is wrong with an account; a row only where that is news.
update channel_account set problem = :problem, checked_at = now()
where org_id = :org_id and id = :id and (problem is distinct from :problem or checked_at is null)
returning id;

-- name: organization_of_account$
-- Whose account it is; asked before anybody knows the organisation.
select organization_of_account(:id);

-- name: organizations_with_connector
-- The organisations that have a switched-on account of a connector.
select org_id from organizations_with_connector(:connector) as o (org_id);

-- name: organizations_with_envelopes
-- The organisations that have envelopes waiting.
select org_id from organizations_with_envelopes() as o (org_id);

-- name: insert_envelopes
-- Keep deliveries, in this order; those that are there already are left as they are.
insert into envelope (org_id, account_id, external_id, lane, body, content_type, meta, received_at)
select :org_id::uuid, e.account_id, e.external_id, e.lane, e.body, e.content_type, e.meta, coalesce(e.received_at, now())
from unnest(:account_ids::uuid[], :external_ids::text[], :lanes::smallint[], :bodies::bytea[], :content_types::text[],
            :metas::jsonb[], :received_ats::timestamptz[])
     with ordinality as e (account_id, external_id, lane, body, content_type, meta, received_at, n)
order by e.n
on conflict (org_id, account_id, external_id) do nothing
returning id, account_id, external_id;

-- name: envelopes_by_external_ids
-- Deliveries that are kept already.
select e.id, e.account_id, e.external_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as w (account_id, external_id)
join envelope e on e.org_id = :org_id and e.account_id = w.account_id and e.external_id = w.external_id;

-- name: plan_by_index^
-- For the rest of the transaction: keep plans, and never make one that reads a table from end to end. Foreign keys are
-- checked by plans, too; made anew for each row they cost as much as all the rest.
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true);

-- name: count_the_record^
-- Let the planner know how large the tables have grown.
select count_the_record();

-- name: lock_lanes
-- Of these lanes, those that nobody else reads now; ours until the end of the transaction.
select lane from unnest(:lanes::smallint[]) as w (lane)
where pg_try_advisory_xact_lock(hashtextextended('warmline.lane.' || :org_id::uuid::text, lane::bigint));

-- name: wait_for_lanes!
-- All these lanes, ours until the end of the transaction; whoever reads one is waited for.
select pg_advisory_xact_lock(hashtextextended('warmline.lane.' || :org_id::uuid::text, lane::bigint))
from (select lane from unnest(:lanes::smallint[]) as w (lane) order by lane) as wanted;

-- name: waiting_envelopes
-- The oldest waiting envelopes of these lanes, at most so many and (from the second on) so many bytes.
select e.id, e.account_id, e.external_id, e.lane, e.body, e.content_type, e.meta, e.received_at, e.attempts
from (
  select id, sum(size) over (order by id) - size as before
  from (
    select c.id, c.size
    from unnest(:lanes::smallint[]) as l (lane)
    cross join lateral (
      select id, octet_length(body) as size from envelope
      where org_id = :org_id and lane = l.lane and status = 'accepted'
      order by id limit :size
    ) as c
    order by c.id limit :size
  ) as oldest
) as w
join envelope e on e.org_id = :org_id and e.id = w.id
where w.before < :bytes
order by e.id;

-- name: these_envelopes
-- Of these envelopes, those that still wait, in order.
select id, account_id, external_id, lane, body, content_type, meta, received_at, attempts
from envelope
where org_id = :org_id and id = any(:ids::uuid[]) and status = 'accepted'
order by id;

-- name: finish_envelopes
-- What became of envelopes that still waited.
update envelope e
set status = f.status, error = f.error, attempts = e.attempts + 1, finished_at = now(), version = e.version + 1
from unnest(:ids::uuid[], :statuses::text[], :errors::text[]) as f (id, status, error)
where e.org_id = :org_id and e.id = f.id and e.status = 'accepted'
returning e.id;

-- name: recorded_contacts
-- Of these external ids of contacts, those that a message is recorded under.
select k.account_id, k.external_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join message m on m.org_id = :org_id and m.account_id = k.account_id and m.external_id = k.external_id;

-- name: list_envelopes
-- A page of envelopes, newest first, without their bodies.
select id, account_id, external_id, lane, content_type, octet_length(body)::bigint as size, meta, status, error, attempts,
  received_at, finished_at, version
from envelope
where org_id = :org_id and (:status::text is null or status = :status) and (:account_id::uuid is null or account_id = :account_id)
  and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: envelopes_by_ids
-- Several envelopes, without their bodies.
select id, account_id, external_id, lane, content_type, octet_length(body)::bigint as size, meta, status, error, attempts,
  received_at, finished_at, version
from envelope where org_id = :org_id and id = any(:ids::uuid[]);

-- name: envelope_ends
-- What became of envelopes.
select id, status, error from envelope where org_id = :org_id and id = any(:ids::uuid[]);

-- name: accounts_of_contacts
-- Under which account of a connector each of these deliveries is kept.
select distinct on (e.external_id) e.external_id, e.account_id
from channel_account a
join envelope e on e.org_id = :org_id and e.account_id = a.id and e.external_id = any(:external_ids::text[])
where a.org_id = :org_id and a.connector = :connector
order by e.external_id, e.id;

-- name: envelope_body^
-- What a delivery contains, as it came.
select id, account_id, external_id, body, content_type, meta, received_at
from envelope where org_id = :org_id and id = :id;

-- name: retry_envelopes
-- Let failed and unknown envelopes wait again. The oldest come first, at most so many.
update envelope e
set status = 'accepted', error = null, finished_at = null, version = e.version + 1
from (
  select id from envelope
  where org_id = :org_id and status = any(:statuses::text[])
    and (:ids::uuid[] is null or id = any(:ids)) and (:account_id::uuid is null or account_id = :account_id)
  order by id limit :size
  for update
) as w
where e.org_id = :org_id and e.id = w.id
returning e.id, e.account_id;

-- name: state$
-- What a connector has saved under a key.
select value from connector_state where org_id = :org_id and account_id = :account_id and key = :key;

-- name: save_state!
-- Save a connector's value under a key.
insert into connector_state (org_id, account_id, key, value)
values (:org_id, :account_id, :key, :value)
on conflict (org_id, account_id, key) do update set value = excluded.value, updated_at = now();

-- name: give_ticket!
-- Keep what a ticket stands for until it is brought back.
insert into connector_ticket (org_id, account_id, digest, value, expires_at)
values (:org_id, :account_id, :digest, :value, now() + make_interval(secs => :seconds::float8));

-- name: take_ticket^
-- What a ticket stands for: it is gone then, so whoever is second gets nothing.
delete from connector_ticket
where org_id = :org_id and account_id = :account_id and digest = :digest
returning value, expires_at > now() as valid;

-- name: drop_tickets!
-- Forget tickets that nobody brought back in time.
delete from connector_ticket where org_id = :org_id and expires_at <= now();

-- name: wish_answer!
-- The customer wishes to be answered there from now on.
insert into answer_wish (org_id, interaction_id, handle_id, account_id)
values (:org_id, :interaction_id, :handle_id, :account_id)
on conflict (org_id, interaction_id) do update
set handle_id = excluded.handle_id, account_id = excluded.account_id, wished_at = now();

-- name: answer_wish^
-- Where the customer of an interaction wishes to be answered.
select handle_id, account_id from answer_wish where org_id = :org_id and interaction_id = :interaction_id;

-- name: insert_blobs!
-- Keep files by their content hash; those that are there already are the same.
insert into blob (org_id, sha256, size, content)
select :org_id::uuid, b.sha256, octet_length(b.content), b.content
from unnest(:digests::text[], :contents::bytea[]) as b (sha256, content)
order by b.sha256
on conflict (org_id, sha256) do nothing;

-- name: blobs
-- Files by their content hashes.
select sha256, content from blob where org_id = :org_id and sha256 = any(:digests::text[]);

-- name: lock_letter^
-- A message of ours, locked, with what its channel needs to send it. Written by a bot is automatic.
select m.id, m.account_id, m.handle_id, m.external_id, m.text, m.html, m.at, m.delivery, m.interaction_id,
  coalesce(m.subject, i.subject, c.title) as subject, a.external_id as answers,
  h.scheme, h.value, coalesce(h.name, '') as name, p.name as sender_name, p.role = 'bot' as automatic,
  i.automatic as answers_automatic, i.case_id, d.external_id as given_id, coalesce(d.attempts, 0) as attempts, d.status as sending,
  coalesce((o.settings ->> 'automatic_messages_per_day')::int, :per_day::int) as automatic_per_day
from message m
join participant p on p.org_id = m.org_id and p.id = m.participant_id
join interaction i on i.org_id = m.org_id and i.id = m.interaction_id
join organization o on o.org_id = m.org_id
left join case_record c on c.org_id = m.org_id and c.id = i.case_id
left join message a on a.org_id = m.org_id and a.id = m.in_reply_to
left join handle h on h.org_id = m.org_id and h.id = m.handle_id
left join delivery d on d.org_id = m.org_id and d.message_id = m.id
where m.org_id = :org_id and m.id = :id and m.direction = 'outbound'
for update of m;

-- name: letter_thread
-- The external ids of what was said before in the case on this account with this person, newest first.
select m.external_id
from message m
join interaction i on i.org_id = m.org_id and i.id = m.interaction_id
where m.org_id = :org_id and i.case_id is not distinct from :case_id::uuid and m.account_id = :account_id
  and i.handle_id = :handle_id and m.external_id is not null and m.visibility = 'public' and m.id < :id
  and (m.delivery is null or m.delivery not in ('failed', 'held'))
order by m.id desc
limit 50;

-- name: letter_files
-- The files of a message of ours, with their contents.
select a.name, a.content_type, a.sha256, a.inline_id, b.content
from attachment a
join blob b on b.org_id = a.org_id and b.sha256 = a.sha256
where a.org_id = :org_id and a.message_id = :message_id
order by a.position;

-- name: automatic_deliveries$
-- How many automatic messages a handle was sent within the last day.
select count(*) from delivery
where org_id = :org_id and handle_id = :handle_id and automatic and created_at > now() - interval '1 day';

-- name: begin_delivery$
-- Note that a message is about to be sent; which attempt this is.
insert into delivery (org_id, message_id, account_id, handle_id, external_id, automatic, attempts)
values (:org_id, :message_id, :account_id, :handle_id, :external_id, :automatic, 1)
on conflict (org_id, message_id) do update
set attempts = delivery.attempts + 1, status = 'sending', updated_at = now()
returning attempts;

-- name: end_delivery!
-- Note how an attempt ended for good.
update delivery set status = :status, external_id = coalesce(:external_id, external_id), updated_at = now()
where org_id = :org_id and message_id = :message_id;

-- name: keep_check!
-- What was found when an account was tried, or when something was sent.
insert into channel_check (org_id, account_id, part, problem, steps, at)
values (:org_id, :account_id, :part, :problem, :steps, :at)
on conflict (org_id, account_id, part) do update
set problem = excluded.problem, steps = excluded.steps, at = excluded.at;

-- name: note_sending_trouble^
-- Why nothing can be sent; a row only where that is news.
insert into channel_check (org_id, account_id, part, problem) values (:org_id, :account_id, 'sending', :problem)
on conflict (org_id, account_id, part) do update set problem = excluded.problem, at = now()
where channel_check.problem is distinct from excluded.problem
returning at;

-- name: forget_checks
-- Forget what was found of an account; the parts of which there was something.
delete from channel_check where org_id = :org_id and account_id = :account_id and part = any(:parts::text[]) returning part;

-- name: account_healths
-- How accounts fare, all of them or these: what is wrong, when they received and sent last, and what is left to do.
with waiting as (
  select account_id, count(*) as waiting from envelope where org_id = :org_id and status = 'accepted' group by account_id
), troubled as (
  select account_id, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'unknown') as unknown
  from envelope
  where org_id = :org_id and status in ('failed', 'unknown') and id > uuidv7(- interval '1 day')
  group by account_id
), unsent as (
  select account_id, count(*) as unsent from message
  where org_id = :org_id and delivery = 'failed' and id > uuidv7(- interval '1 day')
  group by account_id
)
select a.id as account_id, a.active, a.problem, a.checked_at,
  t.at as tested_at, t.problem as test_problem, coalesce(t.steps, '[]') as steps, s.problem as sending_problem, s.at as sending_since,
  (select e.received_at from envelope e where e.org_id = a.org_id and e.account_id = a.id order by e.id desc limit 1)
    as last_received_at,
  (select max(d.updated_at) from delivery d where d.org_id = a.org_id and d.account_id = a.id and d.status = 'sent')
    as last_sent_at,
  coalesce(w.waiting, 0) as waiting, coalesce(b.failed, 0) as failed, coalesce(b.unknown, 0) as unknown,
  coalesce(u.unsent, 0) as unsent
from channel_account a
left join channel_check t on t.org_id = a.org_id and t.account_id = a.id and t.part = 'test'
left join channel_check s on s.org_id = a.org_id and s.account_id = a.id and s.part = 'sending'
left join waiting w on w.account_id = a.id
left join troubled b on b.account_id = a.id
left join unsent u on u.account_id = a.id
where a.org_id = :org_id and (:ids::uuid[] is null or a.id = any(:ids))
order by a.id;

-- name: envelope_counts
-- How many deliveries wait, failed or are unknown, by account.
select account_id, status, count(*) as count
from envelope
where org_id = :org_id and status in ('accepted', 'failed', 'unknown')
group by account_id, status
order by account_id, status;

-- name: envelope_reasons
-- Why deliveries failed, the most frequent reason first.
select account_id, status, coalesce(error, '') as error, count(*) as count, min(received_at) as first, max(received_at) as last
from envelope
where org_id = :org_id and status in ('failed', 'unknown')
group by account_id, status, error
order by count(*) desc, max(received_at) desc
limit :size;

-- name: list_unsent
-- A page of messages of ours that could not be sent, newest first, without what they say.
select m.id, m.account_id, m.interaction_id, i.case_id, i.customer_id, m.at, coalesce(m.delivery_reason, '') as reason,
  coalesce(d.attempts, 0) as attempts
from message m
join interaction i on i.org_id = m.org_id and i.id = m.interaction_id
left join delivery d on d.org_id = m.org_id and d.message_id = m.id
where m.org_id = :org_id and m.delivery = 'failed' and (:account_id::uuid is null or m.account_id = :account_id)
  and (:before::uuid is null or m.id < :before)
order by m.id desc
limit :size;

-- name: count_unsent$
-- How many messages of ours could not be sent.
select count(*) from message where org_id = :org_id and delivery = 'failed';
