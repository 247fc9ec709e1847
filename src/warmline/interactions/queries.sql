-- name: lock_customers!
-- One batch at a time decides for a customer, whichever handle it comes from; sorted, so that two batches cannot wait for
-- each other.
select pg_advisory_xact_lock(hashtextextended(r.id::text, 71))
from (select distinct id from unnest(:root_ids::uuid[]) as t (id) order by id) r;

-- name: next_case_numbers
-- Fresh case numbers.
select nextval('case_number') as number from generate_series(1, :count::int);

-- name: interaction_policy$
-- The organisation's settings for continuity.
select coalesce(settings -> 'continuity', '{}') from organization where org_id = :org_id;

-- name: threads
-- The interactions and cases that external message ids lead to; replies are found in any account of the same channel.
select k.account_id, m.external_id, m.account_id = k.account_id as here, i.id as interaction_id, i.case_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join channel_account own on own.org_id = :org_id and own.id = k.account_id
join channel_account a on a.org_id = :org_id and a.channel = own.channel
join message m on m.org_id = :org_id and m.account_id = a.id and m.external_id = k.external_id
join interaction i on i.org_id = :org_id and i.id = m.interaction_id;

-- name: open_on_handles
-- The newest interactions on these handles that have not ended, oldest first.
select i.*, p.id as participant_id, c.root_id
from unnest(:handle_ids::uuid[]) as h (id)
cross join lateral (
  select id, account_id, customer_id, handle_id, case_id, status, queue_id, session, last_message_at
  from interaction
  where org_id = :org_id and handle_id = h.id and not automatic and status not in ('resolved', 'closed', 'abandoned')
  order by id desc limit 5
) i
cross join lateral (
  select id from participant where org_id = :org_id and interaction_id = i.id and role = 'customer' limit 1
) p
join customer c on c.org_id = :org_id and c.id = i.customer_id
order by i.id;

-- name: open_in_sessions
-- The interactions of these sessions that have not ended, oldest first.
select i.id, i.account_id, i.customer_id, i.handle_id, i.case_id, i.status, i.queue_id, i.session, i.last_message_at,
       p.id as participant_id, c.root_id
from unnest(:account_ids::uuid[], :sessions::text[]) as k (account_id, session)
join interaction i on i.org_id = :org_id and i.account_id = k.account_id and i.session = k.session
                  and not i.automatic and i.status not in ('resolved', 'closed', 'abandoned')
cross join lateral (
  select id from participant where org_id = :org_id and interaction_id = i.id and role = 'customer' limit 1
) p
join customer c on c.org_id = :org_id and c.id = i.customer_id
order by i.id;

-- name: cases_of_customers
-- The latest cases of these customers and of those merged with them, oldest contact first.
select c.*, r.root_id,
       (select i.id from interaction i where i.org_id = :org_id and i.case_id = c.id order by i.id desc limit 1) as last_interaction_id,
       array(select distinct h.handle_id from (select handle_id from interaction i where i.org_id = :org_id and i.case_id = c.id
             and handle_id is not null order by i.id desc limit 20) h) as handle_ids,
       array(select e.external_id from entity_ref e where e.org_id = :org_id and e.case_id = c.id
             and e.kind = 'case_reference' and e.removed_at is null) as told
from unnest(:root_ids::uuid[]) as r (root_id)
cross join lateral (
  select k.id, k.customer_id, k.status, k.category, k.terms, k.last_contact_at, k.resolved_at, k.reference
  from customer m
  join case_record k on k.org_id = :org_id and k.customer_id = m.id and k.joined_into is null
  where m.org_id = :org_id and m.root_id = r.root_id
  order by k.last_contact_at desc limit 20
) c
order by c.last_contact_at;

-- name: cases_by_id
-- These cases, as a thread or a session led to them; a joined case stands for the one it was joined into.
select k.id, k.customer_id, k.status, k.category, k.terms, k.last_contact_at, k.resolved_at, k.reference, m.root_id,
       (select i.id from interaction i where i.org_id = :org_id and i.case_id = k.id order by i.id desc limit 1) as last_interaction_id,
       '{}'::uuid[] as handle_ids, '{}'::text[] as told
