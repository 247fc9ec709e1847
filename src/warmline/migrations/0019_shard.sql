-- Leases, which make one process the writer of an organisation's offers; and offers to several agents at once
-- depends: 0018_resolution

-- migrate: apply

-- Who does a piece of work for an organisation until when, by the clock of this database. Each taking is a new epoch:
-- what was begun in an earlier one cannot be committed any more.
create table lease (
  org_id uuid not null references organization on delete cascade,
  name text not null,
  holder uuid not null,
  epoch bigint not null default 1,
  expires_at timestamptz not null,
  primary key (org_id, name)
);

call guard_by_org(array['lease']::regclass[]);

-- Organisations in which this work is nobody's at the moment.
create function free_leases(which text) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public
begin atomic
  select o.org_id
  from public.organization o
  left join public.lease l on l.org_id = o.org_id and l.name = which
  where l.org_id is null or l.expires_at <= clock_timestamp();
end;

-- Keeps leases for so many seconds more; tells which. One under which somebody is just committing is passed over.
create function renew_leases(which text, who uuid, orgs uuid[], epochs bigint[], seconds float8) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public
begin atomic
  with ours as (
    select l.org_id
    from public.lease l
    join unnest(orgs, epochs) as mine (org_id, epoch) on l.org_id = mine.org_id and l.epoch = mine.epoch
    where l.name = which and l.holder = who
    for no key update of l skip locked
  )
  update public.lease l set expires_at = clock_timestamp() + make_interval(secs => seconds)
  from ours
  where l.org_id = ours.org_id and l.name = which
  returning l.org_id;
end;

-- Those of the organisations whose event logs go on after a place, below every transaction that is still under way.
create function organizations_with_news(orgs uuid[], xacts text[], seqs bigint[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select o.org_id
  from unnest(orgs, xacts, seqs) as o (org_id, xact, seq)
  where exists (
    select from public.event e
    where e.org_id = o.org_id and (e.xact, e.seq) > (o.xact::xid8, o.seq) and e.xact < pg_snapshot_xmin(pg_current_snapshot())
  );
end;

revoke execute on function free_leases(text), renew_leases(text, uuid, uuid[], bigint[], float8),
  organizations_with_news(uuid[], text[], bigint[]) from public;
grant execute on function free_leases(text), renew_leases(text, uuid, uuid[], bigint[], float8),
  organizations_with_news(uuid[], text[], bigint[]) to warmline_app;

-- Several agents can be asked at once, each of them once. That exactly one has the work in the end is kept by its status.
drop index offer_open_once;
create unique index offer_open_once on offer (org_id, interaction_id, agent_id) where status = 'offered';

-- An explanation of two or three kilobytes is kept with its row: to compress it and to put it elsewhere costs more than all
-- else about an offer.
alter table offer set (toast_tuple_target = 8160);

-- Whoever makes an offer holds the locks of its work and of its agent's presence, and neither they nor queues are ever deleted:
-- foreign keys would say so again, at 25 us each, which is half of what an offer costs.
alter table offer
  drop constraint offer_org_id_interaction_id_fkey,
  drop constraint offer_org_id_agent_id_fkey,
  drop constraint offer_org_id_queue_id_fkey;

-- The reaction that placed work now only notes who has finished some; it goes on where it stood.
update reaction_cursor set reaction = 'routing.finished' where reaction = 'routing.place';
update dead_letter set resolved_at = now() where reaction = 'routing.place' and resolved_at is null;

-- migrate: rollback
