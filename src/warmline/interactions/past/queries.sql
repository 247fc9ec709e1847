-- name: placed_contacts
-- Where contacts went of which nothing was known yet but what their sender said; locked.
select k.position, i.id, i.case_id, i.customer_id, i.status, i.handle_id, i.account_id, i.fields, m.id as first_id,
  (select p.id from participant p where p.org_id = :org_id and p.interaction_id = i.id and p.role = 'customer'
   order by p.id limit 1) as sender_id
from unnest(:account_ids::uuid[], :external_ids::text[]) with ordinality as k (account_id, external_id, position)
join message m on m.org_id = :org_id and m.account_id = k.account_id and m.external_id = k.external_id
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
where i.ended_at is null and i.answered_at is null
  and not exists (select from participant p where p.org_id = :org_id and p.interaction_id = i.id and p.role <> 'customer')
order by i.id
for update of i;

-- name: messages_of
-- The messages of interactions, in their order.
select interaction_id, id, at from message where org_id = :org_id and interaction_id = any(:ids::uuid[]) order by id;

-- name: insert_partakers!
-- Who else took part.
insert into participant (org_id, id, interaction_id, role, customer_id, name, joined_at, left_at)
select :org_id, * from unnest(:ids::uuid[], :interaction_ids::uuid[], :roles::text[], :customer_ids::uuid[], :names::text[],
  :joined::timestamptz[], :left::timestamptz[]);

-- name: insert_said!
-- What they said, and notes; nothing of it is sent any more.
insert into message (org_id, id, interaction_id, participant_id, direction, visibility, text, html, elided, account_id, external_id,
  handle_id, delivery, at, received_at)
select :org_id, u.id, u.interaction_id, u.participant_id, u.direction, case u.direction when 'internal' then 'private' else 'public' end,
  u.text, u.html, u.elided, u.account_id, u.external_id, u.handle_id, case u.direction when 'outbound' then 'sent' end, u.at, :now
from unnest(:ids::uuid[], :interaction_ids::uuid[], :participant_ids::uuid[], :directions::text[], :texts::text[], :htmls::text[],
  :elided::text[], :account_ids::uuid[], :external_ids::text[], :handle_ids::uuid[], :at::timestamptz[])
  as u (id, interaction_id, participant_id, direction, text, html, elided, account_id, external_id, handle_id, at);

-- name: insert_files!
-- Files of what was said; those without a hash were only named.
insert into attachment (org_id, message_id, position, name, content_type, size, sha256, inline_id)
select :org_id, * from unnest(:message_ids::uuid[], :positions::int[], :names::text[], :content_types::text[], :sizes::bigint[],
  :hashes::text[], :inline_ids::text[]);

-- name: complete!
-- How contacts went that took place elsewhere; one that is settled already keeps its status.
update interaction i set
  direction = u.direction, initiation = u.direction, status = u.status, status_since = u.since,
  answered_at = u.answered, first_response_at = u.responded, ended_at = u.ended,
  resolved_at = case when u.status = 'resolved' then coalesce(i.resolved_at, u.ended) else i.resolved_at end,
  last_message_at = greatest(i.last_message_at, u.last),
  talk_seconds = u.talk, hold_seconds = u.hold, wrap_up_seconds = u.wrap_up,
  outcome = u.outcome, disposition = u.disposition, notes = u.notes, summary = u.summary, fields = i.fields || u.fields::jsonb
from unnest(:ids::uuid[], :directions::text[], :statuses::text[], :since::timestamptz[], :answered::timestamptz[],
  :responded::timestamptz[], :ended::timestamptz[], :last::timestamptz[], :talk::float8[], :hold::float8[], :wrap_up::float8[],
  :outcomes::text[], :dispositions::text[], :notes::text[], :summaries::text[], :fields::text[])
  as u (id, direction, status, since, answered, responded, ended, last, talk, hold, wrap_up, outcome, disposition, notes, summary,
  fields)
where i.org_id = :org_id and i.id = u.id;
