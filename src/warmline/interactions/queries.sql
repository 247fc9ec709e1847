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
-- The newest interactions on these handles that have not ended, oldest first, locked until commit: their status is
-- written back, and somebody may be taking one just now.
select i.*, p.id as participant_id, c.root_id
from unnest(:handle_ids::uuid[]) as h (id)
cross join lateral (
  select id, account_id, customer_id, handle_id, case_id, status, queue_id, session, last_message_at, channel, initiation
  from interaction
  where org_id = :org_id and handle_id = h.id and not automatic and status not in ('resolved', 'closed', 'abandoned')
  order by id desc limit 5
  for no key update
) i
cross join lateral (
  select id from participant where org_id = :org_id and interaction_id = i.id and role = 'customer' limit 1
) p
join customer c on c.org_id = :org_id and c.id = i.customer_id
order by i.id;

-- name: roots_of_contacts
-- The customers of contacts by their external ids, merges followed.
select distinct c.root_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join message m on m.org_id = :org_id and m.account_id = k.account_id and m.external_id = k.external_id
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
join customer c on c.org_id = :org_id and c.id = i.customer_id;

-- name: waiting_in_cases
-- What waits in these cases and is in nobody's hands, oldest first, locked until commit.
select i.id, i.account_id, i.customer_id, i.handle_id, i.case_id, i.status, i.queue_id, i.session, i.last_message_at, i.channel,
       i.initiation, p.id as participant_id, c.root_id
from interaction i
cross join lateral (
  select id from participant where org_id = :org_id and interaction_id = i.id and role = 'customer' limit 1
) p
join customer c on c.org_id = :org_id and c.id = i.customer_id
where i.org_id = :org_id and i.case_id = any (:case_ids::uuid[]) and i.status in ('received', 'queued', 'waiting_customer')
order by i.id
for no key update of i;

-- name: open_in_sessions
-- The interactions of these sessions that have not ended, oldest first, locked until commit.
select i.id, i.account_id, i.customer_id, i.handle_id, i.case_id, i.status, i.queue_id, i.session, i.last_message_at, i.channel,
       i.initiation, p.id as participant_id, c.root_id
from unnest(:account_ids::uuid[], :sessions::text[]) as k (account_id, session)
join interaction i on i.org_id = :org_id and i.account_id = k.account_id and i.session = k.session
                  and not i.automatic and i.status not in ('resolved', 'closed', 'abandoned')
cross join lateral (
  select id from participant where org_id = :org_id and interaction_id = i.id and role = 'customer' limit 1
) p
join customer c on c.org_id = :org_id and c.id = i.customer_id
order by i.id
for no key update of i;

-- name: cases_of_customers
-- The latest cases of these customers and of those merged with them, oldest contact first, each with its latest contacts.
select c.*, r.root_id, n.last_interaction_id, n.handle_ids, n.channels, n.started,
       array(select e.external_id from entity_ref e where e.org_id = :org_id and e.case_id = c.id
             and e.kind = 'case_reference' and e.removed_at is null)
       || case when exists (select from case_record j where j.org_id = :org_id and j.joined_into = c.id)
          then references_of_joined(:org_id, c.id) else '{}' end as told
from unnest(:root_ids::uuid[]) as r (root_id)
cross join lateral (
  select k.id, k.customer_id, k.status, k.category, k.terms, k.meanings, k.meaning_by, k.last_contact_at, k.resolved_at, k.reference
  from customer m
  join case_record k on k.org_id = :org_id and k.customer_id = m.id and k.joined_into is null
  where m.org_id = :org_id and m.root_id = r.root_id
  order by k.last_contact_at desc limit 20
) c
cross join lateral (
  select (array_agg(i.id order by i.id desc))[1] as last_interaction_id,
         coalesce(array_agg(i.handle_id order by i.id desc), '{}') as handle_ids,
         coalesce(array_agg(i.channel order by i.id desc), '{}') as channels,
         coalesce(array_agg(i.started_at order by i.id desc), '{}') as started
  from (select id, handle_id, channel, started_at from interaction
        where org_id = :org_id and case_id = c.id order by id desc limit 12) i
) n
order by c.last_contact_at;

-- name: cases_by_id
-- These cases, as a thread or a session led to them. A joined case has no interactions, so nothing leads to it; its
-- references lead to the one that it was joined into.
select k.id, k.customer_id, k.status, k.category, k.terms, k.meanings, k.meaning_by, k.last_contact_at, k.resolved_at, k.reference,
       m.root_id,
       (select i.id from interaction i where i.org_id = :org_id and i.case_id = k.id order by i.id desc limit 1) as last_interaction_id,
       '{}'::uuid[] as handle_ids, '{}'::text[] as channels, '{}'::timestamptz[] as started,
       array(select e.external_id from entity_ref e where e.org_id = :org_id and e.case_id = k.id
             and e.kind = 'case_reference' and e.removed_at is null)
       || case when exists (select from case_record j where j.org_id = :org_id and j.joined_into = k.id)
          then references_of_joined(:org_id, k.id) else '{}' end as told
from case_record k
join customer m on m.org_id = :org_id and m.id = k.customer_id
where k.org_id = :org_id and k.id = any (:case_ids::uuid[]);

-- name: insert_cases!
-- New cases of a batch.
insert into case_record (org_id, id, reference, customer_id, title, category, status, terms, opened_at, last_contact_at, resolved_at,
  resolution_attempts, meanings, meaning_by)
select :org_id, u.*, :meaning_by from unnest(:ids::uuid[], :reference_texts::text[], :customer_ids::uuid[], :titles::text[], :categories::text[],
  :statuses::text[], :terms::jsonb[], :opened::timestamptz[], :last_contacts::timestamptz[], :resolved::timestamptz[],
  :resolutions::int[], :meanings::bytea[]) u;

-- name: insert_interactions!
-- New interactions of a batch.
insert into interaction (org_id, id, customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation, status,
  automatic, category, subject, queue_id, session, fields, started_at, queued_at, closed_at, resolved_at, status_since, last_message_at)
select :org_id, u.id, u.customer_id, u.handle_id, u.case_id, u.channel, u.medium, u.account_id, 'inbound', 'inbound', u.status,
  u.automatic, u.category, u.subject, u.queue_id, u.session, u.fields, u.started_at, u.queued_at, u.closed_at,
  u.resolved_at, coalesce(u.resolved_at, :now), u.last_message_at
from unnest(:ids::uuid[], :customer_ids::uuid[], :handle_ids::uuid[], :case_ids::uuid[], :channels::text[], :media::text[],
  :account_ids::uuid[], :statuses::text[], :automatic::bool[], :categories::text[], :subjects::text[], :queue_ids::uuid[],
  :sessions::text[], :fields::jsonb[], :started::timestamptz[], :queued::timestamptz[], :closed::timestamptz[],
  :resolved::timestamptz[], :last_messages::timestamptz[])
  as u (id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, category, subject, queue_id, session,
  fields, started_at, queued_at, closed_at, resolved_at, last_message_at);

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
select :org_id, u.id, u.interaction_id, u.kind, u.case_id, u.rule, u.score, u.evidence::jsonb, u.candidates::jsonb, :decided_by, :now
from unnest(:ids::uuid[], :interaction_ids::uuid[], :kinds::text[], :case_ids::uuid[], :rules::text[], :scores::real[],
  :evidence::text[], :candidates::text[]) as u (id, interaction_id, kind, case_id, rule, score, evidence, candidates);

-- name: insert_links!
-- How interactions are related.
insert into interaction_link (org_id, id, kind, from_id, to_id, confidence, evidence, decided_by, at)
select :org_id, u.id, u.kind, u.from_id, u.to_id, u.confidence, u.evidence::jsonb, :decided_by, :now
from unnest(:ids::uuid[], :kinds::text[], :from_ids::uuid[], :to_ids::uuid[], :confidences::real[], :evidence::text[])
  as u (id, kind, from_id, to_id, confidence, evidence);

