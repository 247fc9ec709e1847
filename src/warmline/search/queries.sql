-- name: searchable
-- All that can be searched of these interactions: whom they are with, what they are about, what was said.
select i.id, i.started_at, i.subject, i.summary, i.notes, k.title, k.reference,
  coalesce((select jsonb_agg(distinct c.display_name) from customer o join customer c on c.org_id = :org_id and c.root_id = o.root_id
    where o.org_id = :org_id and o.id = i.customer_id and c.display_name <> ''), '[]') as names,
  coalesce((select jsonb_agg(distinct h.value) from customer o join customer c on c.org_id = :org_id and c.root_id = o.root_id
    join handle h on h.org_id = :org_id and h.customer_id = c.id
    where o.org_id = :org_id and o.id = i.customer_id and h.scheme <> 'web_visitor'), '[]') as handles,
  coalesce((select jsonb_agg(jsonb_build_array(r.external_id, r.label)) from entity_ref r
    where r.org_id = :org_id and r.interaction_id = i.id and r.removed_at is null), '[]')
  || coalesce((select jsonb_agg(jsonb_build_array(r.external_id, r.label)) from entity_ref r
    where r.org_id = :org_id and r.case_id = i.case_id and r.removed_at is null), '[]') as refs,
  coalesce((select jsonb_agg(f.name) from message m join attachment f on f.org_id = :org_id and f.message_id = m.id
    where m.org_id = :org_id and m.interaction_id = i.id and m.delivery is distinct from 'held' and f.inline_id is null), '[]') as files,
  coalesce((select jsonb_agg(jsonb_build_array(m.id, m.direction, m.visibility, left(m.text, :longest::int), m.subject) order by m.id)
    from message m where m.org_id = :org_id and m.interaction_id = i.id and m.delivery is distinct from 'held'), '[]') as messages
from interaction i
left join case_record k on k.org_id = :org_id and k.id = i.case_id
where i.org_id = :org_id and i.id = any (:ids::uuid[]);

-- name: write_lines!
-- What can be searched of these interactions, where it is another than before.
insert into search_line (org_id, interaction_id, started_at, words, characters, messages)
select :org_id, v.id, v.at, v.words::tsvector, v.size, v.messages::uuid[]
from unnest(:ids::uuid[], :times::timestamptz[], :words::text[], :sizes::int[], :messages::text[]) as v (id, at, words, size, messages)
on conflict (org_id, interaction_id) do update
set started_at = excluded.started_at, words = excluded.words, characters = excluded.characters, messages = excluded.messages
where (search_line.started_at, search_line.words, search_line.characters, search_line.messages)
  is distinct from (excluded.started_at, excluded.words, excluded.characters, excluded.messages);

-- name: characters_of
-- Of how many characters these lines were made, where that is known.
select interaction_id, characters from search_line
where org_id = :org_id and interaction_id = any (:ids::uuid[]) and characters is not null;

-- name: said_now
-- Those of these messages that can be searched, and are not in a line yet.
select m.id, m.interaction_id, m.direction, m.visibility, left(m.text, :longest::int) as text, m.subject, i.subject as about,
  array(select f.name from attachment f where f.org_id = :org_id and f.message_id = m.id and f.inline_id is null order by f.id) as files
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
join search_line l on l.org_id = :org_id and l.interaction_id = m.interaction_id
where m.org_id = :org_id and m.id = any (:ids::uuid[]) and m.delivery is distinct from 'held' and m.id <> all (l.messages)
order by m.id;

-- name: add_to_lines!
-- New words behind those that are there.
update search_line l
set words = l.words || v.words::tsvector, characters = l.characters + v.size, messages = l.messages || v.messages::uuid[]
from unnest(:ids::uuid[], :words::text[], :sizes::int[], :messages::text[]) as v (id, words, size, messages)
where l.org_id = :org_id and l.interaction_id = v.id;

-- name: interactions_of_cases
-- The interactions of these cases.
select id from interaction where org_id = :org_id and case_id = any (:ids::uuid[]);

-- name: interactions_of_customers
-- The interactions of these customers and of all who count as the same.
select i.id
from customer o
join customer c on c.org_id = :org_id and c.root_id = o.root_id
join interaction i on i.org_id = :org_id and i.customer_id = c.id
where o.org_id = :org_id and o.id = any (:ids::uuid[]);

