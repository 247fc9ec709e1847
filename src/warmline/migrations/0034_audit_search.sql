-- The audit trail is searched by type and by entity without reading all of it
-- depends: 0033_acting_on_failures

-- migrate: apply

-- What the events under a seal can be found by, each once: of an id that they name the last 64 bits; of their types and of
-- the families of these ("case.*") the first 64 bits of the MD5. An index over the events themselves would have to be kept
-- while messages arrive; this one is written by the sealer, a second later. It only says where to look, so it is no part of
-- the seal's hash.
alter table event_seal add column names bigint[];

alter table event_seal disable trigger only_grows;
update event_seal s set names = array(
  select distinct ('x' || right(replace(found.id[1], '-', ''), 16))::bit(64)::bigint
  from event e, regexp_matches(
    concat_ws(' ', e.actor, e.case_id, e.interaction_id, e.customer_id, e.data),
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') as found (id)
  where e.org_id = s.org_id and (e.xact, e.seq) >= (s.first_xact, s.first_seq) and (e.xact, e.seq) <= (s.last_xact, s.last_seq)
  union
  select ('x' || left(md5(n.name), 16))::bit(64)::bigint
  from event e
  cross join lateral (select string_to_array(e.type, '.') as parts) t
  cross join lateral (
    select e.type as name
    union
    select array_to_string(t.parts[1:n], '.') || '.*' from generate_series(1, cardinality(t.parts) - 1) n
  ) n
  where e.org_id = s.org_id and (e.xact, e.seq) >= (s.first_xact, s.first_seq) and (e.xact, e.seq) <= (s.last_xact, s.last_seq)
);
alter table event_seal enable trigger only_grows;
alter table event_seal alter column names set not null;

create index event_seal_by_name on event_seal using gin (names);

-- The positions of seals over events that are found by all of these, and were made since then (clocks may differ), newest
-- first. Row-level security keeps the operator @> from using an
-- index, because it is not leakproof; so this runs as the owner and looks at the organisation itself.
create function seals_naming(wanted bigint[], since timestamptz, before_xact xid8, before_seq bigint, size integer)
returns setof bigint
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select position from event_seal
  where org_id = current_org() and names @> wanted
    and (since is null or sealed_at >= since - interval '5 minutes')
    and (before_xact is null or (first_xact, first_seq) < (before_xact, before_seq))
  order by position desc
  limit size;
end;
revoke execute on function seals_naming(bigint[], timestamptz, xid8, bigint, integer) from public;
grant execute on function seals_naming(bigint[], timestamptz, xid8, bigint, integer) to warmline_app;

-- migrate: rollback

drop function seals_naming(bigint[], timestamptz, xid8, bigint, integer);
drop index event_seal_by_name;
alter table event_seal drop column names;