-- name: update_received!
-- Interactions that a batch went on with.
update interaction i
set last_message_at = u.last_message_at, status = u.status, queue_id = u.queue_id,
    status_since = case when i.status = u.status then i.status_since else coalesce(u.resolved_at, :now) end,
    resolved_at = coalesce(u.resolved_at, i.resolved_at),
    queued_at = case when u.status = 'queued' and i.status <> 'queued' then :now else i.queued_at end,
    answered_at = case when u.status = 'active' then coalesce(i.answered_at, :now) else i.answered_at end,
    ended_at = case when u.status in ('abandoned', 'wrap_up') and i.status <> u.status then :now else i.ended_at end,
    talk_seconds = i.talk_seconds + case when i.status = 'active' and u.status <> 'active'
      then greatest(0, extract(epoch from :now - i.status_since)) else 0 end,
    hold_seconds = i.hold_seconds + case when i.status = 'on_hold' and u.status <> 'on_hold'
      then greatest(0, extract(epoch from :now - i.status_since)) else 0 end,
    wrap_up_seconds = i.wrap_up_seconds + case when i.status = 'wrap_up' and u.status <> 'wrap_up'
      then greatest(0, extract(epoch from :now - i.status_since)) else 0 end
from unnest(:ids::uuid[], :statuses::text[], :last_messages::timestamptz[], :resolved::timestamptz[], :queue_ids::uuid[])
  as u (id, status, last_message_at, resolved_at, queue_id)
where i.org_id = :org_id and i.id = u.id;

-- name: update_touched_cases!
-- Cases that a batch added to.
update case_record c
set terms = u.terms, category = u.category, status = u.status, last_contact_at = u.last_contact_at, resolved_at = u.resolved_at,
    closed_at = case when u.status = 'closed' then c.closed_at end, resolution_attempts = c.resolution_attempts + u.resolutions,
    meanings = coalesce(u.meanings, c.meanings), meaning_by = case when u.meanings is null then c.meaning_by else :meaning_by end
from unnest(:ids::uuid[], :terms::jsonb[], :categories::text[], :statuses::text[], :last_contacts::timestamptz[],
  :resolved::timestamptz[], :resolutions::int[], :meanings::bytea[])
  as u (id, terms, category, status, last_contact_at, resolved_at, resolutions, meanings)
where c.org_id = :org_id and c.id = u.id;

-- name: lock_sent_messages
-- Messages of ours that receipts are about, locked.
select m.id, m.account_id, m.external_id, m.delivery, m.interaction_id, i.case_id, i.customer_id, m.handle_id
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join message m on m.org_id = :org_id and m.account_id = k.account_id and m.external_id = k.external_id and m.direction = 'outbound'
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
where m.delivery <> 'held'
order by m.id
for update of m;

-- name: update_delivery!
-- What became of our messages.
update message m set delivery = u.delivery, delivery_reason = u.reason
from unnest(:ids::uuid[], :deliveries::text[], :reasons::text[]) as u (id, delivery, reason)
where m.org_id = :org_id and m.id = u.id;

-- name: read_inbound
-- What the customer wrote in an interaction, up to a message, is read; those that were not before.
update message m set delivery = 'read'
from (
  select n.id, i.case_id, i.customer_id
  from message n
  join interaction i on i.org_id = :org_id and i.id = n.interaction_id
  where n.org_id = :org_id and n.interaction_id = :interaction_id and n.id <= :upto and n.direction = 'inbound' and n.delivery is null
  order by n.id
  for no key update of n
) n
where m.org_id = :org_id and m.id = n.id
returning m.id, n.case_id, n.customer_id;

-- name: name_sent_message!
-- What the channel calls a message of ours, where that differs from what we called it.
update message set external_id = :external_id
where org_id = :org_id and id = :id and external_id is distinct from :external_id;

-- name: lock_interaction^
-- One interaction, locked until commit.
select id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, queue_id, owner_id, preferred_id, team_id, status_since,
       queued_at, first_offered_at, answered_at, talk_seconds, hold_seconds, wrap_up_seconds, version
from interaction
where org_id = :org_id and id = :id
for update;

-- name: lock_carried^
-- How an interaction is carried, and whose it is, locked until commit.
select case_id, customer_id, medium, initiation from interaction where org_id = :org_id and id = :id for update;

-- name: carry_by!
-- By which medium an interaction goes on.
update interaction set medium = :medium, initiation = :initiation where org_id = :org_id and id = :id;

-- name: change_status^
-- An interaction's status, with the times and seconds that follow from it; null leaves owner and queue as they are.
update interaction
set status = :status, status_since = :at,
    owner_id = case when :clear_owner::bool then null else coalesce(:owner_id::uuid, owner_id) end,
    queue_id = coalesce(:queue_id::uuid, queue_id),
    preferred_id = case when :status in ('active', 'resolved', 'abandoned') then null
      -- What is put into a queue is kept for nobody, unless that is said.
      when :queue_id::uuid is not null then :preferred_id::uuid else coalesce(:preferred_id::uuid, preferred_id) end,
    -- What is taken up again is somebody's work, whoever wrote it.
    automatic = automatic and :status <> 'reopened',
    queued_at = coalesce(:queued_at::timestamptz, queued_at),
    first_offered_at = coalesce(:first_offered_at::timestamptz, first_offered_at),
    answered_at = coalesce(:answered_at::timestamptz, answered_at),
    ended_at = case when :status = 'reopened' then null else coalesce(:ended_at::timestamptz, ended_at) end,
    resolved_at = case when :status = 'reopened' then null else coalesce(:resolved_at::timestamptz, resolved_at) end,
    closed_at = case when :status = 'reopened' then null else coalesce(:closed_at::timestamptz, closed_at) end,
    talk_seconds = talk_seconds + :talk_seconds::float8,
    hold_seconds = hold_seconds + :hold_seconds::float8,
    wrap_up_seconds = wrap_up_seconds + :wrap_up_seconds::float8
where org_id = :org_id and id = :id
returning *;

-- name: lock_interactions
-- Those of the interactions that have the status, locked until commit.
select id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, queue_id, owner_id, preferred_id, team_id, status_since,
       queued_at, first_offered_at, answered_at, talk_seconds, hold_seconds, wrap_up_seconds, version
from interaction
where org_id = :org_id and id = any (:ids::uuid[]) and status = :status
order by id
for update;

-- name: lock_free_interactions
-- The same, without those that somebody else has locked.
select id, customer_id, handle_id, case_id, channel, medium, account_id, status, automatic, queue_id, owner_id, preferred_id, team_id, status_since,
       queued_at, first_offered_at, answered_at, talk_seconds, hold_seconds, wrap_up_seconds, version
from interaction
where org_id = :org_id and id = any (:ids::uuid[]) and status = :status
order by id
for update skip locked;

-- name: change_statuses
-- The status of many interactions at once, as ``change_status`` sets it.
update interaction i
set status = :status, status_since = :at,
    owner_id = case when :clear_owner::bool then null else i.owner_id end,
    preferred_id = case when :status in ('active', 'resolved', 'abandoned') then null else i.preferred_id end,
    automatic = i.automatic and :status <> 'reopened',
    queued_at = coalesce(v.queued_at, i.queued_at),
    first_offered_at = coalesce(v.first_offered_at, i.first_offered_at),
    talk_seconds = i.talk_seconds + v.talk_seconds,
    hold_seconds = i.hold_seconds + v.hold_seconds,
    wrap_up_seconds = i.wrap_up_seconds + v.wrap_up_seconds
