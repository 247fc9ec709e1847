-- name: feed_organization$
-- Whose feed this is; known before anybody has proved anything.
select feed_organization(:id);

-- name: insert_feed^
-- A new feed; nothing where its code is taken.
insert into feed (org_id, code, name, key_scheme, mapping, encoding, priority, adopts)
values (:org_id, :code, :name, :key_scheme, :mapping, :encoding, :priority, :adopts)
on conflict (org_id, code) do nothing
returning id, code, name, key_scheme, mapping, encoding, priority, adopts, active, secret, version, created_at, updated_at;

-- name: feeds_by_id
-- These feeds.
select id, code, name, key_scheme, mapping, encoding, priority, adopts, active, secret, version, created_at, updated_at
from feed where org_id = :org_id and id = any(:ids::uuid[]);

-- name: list_feeds
-- A page of feeds, by their codes.
select id, code, name, key_scheme, mapping, encoding, priority, adopts, active, secret, version, created_at, updated_at
from feed where org_id = :org_id and (:after::text is null or code > :after)
order by code
limit :size;

-- name: lock_feed^
-- A feed, held until commit.
select id, code, name, key_scheme, mapping, encoding, priority, adopts, active, secret, version, created_at, updated_at
from feed where org_id = :org_id and id = :id for no key update;

-- name: update_feed!
-- A feed's settings.
update feed set name = :name, mapping = :mapping, encoding = :encoding, priority = :priority, adopts = :adopts, active = :active
where org_id = :org_id and id = :id;

-- name: set_feed_secret!
-- A feed's signing secret, sealed.
update feed set secret = :secret where org_id = :org_id and id = :id;

-- name: insert_run!
-- A run that begins.
insert into feed_run (org_id, id, feed_id, origin, started_by, started_at)
values (:org_id, :id, :feed_id, :origin, :started_by, :started_at);

-- name: count_run!
-- How far a run is; it has ended where finished_at is set.
update feed_run
set read_rows = :read_rows, created = :created, changed = :changed, unchanged = :unchanged, partly = :partly, refused = :refused,
    finished_at = :finished_at
where org_id = :org_id and id = :id;

-- name: runs_by_id
-- These runs.
select id, feed_id, origin, started_by, started_at, finished_at, read_rows, created, changed, unchanged, partly, refused, version
from feed_run where org_id = :org_id and id = any(:ids::uuid[]);

-- name: last_runs
-- The latest run of each of these feeds that ever delivered.
select r.id, r.feed_id, r.origin, r.started_by, r.started_at, r.finished_at, r.read_rows, r.created, r.changed, r.unchanged,
  r.partly, r.refused, r.version
from unnest(:feed_ids::uuid[]) f (id)
cross join lateral (
  select * from feed_run where org_id = :org_id and feed_id = f.id order by feed_run.id desc limit 1
) r;

-- name: list_runs
-- A page of a feed's runs, the latest first.
select id, feed_id, origin, started_by, started_at, finished_at, read_rows, created, changed, unchanged, partly, refused, version
from feed_run where org_id = :org_id and feed_id = :feed_id and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: insert_problems!
-- What is wrong with rows of a run; the same row may have several.
insert into feed_row_problem (org_id, run_id, row_number, position, external_key, refused, problem)
select :org_id::uuid, :run_id::uuid, p.row_number, p.position, p.external_key, p.refused, p.problem
from unnest(:numbers::bigint[], :positions::smallint[], :keys::text[], :refused::boolean[], :problems::text[])
     as p (row_number, position, external_key, refused, problem)
on conflict do nothing;

-- name: list_problems
-- A page of what was wrong in a run, in the order of the rows.
select row_number, position, external_key, refused, problem
from feed_row_problem
where org_id = :org_id and run_id = :run_id
  and (:after_row::bigint is null or (row_number, position) > (:after_row, :after_position::smallint))
order by row_number, position
limit :size;

-- name: known_rows
-- The rows with these keys as they were last taken, and who has their key now.
select r.external_key, r.customer_id, r.hash, r.observed_at, r.blank, r.related, h.customer_id as holder_id
from feed_row r
left join handle h on h.org_id = :org_id and h.scheme = :scheme and h.value = r.external_key
where r.org_id = :org_id and r.feed_id = :feed_id and r.external_key = any(:keys::text[]);

