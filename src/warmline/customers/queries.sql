-- name: lock_identities$
-- One contact at a time for each handle, until commit; the keys come sorted, so that two batches cannot wait in a ring.
select count(pg_advisory_xact_lock(key)) from unnest(:keys::bigint[]) as key;

-- name: phone_region$
-- The country in which this organisation reads telephone numbers without a country code.
select settings ->> 'phone_region' from organization where org_id = :org_id;

-- name: known_handles
-- The handles with these identities, their customers, and the customers that those count as.
select h.id, h.scheme, h.value, h.name, h.verification, h.confidence, h.decision_id, h.first_seen_at, h.last_seen_at,
       h.customer_id, c.root_id, c.display_name, c.named, case when r.named then r.display_name end as root_name
from unnest(:schemes::text[], :values::text[]) as wanted (scheme, value)
join handle h on h.org_id = :org_id and h.scheme = wanted.scheme and h.value = wanted.value
left join customer c on c.org_id = :org_id and c.id = h.customer_id
left join customer r on r.org_id = :org_id and r.id = c.root_id;

-- name: personal_numbers
-- The handles of these schemes, of all customers that count as these.
select c.root_id, h.scheme, h.value
from customer c
join handle h on h.org_id = c.org_id and h.customer_id = c.id
where c.org_id = :org_id and c.root_id = any(:root_ids::uuid[]) and h.scheme = any(:schemes::text[]);

-- name: insert_customers!
-- New customers, known by a name or an address only.
insert into customer (org_id, id, root_id, display_name, named)
select :org_id::uuid, c.id, c.id, c.display_name, c.named
from unnest(:ids::uuid[], :names::text[], :named::boolean[]) as c (id, display_name, named);

-- name: insert_handles!
-- New handles, linked already.
insert into handle (org_id, id, customer_id, scheme, value, name, verification, confidence, source, decision_id,
                    first_seen_at, last_seen_at)
select :org_id::uuid, h.id, h.customer_id, h.scheme, h.value, h.name, h.verification, h.confidence, h.source, h.decision_id,
       h.first_seen_at, h.last_seen_at
from unnest(:ids::uuid[], :customer_ids::uuid[], :schemes::text[], :values::text[], :names::text[], :verifications::text[],
            :confidences::real[], :sources::text[], :decision_ids::uuid[], :first_seen::timestamptz[],
            :last_seen::timestamptz[])
     as h (id, customer_id, scheme, value, name, verification, confidence, source, decision_id, first_seen_at, last_seen_at);

-- name: update_handles!
-- Known handles as a batch of contacts leaves them; locked in one order.
with locked as (
  select id from handle where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update
)
update handle h
set customer_id = n.customer_id, name = n.name, verification = n.verification, confidence = n.confidence,
    decision_id = n.decision_id, first_seen_at = n.first_seen_at, last_seen_at = n.last_seen_at
from locked
join unnest(:ids::uuid[], :customer_ids::uuid[], :names::text[], :verifications::text[], :confidences::real[],
            :decision_ids::uuid[], :first_seen::timestamptz[], :last_seen::timestamptz[])
     as n (id, customer_id, name, verification, confidence, decision_id, first_seen_at, last_seen_at) on n.id = locked.id
where h.org_id = :org_id and h.id = locked.id;

-- name: insert_decisions!
-- Identity decisions, in the order of the arrays.
insert into identity_decision (org_id, id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, before,
                               decided_by, undoes)
select :org_id::uuid, d.id, d.kind, d.customer_id, d.other_customer_id, d.handle_id, d.rule, d.score, d.evidence::jsonb,
       d.before::jsonb, :decided_by::text, d.undoes
from unnest(:ids::uuid[], :kinds::text[], :customer_ids::uuid[], :other_customer_ids::uuid[], :handle_ids::uuid[],
            :rules::text[], :scores::real[], :evidence::text[], :before::text[], :undoes::uuid[])
     as d (id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, before, undoes);

-- name: insert_suggestions
-- Suggestions that nobody has made or answered before; returns the ids of those.
insert into identity_decision (org_id, id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, decided_by)
select :org_id::uuid, d.id, 'suggest', d.customer_id, d.other_customer_id, d.handle_id, d.rule, d.score, d.evidence::jsonb, :decided_by::text
from unnest(:ids::uuid[], :customer_ids::uuid[], :other_customer_ids::uuid[], :handle_ids::uuid[], :rules::text[],
            :scores::real[], :evidence::text[])
     as d (id, customer_id, other_customer_id, handle_id, rule, score, evidence)
on conflict (org_id, customer_id, other_customer_id) where kind = 'suggest' do nothing
returning id;

-- name: name_customers!
-- Names for customers that were known by an address; the version moves.
with locked as (
  select id from customer where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update
)
update customer c set display_name = n.name, named = true
from locked join unnest(:ids::uuid[], :names::text[]) as n (id, name) on n.id = locked.id
where c.org_id = :org_id and c.id = locked.id;

-- name: touch_customers!
-- A new version of each, because something that the customer shows was changed elsewhere; locked in one order.
with locked as (
  select id from customer where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update
)
update customer c set version = c.version from locked where c.org_id = :org_id and c.id = locked.id;