from unnest(:ids::uuid[], :queued_at::timestamptz[], :first_offered_at::timestamptz[], :talk_seconds::float8[],
  :hold_seconds::float8[], :wrap_up_seconds::float8[])
  as v (id, queued_at, first_offered_at, talk_seconds, hold_seconds, wrap_up_seconds)
where i.org_id = :org_id and i.id = v.id
returning i.id, i.status, i.owner_id, i.queue_id, i.preferred_id, i.automatic, i.status_since;

-- name: reroute_waiting
-- Queue, preferred agent and priority of work that waits; null leaves each as it is.
update interaction i
set queue_id = coalesce(v.queue_id, i.queue_id), preferred_id = coalesce(v.preferred_id, i.preferred_id),
    priority = coalesce(v.priority, i.priority)
from unnest(:ids::uuid[], :queue_ids::uuid[], :preferred_ids::uuid[], :priorities::smallint[])
  as v (id, queue_id, preferred_id, priority)
where i.org_id = :org_id and i.id = v.id and i.status in ('received', 'queued', 'transferred', 'reopened')
  and (coalesce(v.queue_id, i.queue_id), coalesce(v.preferred_id, i.preferred_id), coalesce(v.priority, i.priority))
      is distinct from (i.queue_id, i.preferred_id, i.priority)
returning i.id, i.case_id, i.customer_id, i.status, i.version, i.queue_id, i.preferred_id, i.priority,
          old.queue_id as queue_id_before, old.preferred_id as preferred_id_before, old.priority as priority_before;

-- name: lock_sent_message^
-- One message of ours, locked.
select m.id, m.delivery, m.interaction_id, i.case_id, i.customer_id
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
where m.org_id = :org_id and m.id = :id and m.direction = 'outbound' and m.delivery <> 'held'
for update of m;

-- name: interactions_by_id
-- These interactions, where the agent may see them: a case is seen whole or not at all. The customer is the one that it
-- counts as now.
select i.*, c.root_id as customer_id
from interaction i
left join customer c on c.org_id = :org_id and c.id = i.customer_id
where i.org_id = :org_id and i.id = any (:ids::uuid[])
  and (:all::bool or within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)
    or exists (select from interaction o where o.org_id = :org_id and o.case_id = i.case_id
      and within_reach(:agent_id::uuid, :team_ids::uuid[], o.org_id, o.id, o.owner_id, o.team_id, o.queue_id, null)));

-- name: list_interactions
-- A page of interactions, those begun last first, by any filter. Each filter alone has an index in that order: a rare
-- value must not mean to read the table back to its beginning.
select i.*, c.root_id as customer_id
from interaction i
left join customer c on c.org_id = :org_id and c.id = i.customer_id
where i.org_id = :org_id
  and (:before_id::uuid is null or (i.started_at, i.id) < (:before_at::timestamptz, :before_id::uuid))
  and (:statuses::text[] is null or i.status = any (:statuses))
  and (:queue_id::uuid is null or i.queue_id = :queue_id)
  and (:owner_id::uuid is null or i.owner_id = :owner_id)
  and (:channel::text is null or i.channel = :channel)
  and (:category::text is null or i.category = :category)
  and (:case_id::uuid is null or i.case_id = :case_id)
  and (:customer_ids::uuid[] is null or i.customer_id = any (:customer_ids))
  and (:since::timestamptz is null or i.started_at >= :since)
  and (:until::timestamptz is null or i.started_at < :until)
  and (:all::bool or within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)
    or exists (select from interaction o where o.org_id = :org_id and o.case_id = i.case_id
      and within_reach(:agent_id::uuid, :team_ids::uuid[], o.org_id, o.id, o.owner_id, o.team_id, o.queue_id, null)))
order by i.started_at desc, i.id desc
limit :size;

-- name: cases_shown_by_id
-- These cases, where the agent may see them.
select k.*, c.root_id as customer_id
from case_record k
join customer c on c.org_id = :org_id and c.id = k.customer_id
where k.org_id = :org_id and k.id = any (:ids::uuid[])
  and (:all::bool or k.owner_id = :agent_id or k.team_id = any (:team_ids::uuid[]) or exists (
    select from interaction i where i.org_id = :org_id and i.case_id = k.id
      and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, null))
    or (k.joined_into is not null and case_within_reach(:agent_id::uuid, :team_ids::uuid[], k.org_id, k.id)));

-- name: list_cases
-- A page of cases, newest first, by any filter; those that were joined into others only where they are asked for.
select k.*, c.root_id as customer_id
from case_record k
join customer c on c.org_id = :org_id and c.id = k.customer_id
where k.org_id = :org_id
  and (:before::uuid is null or k.id < :before)
  and (:statuses::text[] is null or k.status = any (:statuses))
  and (:owner_id::uuid is null or k.owner_id = :owner_id)
  and (:category::text is null or k.category = :category)
  and (:customer_ids::uuid[] is null or k.customer_id = any (:customer_ids))
  and (:reference::text is null or k.reference = :reference)
  and (:joined::bool or k.joined_into is null)
  and (:all::bool or k.owner_id = :agent_id or k.team_id = any (:team_ids::uuid[]) or exists (
    select from interaction i where i.org_id = :org_id and i.case_id = k.id
      and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, null))
    or (k.joined_into is not null and case_within_reach(:agent_id::uuid, :team_ids::uuid[], k.org_id, k.id)))
order by k.id desc
limit :size;

-- name: messages_by_id
-- These messages with their authors and files; whose interactions the actor may see is asked elsewhere.
select m.*, i.case_id, coalesce(h.channel, i.channel) as channel, h.send_at, p.role as author_role,
  coalesce(p.agent_id, p.customer_id) as author_id, p.name as author_name,
  coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256,
    'inline_id', f.inline_id) order by f.position) from attachment f where f.org_id = :org_id and f.message_id = m.id), '[]') as attachments
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
join participant p on p.org_id = :org_id and p.id = m.participant_id
left join held_reply h on h.org_id = :org_id and h.message_id = m.id
where m.org_id = :org_id and m.id = any (:ids::uuid[]);

-- name: list_messages
-- A page of one interaction's messages, or of all interactions of a case, in the order in which they were recorded.
select m.*, i.case_id, coalesce(h.channel, i.channel) as channel, h.send_at, p.role as author_role,
  coalesce(p.agent_id, p.customer_id) as author_id, p.name as author_name,
  coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256,
    'inline_id', f.inline_id) order by f.position) from attachment f where f.org_id = :org_id and f.message_id = m.id), '[]') as attachments
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
join participant p on p.org_id = :org_id and p.id = m.participant_id
left join held_reply h on h.org_id = :org_id and h.message_id = m.id
where m.org_id = :org_id and m.interaction_id = any (:interaction_ids::uuid[]) and (:after::uuid is null or m.id > :after)
order by m.id
limit :size;

-- name: interaction_ids_of_case
-- The interactions of a case, oldest first.
select id from interaction where org_id = :org_id and case_id = :case_id order by id;

-- name: list_participants
-- Who took part in an interaction.
select * from participant where org_id = :org_id and interaction_id = :interaction_id order by joined_at, id;

-- name: decisions_by_id
-- These decisions.
select * from case_decision where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_decisions
-- Why an interaction is in its case: every decision, oldest first.
select * from case_decision where org_id = :org_id and interaction_id = :interaction_id order by id;

-- name: links_by_id
-- These links.
select * from interaction_link where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_links
-- The links from and to an interaction, those that were taken back too.
select * from interaction_link where org_id = :org_id and (from_id = :interaction_id or to_id = :interaction_id) order by id;

-- name: case_family
-- A case and all that were joined into it.
select id from joined_cases(:org_id, :case_id) as f (id);