-- name: walk
-- The newest interactions by any filter, and whether each has the words: for words that are everywhere. The indexes of the
-- inbox give the order.
select i.id, i.started_at, coalesce(l.words @@ :wanted::text::tsquery, false) as found
from (
  select i.id, i.started_at
  from interaction i
  where i.org_id = :org_id
    and (:before_id::uuid is null or (i.started_at, i.id) < (:before_at::timestamptz, :before_id::uuid))
    and (:since::timestamptz is null or i.started_at >= :since)
    and (:until::timestamptz is null or i.started_at < :until)
    and (:channels::text[] is null or i.channel = any (:channels))
    and (:queues::uuid[] is null or i.queue_id = any (:queues))
    and (:owners::uuid[] is null or i.owner_id = any (:owners))
    and (:teams::uuid[] is null or i.team_id = any (:teams))
    and (:statuses::text[] is null or i.status = any (:statuses))
    and (:categories::text[] is null or i.category = any (:categories))
    and (:customers::uuid[] is null or i.customer_id = any (:customers))
    and (:directions::text[] is null or i.direction = any (:directions))
  order by i.started_at desc, i.id desc
  limit :size
) i
left join search_line l on l.org_id = :org_id and l.interaction_id = i.id
order by i.started_at desc, i.id desc;

-- name: by_words
-- Interactions with these words, the newest first, by the index of words: for words that are rare.
select i.id, i.started_at
from search_by_words(:wanted::text::tsquery, :before_at::timestamptz, :before_id::uuid, :since::timestamptz, :until::timestamptz,
  :channels::text[], :queues::uuid[], :owners::uuid[], :teams::uuid[], :statuses::text[], :categories::text[], :customers::uuid[],
  :directions::text[], :size::int) as found (id)
join interaction i on i.org_id = current_org() and i.id = found.id
order by i.started_at desc, i.id desc;

-- name: ranks
-- How much these interactions are about the words: names and subjects count most, then what the customer said.
select l.interaction_id as id, ts_rank('{0.3, 0.5, 0.7, 1.0}', l.words, :wanted::text::tsquery, 1)::float8 as rank
from search_line l
where l.org_id = :org_id and l.interaction_id = any (:ids::uuid[]);

-- name: facet_columns
-- By what these interactions can be filtered.
select i.channel, i.status, i.queue_id::text as queue, i.owner_id::text as owner, i.team_id::text as team, i.category, i.direction
from interaction i
where i.org_id = :org_id and i.id = any (:ids::uuid[]);

-- name: shown
-- These interactions as they are shown among what was found.
select i.id as interaction_id, i.case_id, k.reference as case_reference, k.title as case_title, c.root_id as customer_id,
  r.display_name as customer_name, i.channel, i.direction, i.status, i.category, i.queue_id, i.owner_id, i.team_id, i.subject,
  i.started_at, i.summary, i.notes,
  coalesce((select jsonb_agg(distinct h.value) from handle h
    where h.org_id = :org_id and h.customer_id = i.customer_id and h.scheme <> 'web_visitor'), '[]') as handles,
  coalesce((select jsonb_agg(distinct x.external_id) from entity_ref x
    where x.org_id = :org_id and (x.case_id = i.case_id or x.interaction_id = i.id) and x.removed_at is null), '[]') as refs
from interaction i
left join case_record k on k.org_id = :org_id and k.id = i.case_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
left join customer r on r.org_id = :org_id and r.id = c.root_id
where i.org_id = :org_id and i.id = any (:ids::uuid[]);

-- name: said
-- What was said in these interactions, with the names of files, the last so many of each.
select m.id, m.interaction_id, m.direction, m.visibility, m.at, m.text, m.subject, p.name as author,
  coalesce((select string_agg(f.name, ', ') from attachment f where f.org_id = :org_id and f.message_id = m.id and f.inline_id is null), '')
    as files
from unnest(:ids::uuid[]) as v (id)
cross join lateral (
  select m.* from message m where m.org_id = :org_id and m.interaction_id = v.id and m.delivery is distinct from 'held'
  order by m.id desc limit :most::int
) m
join participant p on p.org_id = :org_id and p.id = m.participant_id
order by m.id;
