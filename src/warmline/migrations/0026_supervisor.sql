-- Every conversation can be found by its words, and trouble with what was sent is seen
-- depends: 0025_similar

-- migrate: apply

-- What can be searched of each conversation, in words as search/terms.py makes them: whom it is with and what it is about
-- (weight A), what the customer said (B), what we said (C), private notes (D). Made by a reaction from the record, and
-- made anew from it at any time: nothing is only here.
create table search_line (
  org_id uuid not null,
  interaction_id uuid not null,
  -- When the conversation began: the order in which what is found is shown.
  started_at timestamptz not null,
  words tsvector not null,
  primary key (org_id, interaction_id),
  foreign key (org_id, interaction_id) references interaction on delete cascade
);
-- A short list of what is not sorted in yet keeps each search from reading a long one.
create index search_line_words on search_line using gin (words) with (gin_pending_list_limit = 512);
alter table search_line alter column words set statistics 1000;
call guard_by_org(array['search_line']::regclass[]);

-- Conversations with these words, the newest first, by the index of words. Row-level security keeps the operator @@ from
-- using an index, because it is not leakproof; so this runs as the owner and looks at the organisation itself.
create function search_by_words(wanted tsquery, before_at timestamptz, before_id uuid, since timestamptz, until timestamptz,
  channels text[], queues uuid[], owners uuid[], teams uuid[], statuses text[], categories text[], customers uuid[],
  directions text[], size integer)
returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  with found as materialized (
    select l.interaction_id, l.started_at
    from search_line l
    where l.org_id = current_org() and l.words @@ wanted
      and (before_id is null or (l.started_at, l.interaction_id) < (before_at, before_id))
      and (since is null or l.started_at >= since)
      and (until is null or l.started_at < until)
  )
  select f.interaction_id
  from found f
  join interaction i on i.org_id = current_org() and i.id = f.interaction_id
  where (channels is null or i.channel = any (channels))
    and (queues is null or i.queue_id = any (queues))
    and (owners is null or i.owner_id = any (owners))
    and (teams is null or i.team_id = any (teams))
    and (statuses is null or i.status = any (statuses))
    and (categories is null or i.category = any (categories))
    and (customers is null or i.customer_id = any (customers))
    and (directions is null or i.direction = any (directions))
  order by f.started_at desc, f.interaction_id desc
  limit size;
end;
revoke execute on function search_by_words(tsquery, timestamptz, uuid, timestamptz, timestamptz, text[], uuid[], uuid[],
  uuid[], text[], text[], uuid[], text[], integer) from public;
grant execute on function search_by_words(tsquery, timestamptz, uuid, timestamptz, timestamptz, text[], uuid[], uuid[],
  uuid[], text[], text[], uuid[], text[], integer) to warmline_app;

-- What could not be delivered lately. Hardly any message is in it.
create index message_failed on message (org_id, at) where delivery = 'failed';

-- migrate: rollback