-- name: case_history
-- What happened to a case, to those joined into it, and in its interactions before they came to it, in order.
select h.xact::text::bigint as xact, h.seq, h.at, h.type, h.actor, h.case_id, h.interaction_id, h.data
from (
  (select e.* from event e
   where e.org_id = :org_id and e.case_id = any (:case_ids::uuid[]) and (e.xact, e.seq) > (:xact::text::xid8, :seq::bigint)
     and e.xact < pg_snapshot_xmin(pg_current_snapshot())
   order by e.xact, e.seq limit :size)
  union all
  (select e.* from interaction i
   join event e on e.org_id = :org_id and e.interaction_id = i.id and (e.xact, e.seq) > (:xact::text::xid8, :seq::bigint)
     and e.xact < pg_snapshot_xmin(pg_current_snapshot())
   where i.org_id = :org_id and i.case_id = :case_id and (e.case_id is null or e.case_id <> all (:case_ids::uuid[]))
   order by e.xact, e.seq limit :size)
) h
order by h.xact, h.seq
limit :size;

-- name: participant_on_our_side$
-- The place of an agent, or of a program by its name, in an interaction that it has not left.
select id from participant
where org_id = :org_id and interaction_id = :interaction_id and role = :role and left_at is null
  and agent_id is not distinct from :agent_id::uuid and (agent_id is not null or name = :name)
order by id limit 1;

-- name: leave
-- An agent takes part no longer.
update participant set left_at = :at
where org_id = :org_id and interaction_id = :interaction_id and agent_id = :agent_id and left_at is null
returning id, role;

-- name: insert_participant!
-- Somebody takes part.
insert into participant (org_id, id, interaction_id, role, agent_id, customer_id, handle_id, name, joined_at)
values (:org_id, :id, :interaction_id, :role, :agent_id, :customer_id, :handle_id, :name, :at);

-- name: insert_message!
-- One message of ours, or a note.
insert into message (org_id, id, interaction_id, participant_id, direction, visibility, text, html, subject, account_id, external_id,
  in_reply_to, handle_id, delivery, language, mentions, at, received_at)
values (:org_id, :id, :interaction_id, :participant_id, :direction, :visibility, :text, :html, :subject, :account_id, :external_id,
  :in_reply_to, :handle_id, :delivery, :language, :mentions, :at, :at);

-- name: insert_held_reply!
-- Where a reply goes that can still be taken back, and when.
insert into held_reply (org_id, message_id, agent_id, author, author_name, channel, medium, synchrony, subject, send_at)
values (:org_id, :message_id, :agent_id, :author, :author_name, :channel, :medium, :synchrony, :subject, :send_at);

-- name: lock_held_reply^
-- A reply that can still be taken back, with its message, locked: whoever has it first sends it or takes it back.
select h.*, m.interaction_id, m.account_id, m.handle_id, m.external_id, i.case_id, i.customer_id
from held_reply h
join message m on m.org_id = :org_id and m.id = h.message_id
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
where h.org_id = :org_id and h.message_id = :message_id
for update of h;

-- name: delete_held_reply!
-- A reply is held no more.
delete from held_reply where org_id = :org_id and message_id = :message_id;

-- name: release_message!
-- A reply that was held goes its way.
update message
set delivery = 'queued', interaction_id = :interaction_id, participant_id = :participant_id, subject = :subject,
    in_reply_to = :in_reply_to, at = :at, received_at = :at
where org_id = :org_id and id = :id;

-- name: delete_attachments!
-- The files of a message that never was.
delete from attachment where org_id = :org_id and message_id = :message_id;

-- name: delete_message!
-- A message that was never sent.
delete from message where org_id = :org_id and id = :id and delivery = 'held';

-- name: last_inbound_message$
-- The customer's last message in an interaction.
select id from message
where org_id = :org_id and interaction_id = :interaction_id and direction = 'inbound' order by id desc limit 1;

-- name: note_response!
-- When the first answer was given, and, where it was said here, the latest message.
update interaction
set first_response_at = coalesce(first_response_at, :at),
    last_message_at = case when id = :place::uuid then greatest(last_message_at, :at) else last_message_at end
where org_id = :org_id and id = any (:ids::uuid[]);

-- name: attach_stored_files!
-- Files that are stored already become part of a message.
insert into attachment (org_id, message_id, position, name, content_type, size, sha256)
select :org_id, :message_id, f.n - 1, f.name, f.content_type, b.size, b.sha256
from unnest(:names::text[], :content_types::text[], :hashes::text[]) with ordinality as f (name, content_type, sha256, n)
join blob b on b.org_id = :org_id and b.sha256 = f.sha256;

-- name: insert_outbound_interaction!
-- An interaction that we begin.
insert into interaction (org_id, id, customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation, status, subject,
  category, owner_id, session, fields, started_at, answered_at, status_since, last_message_at, queue_id)
values (:org_id, :id, :customer_id, :handle_id, :case_id, :channel, :medium, :account_id, :direction, :initiation, :status, :subject,
  :category, :owner_id, null, :fields, :at, case when :status = 'active' then :at::timestamptz end, :at, :at, :queue_id);

-- name: lock_case^
-- One case, locked until commit.
select * from case_record where org_id = :org_id and id = :id for update;

-- name: set_case_status!
-- A case's status; its times follow.
update case_record
set status = :status,
    resolved_at = case when :status in ('resolved', 'closed') then coalesce(resolved_at, :at) end,
    closed_at = case when :status = 'closed' then :at::timestamptz end,
    outcome = coalesce(:outcome, outcome),
    resolution_attempts = resolution_attempts + case when :status = 'resolved' and status <> 'resolved' then 1 else 0 end
where org_id = :org_id and id = :id;

-- name: set_case_owner!
-- Who owns the context of a case.
update case_record set owner_id = :owner_id, team_id = coalesce(:team_id, team_id) where org_id = :org_id and id = :id;

-- name: record_wrap_up!
-- What came of an interaction.
update interaction
set category = :category, subcategory = :subcategory, outcome = :outcome, disposition = :disposition, notes = :notes, summary = :summary,
    fields = fields || :fields
where org_id = :org_id and id = :id;

-- name: describe_interaction!
-- What an interaction is about.
update interaction
set category = :category, subcategory = :subcategory, priority = :priority, language = :language, notes = :notes, summary = :summary
where org_id = :org_id and id = :id;

-- name: lock_waiting_in_case
-- Interactions of a case that wait for somebody and are nobody's work just now, locked.
select id, status from interaction
where org_id = :org_id and case_id = :case_id and status in ('received', 'queued', 'offered', 'waiting_customer')
order by id
for update;

-- name: put_in_case!
-- An interaction's case.
update interaction set case_id = :case_id where org_id = :org_id and id = :id;

-- name: insert_decision!
-- A person's decision on which case an interaction belongs to.
insert into case_decision (org_id, id, interaction_id, kind, case_id, previous_case_id, rule, score, evidence, decided_by, at, undoes,
  because)
values (:org_id, :id, :interaction_id, :kind, :case_id, :previous_case_id, :rule, :score, :evidence, :decided_by, :at, :undoes,
  :because);

-- name: lock_decision^
-- One decision, locked.
select * from case_decision where org_id = :org_id and id = :id for update;

-- name: mark_decision_undone$
-- A decision that was taken back; with null, one that stands again. Its evidence.
update case_decision set undone_at = :at where org_id = :org_id and id = :id returning evidence;

-- name: answer_suggestion!
-- What became of a suggestion.
update case_decision set answer = :answer where org_id = :org_id and id = :id;