-- name: save_rows!
-- Rows as they are taken now.
insert into feed_row (org_id, feed_id, external_key, customer_id, hash, observed_at, blank, related)
select :org_id::uuid, :feed_id::uuid, r.external_key, r.customer_id, r.hash, r.observed_at, r.blank::jsonb,
       array(select jsonb_array_elements_text(r.related::jsonb)::uuid)
from unnest(:keys::text[], :customer_ids::uuid[], :hashes::bytea[], :observed::timestamptz[], :blanks::text[], :related::text[])
     as r (external_key, customer_id, hash, observed_at, blank, related)
on conflict (org_id, feed_id, external_key) do update
set customer_id = excluded.customer_id, hash = excluded.hash, observed_at = excluded.observed_at, blank = excluded.blank,
    related = excluded.related;

-- name: settle_rows!
-- What was left open in these rows is done: now they are known by their hash, and made these relationships besides.
update feed_row r
set hash = s.hash, related = r.related || array(select jsonb_array_elements_text(s.related::jsonb)::uuid)
from unnest(:keys::text[], :hashes::bytea[], :related::text[]) as s (external_key, hash, related)
where r.org_id = :org_id and r.feed_id = :feed_id and r.external_key = s.external_key;

-- name: handles_found
-- The handles with these identities, and whose they are.
select h.id, h.scheme, h.value, h.verification, h.confidence, h.decision_id, h.customer_id, c.root_id
from unnest(:schemes::text[], :values::text[]) as wanted (scheme, value)
join handle h on h.org_id = :org_id and h.scheme = wanted.scheme and h.value = wanted.value
left join customer c on c.org_id = :org_id and c.id = h.customer_id;

-- name: roots_with_scheme
-- Of these customers, those who have a handle of this scheme, also by a record that counts as them.
select distinct c.root_id
from customer c join handle h on h.org_id = c.org_id and h.customer_id = c.id
where c.org_id = :org_id and c.root_id = any(:root_ids::uuid[]) and h.scheme = :scheme;

-- name: lock_held_customers
-- Customers that a batch changes, held until commit, in one order.
select id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone, attributes, lifecycle_stage,
       do_not_contact, merged_into, root_id, decision_id, version, created_at, updated_at
from customer where org_id = :org_id and id = any(:ids::uuid[]) order by id for no key update;

-- name: claims_of_customers
-- All that was ever said of these customers.
select customer_id, name, value, source, external_key, verified, observed_at, first_observed_at
from customer_attribute where org_id = :org_id and customer_id = any(:customer_ids::uuid[])
order by customer_id, name, id;

-- name: save_claims!
-- What sources say. The same value again counts from when it was observed last; the order of arrival does not matter.
insert into customer_attribute as a (org_id, customer_id, name, value, source, external_key, verified, observed_at, first_observed_at)
select :org_id::uuid, c.customer_id, c.name, c.value::jsonb, c.source, c.external_key, c.verified, c.observed_at, c.first_observed_at
from unnest(:customer_ids::uuid[], :names::text[], :values::text[], :sources::text[], :keys::text[], :verified::boolean[],
            :observed::timestamptz[], :first_observed::timestamptz[])
     as c (customer_id, name, value, source, external_key, verified, observed_at, first_observed_at)
on conflict (org_id, customer_id, name, source, external_key, md5(value::text)) do update
set verified = case when excluded.observed_at > a.observed_at then excluded.verified
                    when excluded.observed_at = a.observed_at then excluded.verified or a.verified
                    else a.verified end,
    observed_at = greatest(a.observed_at, excluded.observed_at),
    first_observed_at = least(a.first_observed_at, excluded.first_observed_at);

-- name: move_claims
-- What a source says by a key goes with the key to another customer; returns what left whom.
with moved as (
  select m.key, m.from_id, m.to_id from unnest(:keys::text[], :from_ids::uuid[], :to_ids::uuid[]) as m (key, from_id, to_id)
), gone as (
  delete from customer_attribute a using moved m
  where a.org_id = :org_id and a.customer_id = m.from_id and a.source = :source and a.external_key = m.key
  returning a.customer_id, m.to_id, a.name, a.value, a.source, a.external_key, a.verified, a.observed_at, a.first_observed_at
), come as (
  insert into customer_attribute as a
    (org_id, customer_id, name, value, source, external_key, verified, observed_at, first_observed_at)
  select :org_id::uuid, to_id, name, value, source, external_key, verified, observed_at, first_observed_at from gone
  on conflict (org_id, customer_id, name, source, external_key, md5(value::text)) do update
  set observed_at = greatest(a.observed_at, excluded.observed_at),
      first_observed_at = least(a.first_observed_at, excluded.first_observed_at)
)
select distinct customer_id, name from gone;