from case_record k
join customer m on m.org_id = :org_id and m.id = k.customer_id
where k.org_id = :org_id and k.id = any (:case_ids::uuid[]);

-- name: insert_cases!
-- New cases of a batch.
insert into case_record (org_id, id, reference, customer_id, title, category, status, terms, opened_at, last_contact_at)
select :org_id, * from unnest(:ids::uuid[], :reference_texts::text[], :customer_ids::uuid[], :titles::text[], :categories::text[],
  :statuses::text[], :terms::jsonb[], :opened::timestamptz[], :last_contacts::timestamptz[]);

-- name: insert_interactions!
-- New interactions of a batch.
insert into interaction (org_id, id, customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation, status,
  automatic, category, subject, queue_id, session, fields, started_at, queued_at, closed_at, status_since, last_message_at)
select :org_id, u.id, u.customer_id, u.handle_id, u.case_id, u.channel, u.medium, u.account_id, 'inbound', 'inbound', u.status,
  u.automatic, u.category, u.subject, u.queue_id, u.session, u.fields, u.started_at, u.queued_at, u.closed_at, :now, u.last_message_at
from unnest(:ids::uuid[], :customer_ids::uuid[], :handle_ids::uuid[], :case_ids::uuid[], :channels::text[], :media::text[],
  :account_ids::uuid[], :statuses::text[], :automatic::bool[], :categories::text[], :subjects::text[], :queue_ids::uuid[],
  :sessions::text[], :fields::jsonb[], :started::timestamptz[], :queued::timestamptz[], :closed::timestamptz[],
  :last_messages::timestamptz[])
  as u (id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, category, subject, queue_id, session,
  fields, started_at, queued_at, closed_at, last_message_at);

-- name: insert_participants!
-- The customers' sides of new interactions.
insert into participant (org_id, id, interaction_id, role, customer_id, handle_id, name, joined_at)
select :org_id, u.id, u.interaction_id, 'customer', u.customer_id, u.handle_id, u.name, u.joined_at
from unnest(:ids::uuid[], :interaction_ids::uuid[], :customer_ids::uuid[], :handle_ids::uuid[], :names::text[],
  :joined::timestamptz[]) as u (id, interaction_id, customer_id, handle_id, name, joined_at);

-- name: insert_messages!
-- What customers said in a batch.
insert into message (org_id, id, interaction_id, participant_id, direction, text, html, elided, subject, account_id, external_id, at, received_at)
select :org_id, u.id, u.interaction_id, u.participant_id, 'inbound', u.text, u.html, u.elided, u.subject, u.account_id, u.external_id, u.at, :now
from unnest(:ids::uuid[], :interaction_ids::uuid[], :participant_ids::uuid[], :texts::text[], :htmls::text[], :elided::text[],
  :subjects::text[], :account_ids::uuid[], :external_ids::text[], :at::timestamptz[])
  as u (id, interaction_id, participant_id, text, html, elided, subject, account_id, external_id, at);

-- name: insert_attachments!
-- Files of messages; those without a hash were only named.
insert into attachment (org_id, message_id, position, name, content_type, size, sha256, inline_id)
select :org_id, * from unnest(:message_ids::uuid[], :positions::int[], :names::text[], :content_types::text[], :sizes::bigint[],
  :hashes::text[], :inline_ids::text[]);

-- name: insert_decisions!
-- Which case each interaction was placed in, and why.
insert into case_decision (org_id, id, interaction_id, kind, case_id, rule, score, evidence, candidates, decided_by, at)
select :org_id, u.id, u.interaction_id, u.kind, u.case_id, u.rule, u.score, u.evidence, u.candidates, :decided_by, :now
from unnest(:ids::uuid[], :interaction_ids::uuid[], :kinds::text[], :case_ids::uuid[], :rules::text[], :scores::real[],
  :evidence::jsonb[], :candidates::jsonb[]) as u (id, interaction_id, kind, case_id, rule, score, evidence, candidates);