-- name: later_decisions$
-- How many decisions on an interaction stand after this one. What took another back does not stand in the way itself,
-- nor that it went on where this one had put it.
select count(*) from case_decision d
where d.org_id = :org_id and d.interaction_id = :interaction_id and d.id > :id and d.undone_at is null
  and d.kind in ('attach', 'new', 'move', 'join', 'split')
  and not (d.kind = 'attach' and d.previous_case_id is null
           and d.case_id = (select case_id from case_decision where org_id = :org_id and id = :id));

-- name: confirmed_in_case$
-- Whether a person said that an interaction of another customer belongs to a case, and nobody took that back.
select exists (select from case_decision
  where org_id = :org_id and interaction_id = :interaction_id and case_id = :case_id and rule = 'confirmed'
    and undone_at is null);

-- name: roots_of_cases
-- The customers of cases, merges followed.
select distinct c.root_id from case_record k join customer c on c.org_id = :org_id and c.id = k.customer_id
where k.org_id = :org_id and k.id = any (:case_ids::uuid[]);

-- name: cases_of_members
-- The cases of customers, and those that their contacts are in.
select id from case_record where org_id = :org_id and customer_id = any (:customer_ids::uuid[])
union
select case_id from interaction where org_id = :org_id and customer_id = any (:customer_ids) and case_id is not null;

-- name: touch_cases_of
-- The cases of customers; each update raises the version.
update case_record set customer_id = customer_id where org_id = :org_id and customer_id = any (:customer_ids::uuid[]) returning id;

-- name: touch_interactions_of
-- The interactions of customers; each update raises the version.
update interaction set customer_id = customer_id where org_id = :org_id and customer_id = any (:customer_ids::uuid[]) returning id;

-- name: lock_cases
-- Cases, locked until commit, in one order.
select id from case_record where org_id = :org_id and id = any (:ids::uuid[]) order by id for update;

-- name: case_root$
-- The case into which this one was joined, directly or through others; itself where it was not.
with recursive up as (
  select id, joined_into from case_record where org_id = :org_id and id = :id
  union
  select k.id, k.joined_into from up join case_record k on k.org_id = :org_id and k.id = up.joined_into
)
select id from up where joined_into is null;

-- name: count_in_case$
-- How many interactions a case has.
select count(*) from interaction where org_id = :org_id and case_id = :case_id;

-- name: open_suggestions
-- A page of suggestions that nobody has answered, newest first, where the agent may see both the contact and the case that
-- is suggested, and both are still the same customer's.
select d.*
from case_decision d
join interaction i on i.org_id = :org_id and i.id = d.interaction_id
join customer ic on ic.org_id = :org_id and ic.id = i.customer_id
join case_record k on k.org_id = :org_id and k.id = d.case_id
join customer kc on kc.org_id = :org_id and kc.id = k.customer_id and kc.root_id = ic.root_id
where d.org_id = :org_id and d.kind = 'suggest' and d.answer is null and i.case_id <> d.case_id
  and (:before::uuid is null or d.id < :before)
  and (:interaction_id::uuid is null or d.interaction_id = :interaction_id)
  and (:case_id::uuid is null or i.case_id = :case_id or d.case_id = :case_id)
  and (:customer_ids::uuid[] is null or i.customer_id = any (:customer_ids))
  and (:all::bool or (case_within_reach(:agent_id::uuid, :team_ids::uuid[], d.org_id, d.case_id)
    and case_within_reach(:agent_id::uuid, :team_ids::uuid[], d.org_id, i.case_id)))
order by d.id desc
limit :size;

-- name: insert_plain_case!
-- A case that a person opened.
insert into case_record (org_id, id, reference, customer_id, title, category, subcategory, status, owner_id, team_id, priority, opened_at, last_contact_at)
values (:org_id, :id, :reference, :customer_id, :title, :category, :subcategory, 'open', :owner_id, :team_id, :priority, :at, :at);

-- name: said_in_cases
-- What customers said in these cases, in order; of a very long case, its first and its latest messages.
select w.case_id, w.interaction_id, w.subject, w.text, w.external_id, w.at, c.display_name
from (
  select m.interaction_id, m.id, m.subject, m.text, m.external_id, m.at, n.case_id, n.customer_id,
         row_number() over (partition by n.case_id order by m.id) as from_first,
         row_number() over (partition by n.case_id order by m.id desc) as from_last
  from interaction n
  join message m on m.org_id = :org_id and m.interaction_id = n.id and m.direction = 'inbound'
  where n.org_id = :org_id and n.case_id = any (:case_ids::uuid[]) and not n.automatic
) w
left join customer c on c.org_id = :org_id and c.id = w.customer_id
where w.from_first <= 20 or w.from_last <= 180
order by w.case_id, w.id;

-- name: retell_cases!
-- What these cases are about, as it was read again.
update case_record c
set terms = u.terms, meanings = u.meanings, meaning_by = case when u.meanings is null then null else :meaning_by end,
    last_contact_at = coalesce(u.last_contact_at, c.last_contact_at)
from unnest(:ids::uuid[], :terms::jsonb[], :meanings::bytea[], :last_contacts::timestamptz[])
  as u (id, terms, meanings, last_contact_at)
where c.org_id = :org_id and c.id = u.id
  and (c.terms, c.meanings, c.last_contact_at) is distinct from
      (u.terms, u.meanings, coalesce(u.last_contact_at, c.last_contact_at));

-- name: mark_joined!
-- A case joined into another, or, with null, on its own again.
update case_record set joined_into = :into where org_id = :org_id and id = :id;

-- name: interactions_in_case
-- The interactions of a case, locked, oldest first.
select id, customer_id from interaction where org_id = :org_id and case_id = :case_id order by id for update;

-- name: joined_interactions
-- The interactions that came from a case into another by a join that stands, and that nobody placed anew since.
select d.interaction_id as id, d.id as decision_id
from case_decision d
join interaction i on i.org_id = :org_id and i.id = d.interaction_id and i.case_id = d.case_id
where d.org_id = :org_id and d.previous_case_id = :case_id and d.case_id = :into_id and d.kind = 'join' and d.undone_at is null
  and not exists (select from case_decision l where l.org_id = :org_id and l.interaction_id = d.interaction_id and l.id > d.id
    and l.undone_at is null and l.kind in ('attach', 'new', 'move', 'join', 'split'))
order by d.interaction_id;

-- name: cases_joined_to_strangers
-- Cases that were joined into another whose customer is not theirs any more, unless a person said that it is right so.
select k.id, k.joined_into
from case_record k
join customer kc on kc.org_id = :org_id and kc.id = k.customer_id
join case_record p on p.org_id = :org_id and p.id = k.joined_into
join customer pc on pc.org_id = :org_id and pc.id = p.customer_id and pc.root_id <> kc.root_id
where k.org_id = :org_id and (k.customer_id = any (:customer_ids::uuid[]) or p.customer_id = any (:customer_ids))
  and not exists (select from case_decision d join interaction i on i.org_id = :org_id and i.id = d.interaction_id
    where d.org_id = :org_id and d.case_id = p.id and d.previous_case_id = k.id and d.kind = 'join' and d.rule = 'confirmed'
      and d.undone_at is null and i.case_id = p.id)
order by k.id;

-- name: update_case!
-- The fields of a case.
update case_record
set title = :title, category = :category, subcategory = :subcategory, owner_id = :owner_id, team_id = :team_id,
    priority = :priority, summary = :summary, open_questions = :open_questions, facts = :facts
where org_id = :org_id and id = :id;

-- name: lock_link^
-- One link that stands, locked.
select * from interaction_link where org_id = :org_id and id = :id and undone_at is null for update;

-- name: undo_link!
-- A link that was taken back.
update interaction_link set undone_at = :at where org_id = :org_id and id = :id;