-- name: move_references!
-- What a customer holds by a source's key goes with the key.
update customer_reference r set customer_id = m.to_id
from unnest(:keys::text[], :from_ids::uuid[], :to_ids::uuid[]) as m (key, from_id, to_id)
where r.org_id = :org_id and r.customer_id = m.from_id and r.source = :source and r.external_key = m.key
  and not exists (select from customer_reference o where o.org_id = :org_id and o.customer_id = m.to_id
    and (o.kind, o.external_id, o.source, o.external_key) = (r.kind, r.external_id, r.source, r.external_key));

-- name: create_customers!
-- Customers that a feed tells of first.
insert into customer (org_id, id, root_id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone,
                      attributes, lifecycle_stage, do_not_contact)
select :org_id::uuid, c.id, c.id, c.kind, c.display_name, c.named, c.tier,
       array(select jsonb_array_elements_text(c.segments::jsonb)), c.preferred_channel, c.language, c.time_zone,
       c.attributes::jsonb, c.lifecycle_stage, c.do_not_contact
from unnest(:ids::uuid[], :kinds::text[], :display_names::text[], :named::boolean[], :tiers::text[], :segments::text[],
            :preferred_channels::text[], :languages::text[], :time_zones::text[], :attributes::text[],
            :lifecycle_stages::text[], :do_not_contacts::boolean[])
     as c (id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone, attributes,
           lifecycle_stage, do_not_contact);

-- name: project_customers!
-- What survives, as the customers show it.
update customer u
set display_name = c.display_name, named = c.named, tier = c.tier, segments = array(select jsonb_array_elements_text(c.segments::jsonb)),
    preferred_channel = c.preferred_channel, language = c.language, time_zone = c.time_zone, attributes = c.attributes::jsonb,
    lifecycle_stage = c.lifecycle_stage, do_not_contact = c.do_not_contact
from unnest(:ids::uuid[], :kinds::text[], :display_names::text[], :named::boolean[], :tiers::text[], :segments::text[],
            :preferred_channels::text[], :languages::text[], :time_zones::text[], :attributes::text[],
            :lifecycle_stages::text[], :do_not_contacts::boolean[])
     as c (id, kind, display_name, named, tier, segments, preferred_channel, language, time_zone, attributes,
           lifecycle_stage, do_not_contact)
where u.org_id = :org_id and u.id = c.id;

-- name: add_handles!
-- Handles that nobody knew.
insert into handle (org_id, id, customer_id, scheme, value, verification, source, decision_id, first_seen_at, last_seen_at)
select :org_id::uuid, h.id, h.customer_id, h.scheme, h.value, h.verification, :source::text, h.decision_id, :at, :at
from unnest(:ids::uuid[], :customer_ids::uuid[], :schemes::text[], :values::text[], :verifications::text[], :decision_ids::uuid[])
     as h (id, customer_id, scheme, value, verification, decision_id);

-- name: give_handles!
-- Handles that are given to somebody, or better known than before.
update handle u
set customer_id = h.customer_id, verification = h.verification, confidence = 1, decision_id = h.decision_id
from unnest(:ids::uuid[], :customer_ids::uuid[], :verifications::text[], :decision_ids::uuid[])
     as h (id, customer_id, verification, decision_id)
where u.org_id = :org_id and u.id = h.id;

-- name: add_links!
-- Why the handles are whose they are.
insert into identity_decision (org_id, id, kind, customer_id, handle_id, rule, score, evidence, before, decided_by)
select :org_id::uuid, d.id, 'link', d.customer_id, d.handle_id, :rule::text, 1, d.evidence::jsonb, d.before::jsonb, :decided_by::text
from unnest(:ids::uuid[], :customer_ids::uuid[], :handle_ids::uuid[], :evidence::text[], :before::text[])
     as d (id, customer_id, handle_id, evidence, before);

-- name: add_suggestions
-- That two customers may be one, said once for the pair; returns those that are new.
insert into identity_decision (org_id, id, kind, customer_id, other_customer_id, handle_id, rule, score, evidence, decided_by)
select :org_id::uuid, d.id, 'suggest', d.customer_id, d.other_customer_id, d.handle_id, :rule::text, :score::real, d.evidence::jsonb,
       :decided_by::text
