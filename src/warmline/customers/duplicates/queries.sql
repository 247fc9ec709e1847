-- name: policy_settings$
-- The organisation's thresholds, as far as it has its own.
select coalesce(settings -> 'identity', '{}') from organization where org_id = :org_id;

-- name: local_hour^
-- The day and the hour that it is where the organisation is.
select (now() at time zone time_zone)::date as day, extract(hour from now() at time zone time_zone)::int as hour, time_zone
from organization where org_id = :org_id;

-- name: searched_on$
-- Whether this one has begun a search through the base on this local day.
select exists (select from deduplication where org_id = :org_id and started_by = :started_by
               and (created_at at time zone :time_zone::text)::date = :day::date);

-- name: count_people$
-- How many customers a search goes through.
select count(*) from customer where org_id = :org_id and merged_into is null and kind = 'person';

-- name: people
-- Customers who count as nobody else, with what they and the records merged into them hold; where several have a value,
-- their own, else that of the newest record. Ordered by id.
with page as (
  select id, display_name, named from customer
  where org_id = :org_id and merged_into is null and kind = 'person' and (:after::uuid is null or id > :after)
  order by id limit :size
)
select p.id,
       case when p.named then p.display_name else
         (select m.display_name from customer m where m.org_id = :org_id and m.root_id = p.id and m.named
          order by m.created_at desc, m.id desc limit 1) end as full_name,
       (select jsonb_object_agg(a.key, a.value order by (m.id = p.id), m.created_at, m.id)
        from customer m cross join lateral jsonb_each_text(m.attributes) a
        where m.org_id = :org_id and m.root_id = p.id and a.key = any(:keys::text[]) and a.value is not null) as attributes,
       (select array_agg(h.value order by h.verification desc, h.id)
        from customer m join handle h on h.org_id = m.org_id and h.customer_id = m.id
        where m.org_id = :org_id and m.root_id = p.id and h.scheme = 'email') as emails,
       (select array_agg(distinct h.value)
        from customer m join handle h on h.org_id = m.org_id and h.customer_id = m.id
        where m.org_id = :org_id and m.root_id = p.id and h.scheme = any(:telephone::text[])) as phones
from page p order by p.id;

-- name: insert_deduplication$
-- A search that waits; returns nothing where one is under way.
insert into deduplication (org_id, id, dry_run, started_by, policy)
values (:org_id, :id, :dry_run, :started_by, :policy)
on conflict (org_id) where state in ('waiting', 'running') do nothing
returning id;

-- name: under_way^
-- The search that waits or runs, and whether it has been silent for so long that nobody can be at it.
select id, updated_at < now() - :silence::interval as lost
from deduplication where org_id = :org_id and state in ('waiting', 'running');

-- name: deduplications_by_id
-- Searches.
select id, state, dry_run, phase, started_by, policy, counts, learned, notes, problem, started_at, finished_at, version,
       created_at, updated_at
from deduplication where org_id = :org_id and id = any(:ids::uuid[]);

-- name: deduplications
-- Searches, the latest first.
select id, state, dry_run, phase, started_by, policy, counts, learned, notes, problem, started_at, finished_at, version,
       created_at, updated_at
from deduplication where org_id = :org_id and (:before::uuid is null or id < :before)
order by id desc limit :size;

-- name: advance$
-- A search begins its next phase, unless it has ended.
update deduplication
set state = 'running', phase = :phase, counts = :counts, started_at = coalesce(started_at, now())
where org_id = :org_id and id = :id and state in ('waiting', 'running')
returning id;

-- name: finish$
-- A search ends, unless it has.
update deduplication
set state = :state, counts = :counts, learned = :learned, notes = :notes, problem = :problem, finished_at = now()
where org_id = :org_id and id = :id and state in ('waiting', 'running')
returning id;

-- name: proposals_by_id
-- Proposals.
select id, customer_id, other_customer_id, state, origin, score, evidence, conflicts, suggestion_id, deduplication_id,
       decided_by, decided_at, reason, merge_id, version, created_at, updated_at
from identity_proposal where org_id = :org_id and id = any(:ids::uuid[]);

-- name: lock_proposal^
-- A proposal, held until commit.
select id, customer_id, other_customer_id, state, origin, score, evidence, conflicts, suggestion_id, deduplication_id,
       decided_by, decided_at, reason, merge_id, version, created_at, updated_at
from identity_proposal where org_id = :org_id and id = :id for no key update;

-- name: queue
-- Proposals in this state, the likeliest first; of these customers only, where any are named.
select id, customer_id, other_customer_id, state, origin, score, evidence, conflicts, suggestion_id, deduplication_id,
       decided_by, decided_at, reason, merge_id, version, created_at, updated_at
from identity_proposal
where org_id = :org_id and state = :state and score >= :least::real
  and (:customer_ids::uuid[] is null or id in (
    select id from identity_proposal where org_id = :org_id and customer_id = any (:customer_ids::uuid[])
    union
    select id from identity_proposal where org_id = :org_id and other_customer_id = any (:customer_ids::uuid[])))
  and (:after_id::uuid is null or (score, id) < (:after_score::real, :after_id::uuid))