-- name: insert_ref!
-- A business object that a case, an interaction or a span of a message is about.
insert into entity_ref (org_id, id, kind, external_id, label, address, case_id, interaction_id, message_id, span, confidence, source)
values (:org_id, :id, :kind, :external_id, :label, :address, :case_id, :interaction_id, :message_id,
  case when :span_start::int is not null then int4range(:span_start, :span_end) end, :confidence, :source);

-- name: insert_refs!
-- What cases of a batch are about, or called elsewhere.
insert into entity_ref (org_id, id, case_id, kind, external_id, source)
select :org_id, u.id, u.case_id, u.kind, u.external_id, :source
from unnest(:ids::uuid[], :case_ids::uuid[], :kinds::text[], :external_ids::text[]) as u (id, case_id, kind, external_id);

-- name: refs_by_id
-- These references.
select id, kind, external_id, label, address, case_id, interaction_id, message_id, lower(span) as span_start, upper(span) as span_end,
  confidence, source, created_at, removed_at
from entity_ref where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_refs
-- The references of a case, of those joined into it, and of its interactions.
select id, kind, external_id, label, address, case_id, interaction_id, message_id, lower(span) as span_start, upper(span) as span_end,
  confidence, source, created_at, removed_at
from entity_ref
where org_id = :org_id and removed_at is null
  and (case_id in (select f.id from joined_cases(:org_id, :case_id) as f (id))
    or interaction_id in (select id from interaction where org_id = :org_id and case_id = :case_id))
order by id;

-- name: remove_ref$
-- A reference that was taken back; its id, where it still stood.
update entity_ref set removed_at = :at where org_id = :org_id and id = :id and removed_at is null returning id;

-- name: insert_action_item!
-- A promise.
insert into action_item (org_id, id, case_id, interaction_id, message_id, text, assignee_id, due_at, source, created_by)
values (:org_id, :id, :case_id, :interaction_id, :message_id, :text, :assignee_id, :due_at, :source, :created_by);

-- name: action_items_by_id
-- These promises, where the agent may see their cases or made them.
select * from action_item a
where a.org_id = :org_id and a.id = any (:ids::uuid[])
  and (:all::bool or a.assignee_id = :agent_id or case_within_reach(:agent_id::uuid, :team_ids::uuid[], a.org_id, a.case_id));

-- name: lock_action_item$
-- A promise's version, its row locked until commit.
select version from action_item where org_id = :org_id and id = :id for update;

-- name: list_action_items
-- A page of the promises that the agent may see, those due first come first and those without a time last: of a case and of
-- those joined into it, of an assignee, by status, or due before a time.
select * from action_item a
where a.org_id = :org_id and (:case_id::uuid is null or a.case_id in (select f.id from joined_cases(:org_id, :case_id) as f (id)))
  and (:assignee_id::uuid is null or a.assignee_id = :assignee_id) and (:status::text is null or a.status = :status)
  and (:due_before::timestamptz is null or coalesce(a.due_at, 'infinity') < :due_before)
  and (:after_id::uuid is null
    or (coalesce(a.due_at, 'infinity'), a.id) > (coalesce(:after_due::timestamptz, 'infinity'), :after_id::uuid))
  and (:all::bool or a.assignee_id = :agent_id or case_within_reach(:agent_id::uuid, :team_ids::uuid[], a.org_id, a.case_id))
order by coalesce(a.due_at, 'infinity'), a.id
limit :size;

-- name: update_action_item!
-- A promise's text, assignee, due time and status.
update action_item
set text = :text, assignee_id = :assignee_id, due_at = :due_at, status = :status,
    done_at = case when :status = 'done' then coalesce(done_at, :at::timestamptz) end
where org_id = :org_id and id = :id;

-- name: insert_signal!
-- An assessment, which replaces the latest of its kind on the interaction.
insert into signal (org_id, id, interaction_id, case_id, message_id, kind, value, label, confidence, producer, producer_version, evidence, at)
values (:org_id, :id, :interaction_id, :case_id, :message_id, :kind, :value, :label, :confidence, :producer, :producer_version, :evidence, :at);

-- name: supersede_signal$
-- The latest signal of a kind gives way to a newer one; which one that was.
update signal set superseded_by = :by
where org_id = :org_id and interaction_id = :interaction_id and kind = :kind and superseded_by is null
returning id;

-- name: signals_by_id
-- These signals.
select * from signal where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_signals
-- The latest signal of each kind of an interaction; with all, the earlier ones too.
select * from signal where org_id = :org_id and interaction_id = :interaction_id and (:all::bool or superseded_by is null) order by kind, id;

-- name: insert_hand_off!
-- A hand-off with its context packet.
insert into hand_off (org_id, id, interaction_id, case_id, from_kind, from_id, to_kind, to_id, reason, policy, template_id, required, packet,
  completeness, owner_before, created_by)
values (:org_id, :id, :interaction_id, :case_id, :from_kind, :from_id, :to_kind, :to_id, :reason, :policy, :template_id, :required, :packet,
  :completeness, :owner_before, :created_by);

-- name: hand_offs_by_id
-- These hand-offs.
select * from hand_off where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_hand_offs
-- The hand-offs of an interaction, oldest first.
select * from hand_off where org_id = :org_id and interaction_id = :interaction_id order by id;

-- name: lock_hand_off^
-- One hand-off, locked.
select * from hand_off where org_id = :org_id and id = :id for update;

-- name: answer_hand_off!
-- A hand-off is accepted or cancelled.
update hand_off set status = :status, accepted_at = case when :status = 'accepted' then :at::timestamptz end,
  accepted_by = :accepted_by, owner_after = :owner_after
where org_id = :org_id and id = :id;

-- name: decline_hand_off!
-- A hand-off is declined, by whom and why.
update hand_off set status = 'declined', declined_by = :by, decline_reason = :reason where org_id = :org_id and id = :id;

-- name: note_asked_again!
-- What the customer was asked again although the packet said it.
update hand_off set asked_again = :asked_again where org_id = :org_id and id = :id;

-- name: customer_words
-- The customer's latest words in a case, newest first.
select m.id, m.text, m.at, i.channel
from interaction i
join message m on m.org_id = :org_id and m.interaction_id = i.id and m.direction = 'inbound'
where i.org_id = :org_id and i.case_id = :case_id and not i.automatic
order by m.id desc
limit :size;

-- name: own_customer$
-- The customer of the interaction's own handle, merges not followed.
select customer_id from interaction where org_id = :org_id and id = :id;

-- name: customer_of_handle$
-- The customer whose handle it is now, merges not followed.
select customer_id from handle where org_id = :org_id and id = :id;

-- name: open_elsewhere$
-- The newest interaction of a case on an account and handle that has not ended.
select id from interaction
where org_id = :org_id and case_id = :case_id and account_id = :account_id and handle_id is not distinct from :handle_id::uuid
  and not automatic and status not in ('resolved', 'closed', 'abandoned')
order by id desc limit 1;

-- name: agent_is_active$
-- Whether somebody works here; null where there is no such agent.
select active from agent where org_id = :org_id and id = :id;

-- name: team_exists$
-- Whether there is such a team.
select exists (select from team where org_id = :org_id and id = :id);

-- name: queue_is_active$
-- Whether a queue is served; null where there is no such queue.
select active from queue where org_id = :org_id and id = :id;

-- name: interaction_of_message$
-- The interaction in which something was said.
select interaction_id from message where org_id = :org_id and id = :id;

-- name: case_of_interaction$
-- The case that an interaction is in.
select case_id from interaction where org_id = :org_id and id = :id;

-- name: open_hand_off$
-- The hand-off of an interaction that nobody has answered yet.
select id from hand_off where org_id = :org_id and interaction_id = :interaction_id and status = 'offered';

