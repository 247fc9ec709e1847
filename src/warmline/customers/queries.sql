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
-- Known handles as a batch of contacts leaves them; all are locked first, in one order. What was locked is only counted:
-- joined with the new values, each would be compared with the whole batch.
with locked as materialized (
  select id from handle where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update
)
update handle h
set customer_id = n.customer_id, name = n.name, verification = n.verification, confidence = n.confidence,
    decision_id = n.decision_id, first_seen_at = n.first_seen_at, last_seen_at = n.last_seen_at
from unnest(:ids::uuid[], :customer_ids::uuid[], :names::text[], :verifications::text[], :confidences::real[],
            :decision_ids::uuid[], :first_seen::timestamptz[], :last_seen::timestamptz[])
     as n (id, customer_id, name, verification, confidence, decision_id, first_seen_at, last_seen_at)
where h.org_id = :org_id and h.id = n.id and (select count(*) from locked) > 0;

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

-- name: touch_customers
-- A new version of each, and of those that they count as, because something that they show was changed elsewhere; locked in
-- one order. Returns whom each counts as, which can only change after this transaction.
select locked_id as id, counts_as as root_id from lock_shown(:org_id, :ids::uuid[], true);

-- name: lock_shown
-- These customers, and those that they count as, held until commit; locked in one order. Whom each counts as.
select locked_id as id, counts_as as root_id from lock_shown(:org_id, :ids::uuid[], false);

-- name: customers_by_id
-- Customers with their own values.
select id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone, attributes, lifecycle_stage,
       do_not_contact, merged_into, root_id, decision_id, version, created_at, updated_at
from customer where org_id = :org_id and id = any(:ids::uuid[]);

-- name: customers_by_root
-- All customers that count as these, these among them.
select id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone, attributes, lifecycle_stage,
       do_not_contact, merged_into, root_id, decision_id, version, created_at, updated_at
from customer where org_id = :org_id and root_id = any(:root_ids::uuid[]);

-- name: lock_customers
-- Customers, held until commit, in one order.
select id from customer where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update;

-- name: insert_customer!
-- One customer, entered by somebody who works here.
insert into customer (org_id, id, root_id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone,
                      attributes, lifecycle_stage, do_not_contact)
values (:org_id, :id, :id, :kind, :display_name, :named, :tier, :segments, :preferred_channel, :language, :time_zone,
        :attributes, :lifecycle_stage, :do_not_contact);

-- name: update_customer!
-- A customer's own values.
update customer
set kind = :kind, display_name = :display_name, named = :named, tier = :tier, segments = :segments,
    preferred_channel = :preferred_channel, language = :language, time_zone = :time_zone, attributes = :attributes,
    lifecycle_stage = :lifecycle_stage, do_not_contact = :do_not_contact
where org_id = :org_id and id = :id;

-- name: members
-- The ids of all customers that count as the same one as this.
select id from customer
where org_id = current_org() and root_id = (select root_id from customer where org_id = current_org() and id = :id)
order by id;

-- name: handles_by_id
-- Handles, whoever has them.
select id, customer_id, scheme, value, name, verification, confidence, source, unreachable, decision_id, first_seen_at,
       last_seen_at, version, created_at, updated_at
from handle where org_id = :org_id and id = any(:ids::uuid[]);

-- name: handles_of_customers
-- The handles of these customers.
select id, customer_id, scheme, value, name, verification, confidence, source, unreachable, decision_id, first_seen_at,
       last_seen_at, version, created_at, updated_at
from handle where org_id = :org_id and customer_id = any(:customer_ids::uuid[]);

-- name: reachable
-- The handles of all customers that count as the same one as this; quiet where one of them asked not to be contacted.
with counted as (
  select id, do_not_contact from customer
  where org_id = current_org() and root_id = (select root_id from customer where org_id = current_org() and id = :id)
)
select h.id, h.customer_id, h.scheme, h.value, h.name, h.verification, h.confidence, h.source, h.unreachable, h.decision_id,
       h.first_seen_at, h.last_seen_at, h.version, h.created_at, h.updated_at,
       (select bool_or(do_not_contact) from counted) as quiet
from counted c join handle h on h.org_id = current_org() and h.customer_id = c.id;

-- name: handle_by_identity^
-- The handle with this identity.
select id, customer_id, scheme, value, name, verification, confidence, source, unreachable, decision_id, first_seen_at,
       last_seen_at, version, created_at, updated_at
from handle where org_id = :org_id and scheme = :scheme and value = :value;

-- name: insert_handle!
-- A handle that nobody has yet.
insert into handle (org_id, id, scheme, value, name, source, verification) values (:org_id, :id, :scheme, :value, :name, :source, 'none');

