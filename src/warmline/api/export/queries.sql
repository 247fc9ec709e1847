-- name: assignments
-- The contacts that have an id of their channel, each with its case and the customer that it counts as now.
select m.external_id, i.case_id, c.root_id
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
where m.org_id = :org_id and m.direction = 'inbound' and m.external_id is not null
order by m.id;

-- name: chosen
-- The interactions that somebody wants out, the oldest first.
select i.id
from interaction i
where i.org_id = :org_id
  and (:interaction_id::uuid is null or i.id = :interaction_id)
  and (:case_id::uuid is null or i.case_id in (select joined_cases(:org_id, :case_id)))
  and (:customer_id::uuid is null or i.customer_id in (
    select c.id from customer c where c.org_id = :org_id
      and c.root_id = (select k.root_id from customer k where k.org_id = :org_id and k.id = :customer_id)))
  and (:channel::text is null or i.channel = :channel)
  and (:since::timestamptz is null or i.started_at >= :since)
  and (:until::timestamptz is null or i.started_at < :until)
order by i.started_at, i.id;

-- name: count_chosen$
-- How many those are.
select count(*)
from interaction i
where i.org_id = :org_id
  and (:interaction_id::uuid is null or i.id = :interaction_id)
  and (:case_id::uuid is null or i.case_id in (select joined_cases(:org_id, :case_id)))
  and (:customer_id::uuid is null or i.customer_id in (
    select c.id from customer c where c.org_id = :org_id
      and c.root_id = (select k.root_id from customer k where k.org_id = :org_id and k.id = :customer_id)))
  and (:channel::text is null or i.channel = :channel)
  and (:since::timestamptz is null or i.started_at >= :since)
  and (:until::timestamptz is null or i.started_at < :until);

-- name: conversations
-- Interactions with their cases, and which interactions of a case came before each.
select i.*, a.connector, a.address as account_address, a.name as account_name, k.reference, k.title as case_title,
  k.status as case_status, k.resolved_at as case_resolved_at,
  array(select e.id from interaction e where e.org_id = :org_id and e.case_id = i.case_id
    and (e.started_at, e.id) < (i.started_at, i.id) order by e.started_at desc, e.id desc limit 20) as earlier_ids,
  not exists (select from interaction l where l.org_id = :org_id and l.case_id = i.case_id
    and (l.started_at, l.id) > (i.started_at, i.id)) as last_of_case
from interaction i
join channel_account a on a.org_id = :org_id and a.id = i.account_id
left join case_record k on k.org_id = :org_id and k.id = i.case_id
where i.org_id = :org_id and i.id = any(:ids::uuid[]);

-- name: vcon_sessions
-- Of these interactions, those that came as vCons, and the uuid of each.
select i.id, i.session
from interaction i join channel_account a on a.org_id = :org_id and a.id = i.account_id
where i.org_id = :org_id and i.id = any(:ids::uuid[]) and a.connector = 'vcon' and i.session is not null;

-- name: people_in
-- Who took part, the customer first, each with the address that they used.
select p.id, p.interaction_id, p.role, p.agent_id, p.customer_id, p.name, p.joined_at, p.left_at, h.scheme, h.value,
  h.verification, g.email, g.name as agent_name
from participant p
left join handle h on h.org_id = :org_id and h.id = p.handle_id
left join agent g on g.org_id = :org_id and g.id = p.agent_id
where p.org_id = :org_id and p.interaction_id = any(:ids::uuid[])
order by p.interaction_id, p.role <> 'customer', p.id;

-- name: said_in
-- What was said, in order.
select m.id, m.interaction_id, m.participant_id, m.direction, m.visibility, m.text, m.html, m.elided, m.subject, m.account_id,
  m.external_id, m.in_reply_to, m.at, h.scheme, h.value,
  exists (select from attachment f where f.org_id = :org_id and f.message_id = m.id) as files
from message m
left join handle h on h.org_id = :org_id and h.id = m.handle_id
where m.org_id = :org_id and m.interaction_id = any(:ids::uuid[])
order by m.interaction_id, m.id;

-- name: files_of
-- The files of messages, with their content where it is wanted and was kept.
select f.message_id, f.name, f.content_type, f.size, f.sha256, f.inline_id, case when :contents::boolean then b.content end as content
from attachment f left join blob b on b.org_id = :org_id and b.sha256 = f.sha256
where f.org_id = :org_id and f.message_id = any(:ids::uuid[])
order by f.message_id, f.position;

-- name: signals_in
-- What was found about interactions, as it stands.
select s.interaction_id, s.kind, s.value, s.label, s.confidence, s.producer, s.producer_version, s.at
from signal s
where s.org_id = :org_id and s.interaction_id = any(:ids::uuid[]) and s.superseded_by is null
order by s.interaction_id, s.id;

-- name: transfers_in
-- Work that went from one agent to another.
select t.interaction_id, t.accepted_at, t.from_id, t.accepted_by, f.name as from_name, f.email as from_email, g.name as to_name,
  g.email as to_email
from hand_off t
join agent f on f.org_id = :org_id and f.id = t.from_id
join agent g on g.org_id = :org_id and g.id = t.accepted_by
where t.org_id = :org_id and t.interaction_id = any(:ids::uuid[]) and t.status = 'accepted' and t.from_kind = 'agent'
order by t.interaction_id, t.accepted_at, t.id;

-- name: originals
-- Deliveries as they came, by account and external id, of one content type.
select e.account_id, e.external_id, e.body
from unnest(:account_ids::uuid[], :external_ids::text[]) as k (account_id, external_id)
join envelope e on e.org_id = :org_id and e.account_id = k.account_id and e.external_id = k.external_id
where e.content_type = :content_type;

-- name: case_named$
-- The case that has this reference or id.
select id from case_record where org_id = :org_id and (lower(reference) = lower(:name) or id::text = lower(:name));
