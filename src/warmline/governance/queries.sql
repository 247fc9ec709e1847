-- name: lock_seals$
-- Only one sealer at a time for an organisation; false where another is at it.
select pg_try_advisory_xact_lock(hashtextextended('governance.seal ' || :org_id::uuid::text, 0));

-- name: seal_head^
-- The newest seal, as the sealer remembers it, and the newest that is there, as of one moment.
select h.position, h.last_xact::text::bigint as last_xact, h.last_seq, h.hash, coalesce(s.newest, 0) as newest
from (select max(position) as newest from event_seal where org_id = :org_id) as s
left join event_seal_head h on h.org_id = :org_id;

-- name: events_to_seal
-- Events after a place, below every transaction that is still under way, as the text that is hashed.
select xact::text::bigint as xact, seq, xact::text as xact_text, seq::text as seq_text,
  (extract(epoch from at) * 1000000)::bigint::text as at, actor, request_id, type, case_id::text as case_id,
  interaction_id::text as interaction_id, customer_id::text as customer_id, data::text as data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and xact < pg_snapshot_xmin(pg_current_snapshot())
order by event.xact, event.seq
limit :size;

-- name: sealed_events
-- Events between two places, the first left out, as the text that is hashed.
select xact::text::bigint as xact, seq, xact::text as xact_text, seq::text as seq_text,
  (extract(epoch from at) * 1000000)::bigint::text as at, actor, request_id, type, case_id::text as case_id,
  interaction_id::text as interaction_id, customer_id::text as customer_id, data::text as data
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint)
  and (xact, seq) <= (:last_xact::text::xid8, :last_seq::bigint)
order by event.xact, event.seq
limit :size;

-- name: insert_seal!
-- A new link of the chain.
insert into event_seal (org_id, position, first_xact, first_seq, last_xact, last_seq, events, digests, previous, hash, sealed_at,
  names)
values (:org_id::uuid, :position::bigint, :first_xact::text::xid8, :first_seq::bigint, :last_xact::text::xid8,
  :last_seq::bigint, :events::int, :digests::bytea, :previous::bytea, :hash::bytea, :sealed_at::timestamptz, :names::bigint[]);

-- name: move_seal_head!
-- The chain ends here now.
insert into event_seal_head (org_id, position, last_xact, last_seq, hash)
values (:org_id::uuid, :position::bigint, :last_xact::text::xid8, :last_seq::bigint, :hash::bytea)
on conflict (org_id) do update
set position = excluded.position, last_xact = excluded.last_xact, last_seq = excluded.last_seq, hash = excluded.hash;

-- name: read_seals
-- Seals after a position, in order.
select position, first_xact::text::bigint as first_xact, first_seq, last_xact::text::bigint as last_xact, last_seq,
  events, digests, previous, hash, sealed_at
from event_seal
where org_id = :org_id and position > :after and position <= :up_to
order by position
limit :size;

-- name: count_unsealed^
-- Events after a place, and when the first of them that readers can see was written.
select count(*) as events,
  min(at) filter (where xact < pg_snapshot_xmin(pg_current_snapshot())) as oldest
from event
where org_id = :org_id and (xact, seq) > (:xact::text::xid8, :seq::bigint);

-- name: search_events
-- The trail between two places, the second left out, newest first, below every transaction that is still under way.
select xact::text::bigint as xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data
from event
where org_id = :org_id
  and (:from_xact::text is null or (xact, seq) >= (:from_xact::text::xid8, :from_seq::bigint))
  and (:xact::text is null or (xact, seq) < (:xact::text::xid8, :seq::bigint))
  and xact < pg_snapshot_xmin(pg_current_snapshot())
  and (:actor::text is null or actor = :actor)
  and (:type::text is null or type = :type or (:type like '%.*' and starts_with(type, rtrim(:type, '*'))))
  and (:entity::uuid is null or :entity in (case_id, interaction_id, customer_id) or actor = 'agent:' || :entity::uuid
       or strpos(data::text, :entity::uuid::text) > 0 and exists (select from jsonb_each_text(data) named where named.value = :entity::uuid::text))
  and (:case_id::uuid is null or case_id = :case_id)
  and (:interaction_id::uuid is null or interaction_id = :interaction_id)
  and (:customer_id::uuid is null or customer_id = :customer_id)
  and (:request_id::text is null or request_id = :request_id)
  and (:since::timestamptz is null or at >= :since)
  and (:until::timestamptz is null or at < :until)