from unnest(:ids::uuid[], :customer_ids::uuid[], :other_customer_ids::uuid[], :handle_ids::uuid[], :evidence::text[])
     as d (id, customer_id, other_customer_id, handle_id, evidence)
on conflict (org_id, customer_id, other_customer_id) where kind = 'suggest' do nothing
returning id;

-- name: references_of_customers
-- What these customers hold in other systems; with ended, what they held too.
select id, customer_id, kind, external_id, label, address, status, source, external_key, observed_at, ended_at, version
from customer_reference
where org_id = :org_id and customer_id = any(:customer_ids::uuid[]) and (:ended::boolean or ended_at is null)
order by customer_id, kind, external_id, id;

-- name: save_references!
-- What customers hold, as a source tells it now.
insert into customer_reference (org_id, customer_id, kind, external_id, label, address, status, source, external_key, observed_at, ended_at)
select :org_id::uuid, r.customer_id, r.kind, r.external_id, r.label, r.address, r.status, r.source, r.external_key, r.observed_at, r.ended_at
from unnest(:customer_ids::uuid[], :kinds::text[], :external_ids::text[], :labels::text[], :addresses::text[], :statuses::text[],
            :sources::text[], :keys::text[], :observed::timestamptz[], :ended::timestamptz[])
     as r (customer_id, kind, external_id, label, address, status, source, external_key, observed_at, ended_at)
on conflict (org_id, customer_id, kind, external_id, source, external_key) do update
set label = excluded.label, address = excluded.address, status = excluded.status, observed_at = excluded.observed_at,
    ended_at = excluded.ended_at;

-- name: add_relationships
-- Relationships that have begun; those that stand already are left out.
insert into relationship (org_id, id, customer_id, other_customer_id, kind)
select :org_id::uuid, r.id, r.customer_id, r.other_customer_id, r.kind
from unnest(:ids::uuid[], :customer_ids::uuid[], :other_customer_ids::uuid[], :kinds::text[])
     as r (id, customer_id, other_customer_id, kind)
on conflict (org_id, customer_id, other_customer_id, kind) where ended_at is null do nothing
returning id;

-- name: relationships_found
-- These relationships, as far as they stand.
select id, customer_id, other_customer_id, kind from relationship
where org_id = :org_id and id = any(:ids::uuid[]) and ended_at is null;

-- name: end_relationships!
-- These are over.
update relationship set ended_at = now() where org_id = :org_id and id = any(:ids::uuid[]) and ended_at is null;

-- name: organization_defaults^
-- Where telephone numbers and times are read that do not say it.
select settings ->> 'phone_region' as phone_region, time_zone from organization where org_id = :org_id;

-- name: survivorship^
-- The rules, and where showing customers by them stands; nothing where nobody has set any.
select rules, pending_after, version from survivorship where org_id = :org_id;

-- name: priorities
-- How far each feed is believed.
select code, priority from feed where org_id = :org_id;

-- name: save_rules$
-- The rules from now on; returns their version.
insert into survivorship (org_id, rules, pending_after) values (:org_id, :rules, '00000000-0000-0000-0000-000000000000')
on conflict (org_id) do update set rules = excluded.rules, pending_after = excluded.pending_after
returning version;

-- name: save_progress!
-- How far customers are shown by the rules; null where all are.
update survivorship set pending_after = :after where org_id = :org_id;

-- name: lock_survivorship$
-- Where showing customers by the rules stands, held until commit; null where it has come to its end.
select pending_after from survivorship where org_id = :org_id for update;

-- name: contested_customers
-- Customers of whom several sources or keys say something, and those that are merged into others: only these can show
-- something else by other rules.
select c.id as customer_id
from customer c
where c.org_id = :org_id and c.id > :after
  and (c.merged_into is not null
    or (select count(distinct (a.source, a.external_key)) from customer_attribute a
        where a.org_id = :org_id and a.customer_id = c.id) > 1)
order by c.id
limit :size;

-- name: names_of_customers
-- What these customers, or those whom they count as, are called, and what they are.
select c.id, r.display_name, r.kind
from customer c join customer r on r.org_id = :org_id and r.id = c.root_id
where c.org_id = :org_id and c.id = any(:ids::uuid[]);

-- name: standing_relationships
-- How these customers stand to others now, the newest first.
select id, customer_id, other_customer_id, kind, ended_at, version, created_at, updated_at
from relationship
where org_id = :org_id and ended_at is null
  and (customer_id = any(:customer_ids::uuid[]) or other_customer_id = any(:customer_ids::uuid[]))
order by id desc
limit :size;
