-- A record of any size: one customer to five interactions, spread over all the time; two cases to five, one early and one
-- late; five messages to an interaction. All but the last 400 interactions have ended or wait for the customer, as in a
-- house that keeps up. A channel and a category are rare: the worst for a list that is read from its newest end.
-- :size, :org, :email, :chat, :queue0 to :queue3 and :agents are filled in by _world.py.
set session_replication_role = replica;
set synchronous_commit = off;

create temp table n as
select g, uuidv7() as interaction, uuidv7() as participant, timestamptz '2025-01-01' + g * interval '20 seconds' as at,
  ('00000000-0000-7000-8000-' || lpad(to_hex(c), 12, '0'))::uuid as customer,
  ('00000000-0000-7000-9000-' || lpad(to_hex(c * 2 + (g * 2 / :size)), 12, '0'))::uuid as case_id,
  ('00000000-0000-7000-a000-' || lpad(to_hex(c), 12, '0'))::uuid as handle,
  case when g % (:size / 10) = 7 then 'sms' when g % 2 = 0 then 'email' else 'webchat' end as channel,
  case when g % (:size / 20) = 3 then 'fraud'
    else (array['claim', 'billing', 'policy_change', 'complaint'])[1 + g / 2 % 4] end as category,
  case when g >= :size - 400 then (array['waiting_customer', 'queued', 'active'])[1 + g % 3]
    else (array['closed', 'closed', 'closed', 'resolved', 'waiting_customer'])[1 + g % 5] end as status
from (select g, g::bigint * 7919 % (:size / 5) as c from generate_series(0, :size - 1) g) s;

insert into customer (org_id, id, display_name, root_id)
select ':org', customer, 'Customer ' || right(customer::text, 6), customer from (select distinct customer from n) d;

insert into handle (org_id, id, customer_id, scheme, value, verification)
select ':org', handle, customer, 'email', 'c' || right(customer::text, 12) || '@example.com', 'asserted'
from (select distinct handle, customer from n) d;

insert into case_record (org_id, id, reference, customer_id, title, category, status, opened_at, last_contact_at,
  resolved_at, closed_at)
select ':org', case_id, 'WL-' || right(case_id::text, 8), (array_agg(customer))[1], 'A case', 'claim', 'closed', min(at),
  max(at), max(at), max(at)
from n group by case_id;

insert into interaction (org_id, id, customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation,
  status, category, subject, queue_id, owner_id, started_at, queued_at, status_since, last_message_at)
select ':org', interaction, customer, handle, case_id, channel, 'text',
  case when channel = 'webchat' then ':chat' else ':email' end::uuid, 'inbound', 'inbound', status, category, 'About ' || g,
  (array[':queue0', ':queue1', ':queue2', ':queue3'])[1 + g / 3 % 4]::uuid,
  case when status = 'queued' then null else ((array[:agents])[1 + g / 3 % 50])::uuid end, at, at, at, at
from n order by g;

insert into participant (org_id, id, interaction_id, role, customer_id, handle_id, name, joined_at)
select ':org', participant, interaction, 'customer', customer, handle, 'Customer', at from n order by g;

insert into message (org_id, interaction_id, participant_id, direction, text, account_id, external_id, at, received_at)
select ':org', interaction, participant, 'inbound', 'Hello, this is message ' || m || ' of contact ' || g ||
  ', about the damage to my car in the hail of last week and when the garage can have a look at it.',
  case when channel = 'webchat' then ':chat' else ':email' end::uuid, g || '-' || m,
  at + m * interval '1 minute', at + m * interval '1 minute'
from n, generate_series(1, 5) m order by g, m;

drop table n;
set session_replication_role = origin;