order by event.xact desc, event.seq desc
limit :size;

-- name: place_back^
-- The place of the event that is so many before a place; none where the log is shorter.
select xact::text::bigint as xact, seq
from event
where org_id = :org_id
  and (:xact::text is null or (xact, seq) < (:xact::text::xid8, :seq::bigint))
  and xact < pg_snapshot_xmin(pg_current_snapshot())
order by event.xact desc, event.seq desc
offset :span - 1 limit 1;

-- name: seals_naming
-- From where to where the seals over events that are found by all of these reach, the newest first, from before a place; of
-- those that were made since then, for nothing is sealed before it happens.
select s.first_xact::text::bigint as first_xact, s.first_seq, s.last_xact::text::bigint as last_xact, s.last_seq
from seals_naming(:names::bigint[], :since::timestamptz, :xact::text::xid8, :seq::bigint, :size::int) as found (position)
join event_seal s on s.org_id = :org_id and s.position = found.position
order by s.position desc;

-- name: vocabularies
-- Vocabularies by code, after a code.
select id, code, label, pack, version, created_at, updated_at from vocabulary
where org_id = :org_id and (:after::text is null or code > :after) order by code limit :size;

-- name: vocabularies_by_id
-- These vocabularies.
select id, code, label, pack, version, created_at, updated_at from vocabulary
where org_id = :org_id and id = any(:ids::uuid[]);

-- name: vocabulary_by_code^
-- One vocabulary.
select id, code, label, pack, version, created_at, updated_at from vocabulary
where org_id = :org_id and code = :code;

-- name: lock_vocabulary^
-- A vocabulary, locked until commit: its terms change one at a time.
select id, code, label, pack, version, created_at, updated_at from vocabulary
where org_id = :org_id and code = :code for update;

-- name: insert_vocabularies
-- New vocabularies; those that are there stay as they are.
insert into vocabulary (org_id, code, label, pack)
select :org_id::uuid, v.code, v.label, :pack::text
from unnest(:codes::text[], :labels::text[]) as v (code, label)
on conflict (org_id, code) do nothing
returning id, code, label, pack, version, created_at, updated_at;

-- name: update_vocabulary<!
-- Another label. The same label again raises the version, which tells that the terms have changed.
update vocabulary set label = :label where org_id = :org_id and code = :code
returning id, code, label, pack, version, created_at, updated_at;

-- name: vocabulary_version$
-- A word that changes whenever a term of these vocabularies does; empty where there are none.
select coalesce(string_agg(code || ' ' || version, ',' order by code), '') from vocabulary
where org_id = current_org() and code = any(:codes::text[]);

-- name: find_term^
-- One term by its code.
select status from term where org_id = current_org() and vocabulary = :vocabulary and code = :code;

-- name: term_codes
-- The codes that a record may have.
select code from term where org_id = current_org() and vocabulary = :vocabulary and status = 'active' order by code;

-- name: active_terms
-- Terms in use, by code.
select id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at
from term where org_id = current_org() and vocabulary = :vocabulary and status = 'active' order by code;

-- name: terms
-- Terms of a vocabulary by code, after a code.
select id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at
from term
where org_id = :org_id and vocabulary = :vocabulary and (:after::text is null or code > :after)
  and (:status::text is null or status = :status) and (:parent::text is null or parent = :parent)
order by code limit :size;

-- name: terms_by_id
-- These terms.
select id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at
from term where org_id = :org_id and id = any(:ids::uuid[]);

-- name: lock_term^
-- A term, locked until commit.
select id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at
from term where org_id = :org_id and id = :id for update;

-- name: insert_terms
-- New terms; those that are there stay as they are.
insert into term (org_id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status)
select :org_id::uuid, t.vocabulary, t.code, t.label, t.definition, t.parent_vocabulary, t.parent,
  coalesce(array(select jsonb_array_elements_text(t.synonyms)), '{}'), t.status
from jsonb_to_recordset(:terms::jsonb) as t (vocabulary text, code text, label text, definition text,
  parent_vocabulary text, parent text, synonyms jsonb, status text)
on conflict (org_id, vocabulary, code) do nothing
returning id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at;

-- name: update_term<!
-- The term as it is from now on.
update term set label = :label, definition = :definition, parent_vocabulary = :parent_vocabulary, parent = :parent,
  synonyms = :synonyms, status = :status