order by score desc, id desc limit :size;

-- name: proposals_between
-- The proposals between these customers, or records that count as them: as whom the two of each count now.
select p.id, least(a.root_id, b.root_id) as one, greatest(a.root_id, b.root_id) as other
from customer m
join identity_proposal p on p.org_id = m.org_id and p.customer_id = m.id
join customer a on a.org_id = p.org_id and a.id = p.customer_id
join customer b on b.org_id = p.org_id and b.id = p.other_customer_id
where m.org_id = :org_id and m.root_id = any(:root_ids::uuid[]) and b.root_id = any(:root_ids::uuid[]);

-- name: proposals_about
-- The proposals in these states that have one of these customers on a side, held until commit, with whom the two count as.
select p.id, a.root_id as one, b.root_id as other
from identity_proposal p
join customer a on a.org_id = p.org_id and a.id = p.customer_id
join customer b on b.org_id = p.org_id and b.id = p.other_customer_id
where p.org_id = :org_id and p.state = any(:states::text[])
  and p.id in (select id from identity_proposal where org_id = :org_id and customer_id = any(:customer_ids::uuid[])
               union
               select id from identity_proposal where org_id = :org_id and other_customer_id = any(:customer_ids::uuid[]))
order by p.id for no key update of p;

-- name: insert_proposal$
-- A proposal; returns nothing where the two are proposed already.
insert into identity_proposal (org_id, id, customer_id, other_customer_id, origin, score, evidence, conflicts, suggestion_id,
                               deduplication_id)
values (:org_id, :id, :customer_id, :other_customer_id, :origin, :score, :evidence, :conflicts, :suggestion_id,
        :deduplication_id)
on conflict (org_id, customer_id, other_customer_id) do nothing
returning id;

-- name: renew!
-- A proposal is open, with this evidence.
update identity_proposal
set state = 'open', score = :score, evidence = :evidence, conflicts = :conflicts,
    suggestion_id = coalesce(:suggestion_id, suggestion_id), deduplication_id = coalesce(:deduplication_id, deduplication_id)
where org_id = :org_id and id = :id;

-- name: answer!
-- What was decided of a proposal, by whom.
update identity_proposal
set state = :state, decided_by = :decided_by, decided_at = now(), reason = :reason, merge_id = coalesce(:merge_id, merge_id)
where org_id = :org_id and id = :id;

-- name: take_back!
-- What was decided of a proposal does not hold any more, nor what was said with it.
update identity_proposal set state = 'open', reason = null where org_id = :org_id and id = :id;

-- name: set_state!
-- Nobody decided it; it came about.
update identity_proposal set state = :state where org_id = :org_id and id = :id;

-- name: roots
-- Whom these customers count as.
select id, root_id from customer where org_id = :org_id and id = any(:ids::uuid[]);

-- name: held_apart
-- Those of these customers who stand in a relationship, or whom somebody parted (a merge taken back, a split): by whom
-- they count as.
select distinct least(a.root_id, b.root_id) as one, greatest(a.root_id, b.root_id) as other
from customer a
join relationship r on r.org_id = a.org_id and r.customer_id = a.id and r.ended_at is null
join customer b on b.org_id = a.org_id and b.id = r.other_customer_id
where a.org_id = :org_id and a.root_id = any(:root_ids::uuid[]) and b.root_id = any(:root_ids::uuid[])
union
select least(a.root_id, b.root_id), greatest(a.root_id, b.root_id)
from customer a
join identity_decision d on d.org_id = a.org_id and d.customer_id = a.id
  and ((d.kind = 'merge' and d.undone_at is not null) or (d.kind = 'split' and d.undone_at is null))
join customer b on b.org_id = a.org_id and b.id = d.other_customer_id
where a.org_id = :org_id and a.root_id = any(:root_ids::uuid[]) and b.root_id = any(:root_ids::uuid[]);

-- name: personal_values
-- What these customers, and the records that count as them, have of which a person has one: numbers and dates of birth.
select m.root_id, h.scheme as kind, h.value
from customer m join handle h on h.org_id = m.org_id and h.customer_id = m.id
where m.org_id = :org_id and m.root_id = any(:root_ids::uuid[]) and h.scheme = any(:schemes::text[])
union
select m.root_id, a.key, a.value
from customer m cross join lateral jsonb_each_text(m.attributes) a
where m.org_id = :org_id and m.root_id = any(:root_ids::uuid[]) and a.key = any(:keys::text[]) and a.value is not null;

-- name: count_cases
-- How many cases each of these customers has, with the records that count as them. The record is not ours: this only
-- counts, so that a reviewer sees what a merge would bring together.
select m.root_id, count(*) as cases,
       count(*) filter (where c.status not in ('resolved', 'closed')) as open_cases
from customer m join case_record c on c.org_id = m.org_id and c.customer_id = m.id and c.joined_into is null
where m.org_id = :org_id and m.root_id = any(:root_ids::uuid[])
group by m.root_id;