-- name: give_handle!
-- Whose the handle is, how surely, and by which decision.
update handle
set customer_id = :customer_id, verification = :verification, confidence = :confidence, decision_id = :decision_id
where org_id = :org_id and id = :id;

-- name: set_reachability!
-- Why the handle cannot be written to; null where it can.
update handle set unreachable = :reason where org_id = :org_id and id = :id;

-- name: set_verification!
-- How sure we are that the handle is its customer's.
update handle set verification = :verification, confidence = :confidence where org_id = :org_id and id = :id;

-- name: decisions_by_id
-- Identity decisions.
select id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, before, decided_by, at, undoes, undone_at
from identity_decision where org_id = :org_id and id = any(:ids::uuid[]);

-- name: decisions_of_customers
-- The identity decisions about these customers, latest first.
select id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, before, decided_by, at, undoes, undone_at
from identity_decision
where org_id = :org_id and (customer_id = any(:customer_ids::uuid[]) or other_customer_id = any(:customer_ids::uuid[]))
  and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: set_undone!
-- When the decision was taken back; null where it stands again.
update identity_decision set undone_at = case when :undone::boolean then now() end where org_id = :org_id and id = :id;

-- name: dismiss_suggestion!
-- The suggestion was declined, and why.
update identity_decision set undone_at = now(), evidence = evidence || :evidence::jsonb where org_id = :org_id and id = :id;

-- name: lock_merges
-- One merge at a time in an organisation, until commit: two at once could make a circle.
select pg_advisory_xact_lock(hashtextextended('customer merges ' || :org_id::uuid::text, 0));

-- name: set_merge!
-- The edge of one customer, and the decision that made it.
update customer set merged_into = :merged_into, root_id = :root_id, decision_id = :decision_id where org_id = :org_id and id = :id;

-- name: subtree
-- The customers merged into this one, directly or by others.
with recursive below as (
  select id from customer where org_id = :org_id and merged_into = :id
  union all
  select c.id from below join customer c on c.org_id = :org_id and c.merged_into = below.id
)
select id from below;

-- name: set_root!
-- Whom these count as.
update customer set root_id = :root_id where org_id = :org_id and id = any(:ids::uuid[]);

-- name: newest_customers
-- Customers that are not merged into another, newest first.
select id, id as root_id from customer
where org_id = :org_id and merged_into is null and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: customers_by_name
-- Customers by the beginning of a name, also of a record that counts as them; each once, under the first such name.
select c.id, c.root_id, c.sought_name as name
from customer c
where c.org_id = :org_id and c.sought_name >= lower(:prefix::text) and c.sought_name < lower(:prefix) || U&'\+10FFFF'
  and (:after_name::text is null or (c.sought_name, c.id) > (:after_name, :after_id::uuid))
  and not exists (
    select from customer o
    where o.org_id = :org_id and o.root_id = c.root_id and o.sought_name >= lower(:prefix)
      and (o.sought_name, o.id) < (c.sought_name, c.id))
order by c.sought_name, c.id
limit :size;

-- name: customers_by_handle
-- The customers who have one of these addresses, newest first.
select distinct c.root_id as id, c.root_id
from handle h
join customer c on c.org_id = h.org_id and c.id = h.customer_id
where h.org_id = :org_id and h.value = any(:values::text[]) and (:scheme::text is null or h.scheme = :scheme)
  and (:before::uuid is null or c.root_id < :before)
order by c.root_id desc
limit :size;

-- name: insert_relationship$
-- A relationship that has begun; returns nothing where it stands already.
insert into relationship (org_id, id, customer_id, other_customer_id, kind)
values (:org_id, :id, :customer_id, :other_customer_id, :kind)
on conflict (org_id, customer_id, other_customer_id, kind) where ended_at is null do nothing
returning id;

-- name: relationships_by_id
-- Relationships.
select id, customer_id, other_customer_id, kind, ended_at, version, created_at, updated_at
from relationship where org_id = :org_id and id = any(:ids::uuid[]);

-- name: relationships_of_customers
-- Relationships on either side, the newest first; ended ones too.
select id, customer_id, other_customer_id, kind, ended_at, version, created_at, updated_at
from relationship
where org_id = :org_id and (customer_id = any(:customer_ids::uuid[]) or other_customer_id = any(:customer_ids::uuid[]))
  and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: end_relationship$
-- End it, if it has not ended; returns its id then.
update relationship set ended_at = now() where org_id = :org_id and id = :id and ended_at is null returning id;

-- name: identity_settings$
-- The organisation's settings for identity.
select coalesce(settings -> 'identity', '{}') from organization where org_id = :org_id;

-- name: uses_of_handles
-- Who else wrote from these handles, or was written for, the latest first; at most 20 of each handle. What was before a
-- handle was unlinked or moved does not count.
select u.handle_id, u.customer_id, u.behalf, u.last_at, c.root_id, c.display_name, c.named,
       case when r.named then r.display_name end as root_name
