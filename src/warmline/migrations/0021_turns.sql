-- What a turn of routing locks and writes, in one statement each
-- depends: 0020_names

-- migrate: apply

-- Connections plan each statement for its values, so that no plan outlives the size of its tables. A turn of routing would
-- spend more time on plans than on rows: these functions keep theirs. All that they do is by key, which is right at any size.

-- Those of the agents who are still available, with what fills their capacity, and those of the interactions that still wait:
-- locked until commit, in this order, without what somebody else is busy with.
create function lock_for_offers(org uuid, agents uuid[], work uuid[]) returns table (
  agent_id uuid, load jsonb, id uuid, case_id uuid, customer_id uuid, status text, automatic boolean, queue_id uuid, owner_id uuid,
  preferred_id uuid, status_since timestamptz, queued_at timestamptz, first_offered_at timestamptz)
language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
#variable_conflict use_column
declare there uuid[];
begin
  there := array(
    select p.agent_id from presence p
    where p.org_id = org and p.agent_id = any (agents) and (p.status = 'available') is true
    order by p.agent_id
    for update skip locked);
  -- A statement of its own sees what has been committed before the locks: whoever gave an agent something else had them.
  return query
    select a.agent_id, coalesce(l.load, '{}'), null::uuid, null::uuid, null::uuid, null::text, null::boolean, null::uuid,
           null::uuid, null::uuid, null::timestamptz, null::timestamptz, null::timestamptz
    from unnest(there) as a (agent_id)
    left join (
      select u.agent_id, jsonb_object_agg(u.medium, u.units) as load
      from (
        select w.agent_id, w.medium, count(*) as units from work_in_hand(org) w
        where w.agent_id = any (there)
        group by 1, 2
      ) u
      group by 1
    ) l on l.agent_id = a.agent_id;
  return query
    select null::uuid, null::jsonb, i.id, i.case_id, i.customer_id, i.status, i.automatic, i.queue_id, i.owner_id,
           i.preferred_id, i.status_since, i.queued_at, i.first_offered_at
    from interaction i
    -- ``is true`` keeps the planner from walking through all that waits, where it thinks that little does.
    where i.org_id = org and i.id = any (work) and (i.status = 'queued') is true
    order by i.id
    for update skip locked;
end $$;

-- Offers, the status of their work, and what is announced of both, in the order of the arrays.
create function write_offers(
  org uuid, moment timestamptz, said_at timestamptz, actor text,
  ids uuid[], interaction_ids uuid[], agent_ids uuid[], queue_ids uuid[], expire timestamptz[], explanations jsonb[],
  types text[], event_cases uuid[], event_interactions uuid[], event_customers uuid[], event_data jsonb[]) returns void
language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
begin
  insert into offer (org_id, id, interaction_id, agent_id, queue_id, offered_at, expires_at, explanation)
  select org, o.id, o.interaction_id, o.agent_id, o.queue_id, moment, o.expires_at, o.explanation
  from unnest(ids, interaction_ids, agent_ids, queue_ids, expire, explanations)
    as o (id, interaction_id, agent_id, queue_id, expires_at, explanation);
  update interaction i
  set status = 'offered', status_since = moment, first_offered_at = coalesce(i.first_offered_at, moment)
  where i.org_id = org and i.id = any (interaction_ids);
  insert into event (org_id, at, actor, type, case_id, interaction_id, customer_id, data)
  select org, said_at, write_offers.actor, e.type, e.case_id, e.interaction_id, e.customer_id, e.data
  from unnest(types, event_cases, event_interactions, event_customers, event_data)
    with ordinality as e (type, case_id, interaction_id, customer_id, data, n)
  order by e.n;
end $$;

-- What is open of an agent is found in the index that keeps it single: one index less to write for each offer.
drop index offer_by_agent;
drop index offer_open_once;
create unique index offer_open_once on offer (org_id, agent_id, interaction_id) where status = 'offered';
-- An open offer is one that has no answer. Said so, this index is only taken for what it is for: a planner that knows little of
-- a young table had looked through all open offers for those of an agent.
drop index offer_expiring;
create index offer_expiring on offer (org_id, expires_at) where answered_at is null;

-- Offers come as fast as contacts, and are counted with them.
create or replace function count_the_record() returns void
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare grown regclass;
begin
  for grown in
    select oid from pg_class
    where oid = any (array['public.customer', 'public.handle', 'public.identity_decision', 'public.case_record',
        'public.interaction', 'public.participant', 'public.message', 'public.case_decision', 'public.interaction_link',
        'public.entity_ref', 'public.envelope', 'public.event', 'public.offer']::regclass[])
      and pg_relation_size(oid) > 4 * greatest(relpages, 0)::bigint * current_setting('block_size')::bigint
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;

-- migrate: rollback