where org_id = :org_id and id = :id
returning id, vocabulary, code, label, definition, parent_vocabulary, parent, synonyms, status, version, created_at, updated_at;

-- name: narrower_terms$
-- Whether a term is below another, at any depth.
with recursive below as (
  select t.org_id, t.vocabulary, t.code from term t
  where t.org_id = :org_id and t.parent_vocabulary = :vocabulary and t.parent = :code
  union
  select t.org_id, t.vocabulary, t.code from term t
  join below b on t.org_id = b.org_id and t.parent_vocabulary = b.vocabulary and t.parent = b.code
)
select exists (select from below where vocabulary = :other_vocabulary and code = :other);

-- name: templates
-- Capture templates after an id, those of a moment where one is given.
select id, moment, channel, category, name, fields, version, created_at, updated_at from capture_template
where org_id = :org_id and (:after::uuid is null or id > :after) and (:moment::text is null or moment = :moment)
order by id limit :size;

-- name: templates_by_id
-- These templates.
select id, moment, channel, category, name, fields, version, created_at, updated_at from capture_template
where org_id = :org_id and id = any(:ids::uuid[]);

-- name: templates_for
-- Templates that apply to a moment, channel and category.
select id, moment, channel, category, name, fields, version, created_at, updated_at from capture_template
where org_id = current_org() and moment = :moment
  and (channel is null or channel = :channel) and (category is null or category = :category);

-- name: lock_template^
-- A template, locked until commit.
select id, moment, channel, category, name, fields, version, created_at, updated_at from capture_template
where org_id = :org_id and id = :id for update;

-- name: insert_templates
-- New templates; where there is one for the moment, channel and category, it stays.
insert into capture_template (org_id, moment, channel, category, name, fields)
select :org_id::uuid, t.moment, t.channel, t.category, t.name, t.fields
from jsonb_to_recordset(:templates::jsonb) as t (moment text, channel text, category text, name text, fields jsonb)
on conflict (org_id, moment, channel, category) do nothing
returning id, moment, channel, category, name, fields, version, created_at, updated_at;

-- name: update_template<!
-- The template as it is from now on.
update capture_template set name = :name, fields = :fields where org_id = :org_id and id = :id
returning id, moment, channel, category, name, fields, version, created_at, updated_at;

-- name: delete_template!
-- Ask for these fields no more.
delete from capture_template where org_id = :org_id and id = :id;

-- name: list_continuity_policies
-- A page of the rules of continuity, in the order in which they were made.
select * from continuity_policy
where org_id = :org_id and (:after::uuid is null or id > :after) and (:switch::text is null or switch = :switch)
order by id
limit :size;

-- name: continuity_policies_by_id
-- These rules.
select * from continuity_policy where org_id = :org_id and id = any (:ids::uuid[]);

-- name: continuity_policies_for
-- The rules for these kinds of switch; there are few.
select * from continuity_policy where org_id = :org_id and switch = any (:switches::text[]) order by id;

-- name: insert_continuity_policy^
-- A new rule; nothing where there is one for the same switch.
insert into continuity_policy (org_id, switch, from_value, to_value, name, owner_team_id, fields)
values (:org_id, :switch, :from_value, :to_value, :name, :owner_team_id, :fields)
on conflict (org_id, switch, from_value, to_value) do nothing
returning *;

-- name: lock_continuity_policy^
-- One rule, locked until commit.
select * from continuity_policy where org_id = :org_id and id = :id for update;

-- name: lock_continuity_policy_for^
-- The rule for exactly this switch, locked until commit.
select * from continuity_policy
where org_id = :org_id and switch = :switch and from_value is not distinct from :from_value and to_value is not distinct from :to_value
for update;

-- name: update_continuity_policy^
-- A rule says something else.
update continuity_policy set name = :name, owner_team_id = :owner_team_id, fields = :fields
where org_id = :org_id and id = :id
returning *;

-- name: delete_continuity_policy!
-- A rule holds no more.
delete from continuity_policy where org_id = :org_id and id = :id;

-- name: team_is_there$
-- Whether there is such a team.
select exists (select from team where org_id = :org_id and id = :id);

-- name: queue_is_there$
-- Whether there is such a queue.
select exists (select from queue where org_id = :org_id and id = :id);