from handle h
cross join lateral (
  select handle_id, customer_id, behalf, last_at from handle_use
  where org_id = :org_id and handle_id = h.id and decision_id is not distinct from h.decision_id
  order by last_at desc limit 20
) u
join customer c on c.org_id = :org_id and c.id = u.customer_id
join customer r on r.org_id = :org_id and r.id = c.root_id
where h.org_id = :org_id and h.id = any(:handle_ids::uuid[]);

-- name: names_of_roots
-- The names by which these customers go, and all that count as them; at most 12 of each.
select wanted.id as root_id, n.given, n.family, n.guessed
from unnest(:root_ids::uuid[]) as wanted (id)
cross join lateral (
  select wanted.id
  union all
  select m.id from customer m where m.org_id = :org_id and m.root_id = wanted.id and m.merged_into is not null
) record
cross join lateral (
  select given, family, guessed from customer_name
  where org_id = :org_id and customer_id = record.id order by given, family limit 12
) n;

-- name: named_with_facts
-- Customers of whom one of these facts is known and who go by a name that begins or ends like one of these, themselves or
-- another record that counts as the same; what contact asks for them is for the caller to compare. Of each fact the 500
-- customers with the lowest ids are looked at. Nearly all of them are called otherwise, so this reads indexes alone, each
-- from left to right: no record is looked up before its name fits. Then as people_with_names, a row for each fact and name.
with asked as materialized (
  select key from unnest(:keys::text[]) as wanted (key)
),
held as materialized (
  select k.fact, k.customer_id as id
  from unnest(:facts::text[]) as wanted (fact)
  cross join lateral (
    select fact, customer_id from customer_fact
    where org_id = :org_id and fact = wanted.fact order by customer_id limit 500
  ) k
),
merged as materialized (
  select c.root_id from customer c
  where c.org_id = :org_id and c.id = any(array(select id from held)) and c.merged_into is not null
),
member as materialized (
  select c.id, c.root_id from customer c
  where c.org_id = :org_id and c.root_id = any(array(select id from held union all select root_id from merged))
    and c.merged_into is not null
),
fitting as materialized (
  select n.customer_id as id from customer_name n
  where n.org_id = :org_id
    and n.customer_id = any(array(
      select id from held union all select root_id from merged union all select id from member))
    and (n.given || ' ' || left(n.family, 2) in (select key from asked)
      or n.given || ' -' || right(n.family, 2) in (select key from asked))
),
chosen as materialized (
  select distinct h.fact, h.id
  from held h left join member m on m.id = h.id
  where coalesce(m.root_id, h.id) in (
    select coalesce(m.root_id, f.id) from fitting f left join member m on m.id = f.id)
)
select chosen.fact, c.id, c.root_id, c.display_name, c.named, c.root_name, n.given, n.family, n.guessed
from chosen
cross join lateral (
  select c.id, c.root_id, c.display_name, c.named,
         case when c.merged_into is null then case when c.named then c.display_name end
              else (select r.display_name from customer r where r.org_id = :org_id and r.id = c.root_id and r.named)
         end as root_name
  from customer c where c.org_id = :org_id and c.id = chosen.id limit 1
) c
cross join lateral (
  select c.root_id as id
  union all
  select m.id from customer m where m.org_id = :org_id and m.root_id = c.root_id and m.merged_into is not null
) record
cross join lateral (
  select given, family, guessed from customer_name
  where org_id = :org_id and customer_id = record.id order by given, family limit 12
) n
order by c.id;

-- name: named_like
-- Names that begin or end like one of these, and whose they are; of each the 40 with the lowest ids, the customers who have been
-- there longest.
select n.customer_id as id, n.given, n.family
from unnest(:keys::text[]) as wanted (key)
cross join lateral (
  (select customer_id, given, family from customer_name
   where org_id = :org_id and beginning = wanted.key and not guessed order by customer_id limit 40)
  union all
  (select customer_id, given, family from customer_name
   where org_id = :org_id and ending = wanted.key and not guessed order by customer_id limit 40)
) n;

-- name: people_with_names
-- Customers in the order of their ids, whom they count as, and a row for each name by which those go; at most 12 of each
-- record.
select c.id, c.root_id, c.display_name, c.named, c.root_name, n.given, n.family, n.guessed
from unnest(:ids::uuid[]) as wanted (id)
cross join lateral (
  select c.id, c.root_id, c.display_name, c.named,
         case when c.merged_into is null then case when c.named then c.display_name end
              else (select r.display_name from customer r where r.org_id = :org_id and r.id = c.root_id and r.named)
         end as root_name
  from customer c where c.org_id = :org_id and c.id = wanted.id limit 1
) c
cross join lateral (
  select c.root_id as id
  union all
  select m.id from customer m where m.org_id = :org_id and m.root_id = c.root_id and m.merged_into is not null
) record
cross join lateral (
  select given, family, guessed from customer_name
  where org_id = :org_id and customer_id = record.id order by given, family limit 12
) n
order by c.id;