-- name: insert_links!
-- How interactions are related.
insert into interaction_link (org_id, id, kind, from_id, to_id, confidence, evidence, decided_by, at)
select :org_id, u.id, u.kind, u.from_id, u.to_id, u.confidence, u.evidence, :decided_by, :now
from unnest(:ids::uuid[], :kinds::text[], :from_ids::uuid[], :to_ids::uuid[], :confidences::real[], :evidence::jsonb[])
  as u (id, kind, from_id, to_id, confidence, evidence);

-- name: update_received!
-- Interactions that a batch went on with.
update interaction i
set last_message_at = u.last_message_at, status = u.status,
    status_since = case when i.status = u.status then i.status_since else :now end,
    queued_at = case when u.status = 'queued' and i.status <> 'queued' then :now else i.queued_at end,
    ended_at = case when u.status in ('abandoned', 'wrap_up') and i.status <> u.status then :now else i.ended_at end,
    talk_seconds = i.talk_seconds + case when i.status = 'active' and u.status <> 'active'
      then greatest(0, extract(epoch from :now - i.status_since)) else 0 end,
    hold_seconds = i.hold_seconds + case when i.status = 'on_hold' and u.status <> 'on_hold'
      then greatest(0, extract(epoch from :now - i.status_since)) else 0 end
from unnest(:ids::uuid[], :statuses::text[], :last_messages::timestamptz[]) as u (id, status, last_message_at)
where i.org_id = :org_id and i.id = u.id;

-- name: update_touched_cases!
-- Cases that a batch added to.
update case_record c
set terms = u.terms, category = u.category, status = u.status, last_contact_at = u.last_contact_at, resolved_at = u.resolved_at,
    closed_at = case when u.status = 'closed' then c.closed_at end
from unnest(:ids::uuid[], :terms::jsonb[], :categories::text[], :statuses::text[], :last_contacts::timestamptz[],
  :resolved::timestamptz[]) as u (id, terms, category, status, last_contact_at, resolved_at)
where c.org_id = :org_id and c.id = u.id;

-- name: lock_sent_messages
-- Messages of ours that receipts are about, locked.
select m.id, m.account_id, m.external_id, m.delivery, m.interaction_id, i.case_id, i.customer_id, m.handle_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join message m on m.org_id = :org_id and m.account_id = k.account_id and m.external_id = k.external_id and m.direction = 'outbound'
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
for update of m;

-- name: update_delivery!
-- What became of our messages.
update message m set delivery = u.delivery, delivery_reason = u.reason
from unnest(:ids::uuid[], :deliveries::text[], :reasons::text[]) as u (id, delivery, reason)
where m.org_id = :org_id and m.id = u.id;

-- name: lock_interaction^
-- One interaction, locked until commit.
select id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, queue_id, owner_id, team_id, status_since,
       queued_at, first_offered_at, answered_at, talk_seconds, hold_seconds, wrap_up_seconds, version
from interaction
where org_id = :org_id and id = :id
for update;

-- name: change_status^
-- An interaction's status, with the times and seconds that follow from it; null leaves owner and queue as they are.
update interaction
set status = :status, status_since = :at,
    owner_id = case when :clear_owner::bool then null else coalesce(:owner_id::uuid, owner_id) end,
    queue_id = coalesce(:queue_id::uuid, queue_id),
    queued_at = coalesce(:queued_at::timestamptz, queued_at),
    first_offered_at = coalesce(:first_offered_at::timestamptz, first_offered_at),
    answered_at = coalesce(:answered_at::timestamptz, answered_at),
    ended_at = coalesce(:ended_at::timestamptz, ended_at),
    resolved_at = case when :status = 'reopened' then null else coalesce(:resolved_at::timestamptz, resolved_at) end,
    closed_at = case when :status = 'reopened' then null else coalesce(:closed_at::timestamptz, closed_at) end,
    talk_seconds = talk_seconds + :talk_seconds::float8,
    hold_seconds = hold_seconds + :hold_seconds::float8,
    wrap_up_seconds = wrap_up_seconds + :wrap_up_seconds::float8
where org_id = :org_id and id = :id
returning *;

-- name: lock_sent_message^
-- One message of ours, locked.
select m.id, m.delivery, m.interaction_id, i.case_id, i.customer_id
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
where m.org_id = :org_id and m.id = :id and m.direction = 'outbound'
for update of m;