-- name: last_contacts
-- When each of these handles last wrote to each account, and whether a conversation there has not ended.
select handle_id, account_id, max(last_message_at) as last_at, bool_or(status not in ('resolved', 'closed', 'abandoned')) as open
from interaction
where org_id = :org_id and handle_id = any (:handle_ids::uuid[]) and direction = 'inbound' and not automatic
group by handle_id, account_id;

-- name: conversation_after
-- What was said, or became of what we said, on an account and handle, after a place in the event log: each message once,
-- at its last change.
select c.xact::text::bigint as xact, c.seq, m.id, m.external_id, m.direction, m.text, m.html, m.at, coalesce(m.delivery, 'delivered') as delivery,
  p.role, p.name,
  coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256)
    order by f.position) from attachment f where f.org_id = :org_id and f.message_id = m.id), '[]') as attachments
from (
  select distinct on (e.data ->> 'message_id') (e.data ->> 'message_id')::uuid as message_id, e.xact, e.seq
  from interaction i
  join event e on e.org_id = :org_id and e.interaction_id = i.id and (e.xact, e.seq) > (:xact::text::xid8, :seq::bigint)
    and e.xact < pg_snapshot_xmin(pg_current_snapshot())
    and e.type in ('message.received', 'reply.queued', 'message.delivery_changed')
  where i.org_id = :org_id and i.account_id = :account_id and i.handle_id = :handle_id and not i.automatic
  order by e.data ->> 'message_id', e.xact desc, e.seq desc
) c
join message m on m.org_id = :org_id and m.id = c.message_id and m.visibility = 'public' and m.delivery is distinct from 'held'
join participant p on p.org_id = :org_id and p.id = m.participant_id
order by c.xact, c.seq
limit :size;

-- name: shown_attachment^
-- A file of a message on an account and handle that the customer may see.
select f.name, f.content_type, f.size, f.sha256
from attachment f
join message m on m.org_id = :org_id and m.id = f.message_id and m.visibility = 'public' and m.delivery is distinct from 'held'
join interaction i on i.org_id = :org_id and i.id = m.interaction_id and i.account_id = :account_id and i.handle_id = :handle_id
where f.org_id = :org_id and f.sha256 = :sha256
limit 1;

-- name: live_on_handle^
-- The newest interaction on an account and handle that has not ended.
select id, status, queue_id, owner_id from interaction
where org_id = :org_id and account_id = :account_id and handle_id = :handle_id and not automatic
  and status not in ('resolved', 'closed', 'abandoned')
order by id desc
limit 1;

-- name: strangers_in_cases
-- Interactions whose customer no longer counts as the customer of their case, unless a person said that it is right so.
select i.id, i.case_id, i.customer_id, ic.root_id
from case_record k
join customer kc on kc.org_id = :org_id and kc.id = k.customer_id
join interaction i on i.org_id = :org_id and i.case_id = k.id
join customer ic on ic.org_id = :org_id and ic.id = i.customer_id and ic.root_id <> kc.root_id
where k.org_id = :org_id and k.id in (
    select case_id from interaction where org_id = :org_id and customer_id = any (:customer_ids::uuid[]) and case_id is not null)
  and not exists (select from case_decision d
    where d.org_id = :org_id and d.interaction_id = i.id and d.case_id = i.case_id and d.rule = 'confirmed' and d.undone_at is null)
order by i.id;

-- name: contacts_by_handles
-- The contacts that came by handles while these were the customers given beside, and to whom each is to go; with since only
-- those begun after that decision. Locked until commit.
select i.id, i.customer_id as from_id, t.to_id, i.case_id
from unnest(:handle_ids::uuid[], :from_ids::uuid[], :to_ids::uuid[]) as t (handle_id, from_id, to_id)
join interaction i on i.org_id = :org_id and i.handle_id = t.handle_id and i.customer_id = t.from_id
where :since::uuid is null or i.id > :since
order by i.id
for no key update of i;

-- name: recount_interactions
-- Contacts that are another customer's now, where they are still the one's given beside; the ids of those.
update interaction i set customer_id = n.to_id
from unnest(:ids::uuid[], :from_ids::uuid[], :to_ids::uuid[]) as n (id, from_id, to_id)
where i.org_id = :org_id and i.id = n.id and i.customer_id = n.from_id
returning i.id;

-- name: recount_participants!
-- Who wrote in these contacts is another customer now.
update participant p set customer_id = n.to_id
from unnest(:ids::uuid[], :from_ids::uuid[], :to_ids::uuid[]) as n (id, from_id, to_id)
where p.org_id = :org_id and p.interaction_id = n.id and p.role = 'customer' and p.customer_id = n.from_id;

-- name: cases_to_follow
-- Of these cases, those that were of one of the customers and in which nobody is left who counts as theirs; with each the
-- cases of the same customer that were joined into it. Locked until commit.
select f.id, f.customer_id, f.joined_into, k.id as standing_id
from case_record k
join customer kc on kc.org_id = :org_id and kc.id = k.customer_id
join case_record f on f.org_id = :org_id and f.id in (select j.id from joined_cases(:org_id, k.id) as j (id))
join customer fc on fc.org_id = :org_id and fc.id = f.customer_id and fc.root_id = kc.root_id
where k.org_id = :org_id and k.id = any (:case_ids::uuid[])
  and kc.root_id in (select root_id from customer where org_id = :org_id and id = any (:customer_ids::uuid[]))
  and not exists (select from interaction i join customer ic on ic.org_id = :org_id and ic.id = i.customer_id
    where i.org_id = :org_id and i.case_id = k.id and ic.root_id = kc.root_id)
order by f.id
for no key update of f;

-- name: lock_case_edges^
-- Whose a case is, merges not followed, and where it was joined; locked until commit.
select id, customer_id, joined_into from case_record where org_id = :org_id and id = :id for no key update;

-- name: set_case_edges!
-- Whose a case is, and where it was joined.
update case_record set customer_id = :customer_id, joined_into = :joined_into where org_id = :org_id and id = :id;

-- name: insert_followed!
-- What followed an identity decision: contacts and cases, as they were and as they are.
insert into followed (org_id, because, interaction_id, case_id, customer_before, customer_after, joined_before, joined_after)
select :org_id, :because, * from unnest(:interaction_ids::uuid[], :case_ids::uuid[], :customers_before::uuid[],
  :customers_after::uuid[], :joined_before::uuid[], :joined_after::uuid[]);

-- name: standing_followed
-- What followed an identity decision and was not taken back, the latest first; locked until commit.
select id, interaction_id, case_id, customer_before, customer_after, joined_before, joined_after
from followed where org_id = :org_id and because = :because and undone_at is null
order by id desc
for update;

-- name: mark_followed_undone!
-- What followed from a decision that holds no longer.
update followed set undone_at = :at where org_id = :org_id and id = any (:ids::uuid[]);

-- name: decisions_because
-- The decisions about cases that follow from an identity decision and stand, the latest first.
select id, interaction_id, case_id, previous_case_id from case_decision
where org_id = :org_id and because = :because and undone_at is null
order by id desc;

-- name: opened_to_separate$
-- Whether a case was opened to keep a contact apart from another customer's.
select exists (select from case_decision
  where org_id = :org_id and interaction_id = :interaction_id and case_id = :case_id and kind = 'split' and because is not null);

-- name: touch_customers_messages
-- What customers wrote in these contacts; each update raises the version.
update message m set participant_id = m.participant_id
from participant p
where m.org_id = :org_id and m.interaction_id = any (:interaction_ids::uuid[])
  and p.org_id = :org_id and p.id = m.participant_id and p.role = 'customer'
returning m.id;