-- name: insert_names!
-- Names that customers go by; those that are there already stay, and one that was guessed is none any more once it is said.
insert into customer_name (org_id, customer_id, given, family, beginning, ending, handle_id, guessed)
select :org_id::uuid, n.customer_id, n.given, n.family, n.beginning, n.ending, n.handle_id, :guessed::boolean
from unnest(:customer_ids::uuid[], :given::text[], :families::text[], :beginnings::text[], :endings::text[], :handle_ids::uuid[])
     as n (customer_id, given, family, beginning, ending, handle_id)
on conflict (org_id, customer_id, given, family) do update set guessed = false
where customer_name.guessed and not excluded.guessed;

-- name: insert_facts!
-- Facts about customers; those that are there already stay.
insert into customer_fact (org_id, fact, customer_id, handle_id)
select :org_id::uuid, n.fact, n.customer_id, n.handle_id
from unnest(:facts::text[], :customer_ids::uuid[], :handle_ids::uuid[]) as n (fact, customer_id, handle_id)
on conflict do nothing;

-- name: forget_names!
-- Names that only the records themselves gave, and give no longer.
delete from customer_name n
using unnest(:customer_ids::uuid[], :given::text[], :families::text[]) as w (customer_id, given, family)
where n.org_id = :org_id and n.customer_id = w.customer_id and n.given = w.given and n.family = w.family and n.handle_id is null;

-- name: forget_facts!
-- Facts that only the records themselves gave, and give no longer.
delete from customer_fact f
using unnest(:facts::text[], :customer_ids::uuid[]) as w (fact, customer_id)
where f.org_id = :org_id and f.fact = w.fact and f.customer_id = w.customer_id and f.handle_id is null;

-- name: names_follow!
-- What was said by a handle goes along to its other customer: names.
with gone as (
  delete from customer_name n
  using unnest(:handle_ids::uuid[], :from_ids::uuid[], :to_ids::uuid[]) as w (handle_id, from_id, to_id)
  where n.org_id = :org_id and n.handle_id = w.handle_id and n.customer_id = w.from_id
  returning w.to_id, n.given, n.family, n.beginning, n.ending, n.handle_id, n.guessed
)
insert into customer_name (org_id, customer_id, given, family, beginning, ending, handle_id, guessed)
select :org_id::uuid, to_id, given, family, beginning, ending, handle_id, guessed from gone order by to_id, given, family
on conflict do nothing;

-- name: facts_follow!
-- What was said by a handle goes along to its other customer: facts.
with gone as (
  delete from customer_fact f
  using unnest(:handle_ids::uuid[], :from_ids::uuid[], :to_ids::uuid[]) as w (handle_id, from_id, to_id)
  where f.org_id = :org_id and f.handle_id = w.handle_id and f.customer_id = w.from_id
  returning f.fact, w.to_id, f.handle_id
)
insert into customer_fact (org_id, fact, customer_id, handle_id)
select :org_id::uuid, fact, to_id, handle_id from gone order by fact, to_id
on conflict do nothing;

-- name: note_uses!
-- Who wrote from another's handle, and until when; under which decision about the handle.
insert into handle_use (org_id, handle_id, customer_id, behalf, decision_id, first_at, last_at)
select :org_id::uuid, u.handle_id, u.customer_id, u.behalf, u.decision_id, u.at, u.at
from unnest(:handle_ids::uuid[], :customer_ids::uuid[], :behalf::boolean[], :decision_ids::uuid[], :at::timestamptz[])
     as u (handle_id, customer_id, behalf, decision_id, at)
on conflict (org_id, handle_id, customer_id) do update
set last_at = greatest(handle_use.last_at, excluded.last_at), first_at = least(handle_use.first_at, excluded.first_at),
    behalf = excluded.behalf, decision_id = excluded.decision_id;

-- name: insert_brokers
-- Who acts for whom, as their contacts show; returns those that nobody had said. What a person has ended does not begin
-- again by itself.
insert into relationship (org_id, customer_id, other_customer_id, kind)
select :org_id::uuid, b.customer_id, b.other_customer_id, 'broker_of'
from unnest(:customer_ids::uuid[], :other_ids::uuid[]) as b (customer_id, other_customer_id)
where not exists (
  select from relationship r
  where r.org_id = :org_id and r.customer_id = b.customer_id and r.other_customer_id = b.other_customer_id
    and r.kind = 'broker_of')
on conflict do nothing
returning id, customer_id, other_customer_id;