-- name: suggested_cases
-- The suggestions for a contact that nobody has answered, latest first, with the case that stands for the suggested one now,
-- where both are still the same customer's.
select d.id, k.id as case_id
from case_decision d
join interaction i on i.org_id = :org_id and i.id = d.interaction_id
join customer ic on ic.org_id = :org_id and ic.id = i.customer_id
cross join lateral (
  with recursive up as (
    select c.id, c.joined_into, c.customer_id from case_record c where c.org_id = :org_id and c.id = d.case_id
    union
    select c.id, c.joined_into, c.customer_id from up join case_record c on c.org_id = :org_id and c.id = up.joined_into
  )
  select id, customer_id from up where joined_into is null
) k
join customer kc on kc.org_id = :org_id and kc.id = k.customer_id and kc.root_id = ic.root_id
where d.org_id = :org_id and d.interaction_id = :interaction_id and d.kind = 'suggest' and d.answer is null
  and i.case_id is distinct from k.id
order by d.id desc;

-- name: latest_on_handle^
-- The newest interaction on an account and handle, ended or not; only one that was answered, where asked for.
select id, status, case_id, answered_at, ended_at, closed_at, resolved_at from interaction
where org_id = :org_id and account_id = :account_id and handle_id = :handle_id and not automatic
  and (answered_at is not null or not :answered::bool)
order by id desc
limit 1;

-- name: who_may_see
-- Agents who may see a contact, by the rule of the guard; with ids, those of them, and members of those teams.
select a.id, a.name, t.team_ids
from interaction i
join agent a on a.org_id = :org_id and a.active and a.kind = 'person'
cross join lateral (
  select array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = a.id) as team_ids,
         array(select p.permission from agent_role ar join role r on r.org_id = :org_id and r.id = ar.role_id
               cross join lateral unnest(r.permissions) as p (permission)
               where ar.org_id = :org_id and ar.agent_id = a.id) as permissions
) t
where i.org_id = :org_id and i.id = :interaction_id
  and (:ids::uuid[] is null or a.id = any (:ids) or t.team_ids && :ids)
  and (t.permissions && array['*', 'case.read']
    or 'case.read_team' = any (t.permissions)
       and (within_reach(a.id, t.team_ids, i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)
         or i.case_id is not null and case_within_reach(a.id, t.team_ids, i.org_id, i.case_id)))
order by lower(a.name), a.id;

-- name: names_of
-- The names of agents and teams.
select id, name from agent where org_id = :org_id and id = any (:ids::uuid[])
union all
select id, name from team where org_id = :org_id and id = any (:ids::uuid[]);

-- name: story_before
-- What was said in a case and what happened to it before a moment, latest first: messages, and steps out of the event log.
with told as (
  (select m.at, m.id::text collate "C" as key, m.id as message_id, null::xid8 as xact, null::bigint as seq
   from interaction i
   join message m on m.org_id = :org_id and m.interaction_id = i.id
   where i.org_id = :org_id and i.case_id = :case_id and (m.at, m.id::text collate "C") < (:at::timestamptz, :key::text)
   order by 1 desc, 2 desc limit :size)
  union all
  (select e.at, (e.xact || '-' || e.seq) collate "C", null, e.xact, e.seq
   from event e
   where e.org_id = :org_id and e.case_id = any (:case_ids::uuid[]) and e.type = any (:types::text[])
     and (e.at, (e.xact || '-' || e.seq) collate "C") < (:at, :key)
   order by 1 desc, 2 desc limit :size)
  union all
  (select e.at, (e.xact || '-' || e.seq) collate "C", null, e.xact, e.seq
   from interaction i
   join event e on e.org_id = :org_id and e.interaction_id = i.id and e.type = any (:types)
     and (e.at, (e.xact || '-' || e.seq) collate "C") < (:at, :key)
   where i.org_id = :org_id and i.case_id = :case_id and (e.case_id is null or e.case_id <> all (:case_ids))
   order by 1 desc, 2 desc limit :size)
  order by 1 desc, 2 desc limit :size
)
select t.at as told_at, t.key, m.id, m.interaction_id, coalesce(h.channel, i.channel) as channel, m.direction, m.visibility,
  p.role as author_role, coalesce(p.agent_id, p.customer_id) as author_id, p.name as author_name, m.text, m.html, m.elided, m.subject,
  m.external_id, m.in_reply_to, m.handle_id, m.delivery, m.delivery_reason, h.send_at, m.language, m.sentiment, m.at, m.received_at,
  m.mentions, m.version, f.attachments, e.type, e.actor, e.case_id as step_case_id, e.interaction_id as step_interaction_id, e.data,
  a.name as actor_name
from told t
left join message m on m.org_id = :org_id and m.id = t.message_id
left join interaction i on i.org_id = :org_id and i.id = m.interaction_id
left join participant p on p.org_id = :org_id and p.id = m.participant_id
left join held_reply h on h.org_id = :org_id and h.message_id = m.id
left join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256,
    'inline_id', f.inline_id) order by f.position), '[]') as attachments
  from attachment f where f.org_id = :org_id and f.message_id = m.id
) f on m.id is not null
left join event e on e.org_id = :org_id and e.xact = t.xact and e.seq = t.seq
left join agent a on a.org_id = :org_id and e.actor = 'agent:' || a.id
order by t.at desc, t.key desc;

-- name: story_after
-- The same after a moment, oldest first.
with told as (
  (select m.at, m.id::text collate "C" as key, m.id as message_id, null::xid8 as xact, null::bigint as seq
   from interaction i
   join message m on m.org_id = :org_id and m.interaction_id = i.id
   where i.org_id = :org_id and i.case_id = :case_id and (m.at, m.id::text collate "C") > (:at::timestamptz, :key::text)
   order by 1 asc, 2 asc limit :size)
  union all
  (select e.at, (e.xact || '-' || e.seq) collate "C", null, e.xact, e.seq
   from event e
   where e.org_id = :org_id and e.case_id = any (:case_ids::uuid[]) and e.type = any (:types::text[])
     and (e.at, (e.xact || '-' || e.seq) collate "C") > (:at, :key)
   order by 1 asc, 2 asc limit :size)
  union all
  (select e.at, (e.xact || '-' || e.seq) collate "C", null, e.xact, e.seq
   from interaction i
   join event e on e.org_id = :org_id and e.interaction_id = i.id and e.type = any (:types)
     and (e.at, (e.xact || '-' || e.seq) collate "C") > (:at, :key)
   where i.org_id = :org_id and i.case_id = :case_id and (e.case_id is null or e.case_id <> all (:case_ids))
   order by 1 asc, 2 asc limit :size)
  order by 1 asc, 2 asc limit :size
)
select t.at as told_at, t.key, m.id, m.interaction_id, coalesce(h.channel, i.channel) as channel, m.direction, m.visibility,
  p.role as author_role, coalesce(p.agent_id, p.customer_id) as author_id, p.name as author_name, m.text, m.html, m.elided, m.subject,
  m.external_id, m.in_reply_to, m.handle_id, m.delivery, m.delivery_reason, h.send_at, m.language, m.sentiment, m.at, m.received_at,
  m.mentions, m.version, f.attachments, e.type, e.actor, e.case_id as step_case_id, e.interaction_id as step_interaction_id, e.data,
  a.name as actor_name
from told t
left join message m on m.org_id = :org_id and m.id = t.message_id
left join interaction i on i.org_id = :org_id and i.id = m.interaction_id
left join participant p on p.org_id = :org_id and p.id = m.participant_id
left join held_reply h on h.org_id = :org_id and h.message_id = m.id
left join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256,
    'inline_id', f.inline_id) order by f.position), '[]') as attachments
  from attachment f where f.org_id = :org_id and f.message_id = m.id
) f on m.id is not null
left join event e on e.org_id = :org_id and e.xact = t.xact and e.seq = t.seq
left join agent a on a.org_id = :org_id and e.actor = 'agent:' || a.id
order by t.at asc, t.key asc;
