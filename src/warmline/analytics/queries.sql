-- name: contact_figures
-- The measures of contacts that began in a period, by each of the dimensions that are asked for. measures.py says what each
-- means. ``settled`` also asks what became of their matters.
with contact as materialized (
  select i.id, i.queue_id, i.channel, i.owner_id, i.case_id, i.started_at, i.resolved_at,
    date_trunc(:bucket::text, i.started_at at time zone :tz::text) as bucket,
    i.direction = 'inbound' and not i.automatic as came,
    i.direction = 'outbound' and not i.automatic as went,
    i.automatic,
    coalesce(b.kind = 'bot', false) as bot,
    i.answered_at, i.ended_at, i.status, i.queued_at,
    case when i.answered_at is not null
      then greatest(0, extract(epoch from i.answered_at - case when i.queued_at <= i.answered_at then i.queued_at else i.started_at end))
      when i.ended_at is not null then greatest(0, extract(epoch from i.ended_at - case when i.queued_at <= i.ended_at then i.queued_at else i.started_at end))
      else greatest(0, extract(epoch from :now::timestamptz - coalesce(i.queued_at, i.started_at))) end::float8 as waited,
    q.service_seconds as target,
    i.talk_seconds + i.hold_seconds + i.wrap_up_seconds as handle, i.talk_seconds, i.hold_seconds, i.wrap_up_seconds,
    greatest(0, extract(epoch from i.first_response_at - i.started_at))::float8 as responded
  from interaction i
  left join queue q on q.org_id = :org_id and q.id = i.queue_id
  left join agent b on b.org_id = :org_id and b.id = i.owner_id and b.kind = 'bot'
  where i.org_id = :org_id and i.started_at >= :since::timestamptz and i.started_at < :until::timestamptz
    and (:queue_id::uuid is null or i.queue_id = :queue_id)
    and (:channel::text is null or i.channel = :channel)
), judged as materialized (
  select c.*,
    came and not bot and answered_at is not null as answered,
    came and not bot and answered_at is null and ended_at is not null and resolved_at is null as abandoned,
    came and not bot and answered_at is null and status in ('received', 'queued', 'offered', 'transferred', 'reopened') as waiting,
    (came or went) and not bot and handle > 0 and (resolved_at is not null or status in ('resolved', 'closed', 'abandoned')) as handled,
    :settled::bool and came and resolved_at is not null and c.case_id is not null and not exists (
      select from interaction e where e.org_id = :org_id and e.case_id = c.case_id and e.id <> c.id
        and e.direction = 'inbound' and not e.automatic and (e.started_at, e.id) < (c.started_at, c.id)) as first_settled
  from contact c
), told as materialized (
  select j.*,
    target is not null and answered and waited <= target as target_met,
    target is not null and (answered or ((abandoned or waiting) and waited > target)) as target_known,
    first_settled and not exists (
      select from interaction n where n.org_id = :org_id and n.case_id = j.case_id and n.id <> j.id
        and n.direction = 'inbound' and not n.automatic and (n.started_at, n.id) > (j.started_at, j.id)
        and n.started_at <= j.resolved_at + make_interval(days => :came_back_days::int))
      and not exists (
      select from event e where e.org_id = :org_id and e.interaction_id = j.id and e.type = 'interaction.status_changed'
        and e.data ->> 'to_status' = 'reopened') as first_resolved
  from judged j
), spread as (
  select 'total' as dimension, null::text as key, t.* from told t where 'total' = any (:dimensions::text[])
  union all
  select 'time', bucket::text, t.* from told t where 'time' = any (:dimensions::text[])
  union all
  select 'queue', queue_id::text, t.* from told t where 'queue' = any (:dimensions::text[])
  union all
  select 'channel', channel, t.* from told t where 'channel' = any (:dimensions::text[])
  union all
  select 'agent', owner_id::text, t.* from told t where 'agent' = any (:dimensions::text[])
  union all
  select 'team', m.team_id::text, t.* from told t
  left join team_member m on m.org_id = :org_id and m.agent_id = t.owner_id where 'team' = any (:dimensions::text[])
)
select dimension, key,
  count(*) filter (where came) as contacts_in,
  count(*) filter (where went) as contacts_out,
  count(*) filter (where automatic) as automatic,
  count(*) filter (where came and bot) as by_bots,
  count(*) filter (where answered) as answered,
  count(*) filter (where abandoned) as abandoned,
  count(*) filter (where waiting) as waiting,
  avg(waited) filter (where answered) as wait_average,
  percentile_cont(0.5) within group (order by waited) filter (where answered) as wait_p50,
  percentile_cont(0.9) within group (order by waited) filter (where answered) as wait_p90,
  count(*) filter (where target_met) as target_met,
  count(*) filter (where target_known) as target_known,
  count(*) filter (where handled) as handled,
  avg(handle) filter (where handled) as handle_average,
  avg(talk_seconds) filter (where handled) as talk_average,
  avg(hold_seconds) filter (where handled) as hold_average,
  avg(wrap_up_seconds) filter (where handled) as wrap_up_average,
  avg(responded) filter (where came) as first_response_average,
  percentile_cont(0.5) within group (order by responded) filter (where came) as first_response_p50,
  percentile_cont(0.9) within group (order by responded) filter (where came) as first_response_p90,
  count(*) filter (where first_resolved) as first_resolved,
  count(*) filter (where first_settled) as first_settled
from spread
group by dimension, key;

-- name: happening_counts
-- How often things happened in a period, by each dimension: transfers, reopens, losses of context, promises.
with noted as (
  select e.interaction_id, e.at, e.type, e.data
  from event e
  where e.org_id = :org_id and e.at >= :since::timestamptz and e.at < :until::timestamptz
    and e.type in ('work.transferred', 'interaction.status_changed')
    and (e.type = 'work.transferred' or e.data ->> 'to_status' = 'reopened')
), happened as materialized (
  select case n.type when 'work.transferred' then 'transfers' else 'reopens' end as what, n.at, i.channel,
    case n.type when 'work.transferred' then (n.data -> 'before' ->> 'queue_id')::uuid else i.queue_id end as queue_id,
    case n.type when 'work.transferred' then (n.data -> 'before' ->> 'owner_id')::uuid else i.owner_id end as owner_id
  from noted n
  join interaction i on i.org_id = :org_id and i.id = n.interaction_id
  union all
  select 'context_losses', l.at, i.channel, i.queue_id, coalesce(l.agent_id, i.owner_id)
  from context_loss l
  join interaction i on i.org_id = :org_id and i.id = l.interaction_id
  where l.org_id = :org_id and l.at >= :since::timestamptz and l.at < :until::timestamptz and l.dismissed_at is null
  union all
  select case when a.done_at <= a.due_at then 'promises_kept' else 'promises_missed' end, a.due_at, i.channel, i.queue_id,
    coalesce(a.assignee_id, i.owner_id)
  from action_item a
  left join interaction i on i.org_id = :org_id and i.id = a.interaction_id
  where a.org_id = :org_id and a.due_at >= :since::timestamptz and a.due_at < least(:until::timestamptz, :now::timestamptz)
    and a.status <> 'cancelled'
), chosen as (
  select * from happened h
  where (:queue_id::uuid is null or h.queue_id = :queue_id) and (:channel::text is null or h.channel = :channel)
), spread as (
  select 'total' as dimension, null::text as key, what from chosen
  union all
  select 'time', date_trunc(:bucket::text, at at time zone :tz::text)::text, what from chosen
  union all
  select 'queue', queue_id::text, what from chosen
  union all
  select 'channel', channel, what from chosen
  union all
  select 'agent', owner_id::text, what from chosen
  union all
  select 'team', m.team_id::text, what from chosen left join team_member m on m.org_id = :org_id and m.agent_id = chosen.owner_id
)
select dimension, key, what, count(*) as count from spread group by dimension, key, what;

-- name: names
-- What queues, agents and teams are called.
select 'queue' as dimension, id::text as key, name from queue where org_id = :org_id
union all
select 'agent', id::text, name from agent where org_id = :org_id
union all
select 'team', id::text, name from team where org_id = :org_id;

-- name: time_zone$
-- The time zone of a queue's calendar, else the organisation's.
select coalesce((select c.timezone from queue q join calendar c on c.org_id = :org_id and c.id = q.calendar_id
    where q.org_id = :org_id and q.id = :queue_id), o.time_zone)
from organization o where o.org_id = :org_id;

-- name: queue_zones
-- The time zones of the queues that have a calendar.
select q.id, c.timezone from queue q join calendar c on c.org_id = :org_id and c.id = q.calendar_id where q.org_id = :org_id;

-- name: waiting_within
-- How many of those who wait in each queue have waited no longer than its target.
select i.queue_id, count(*) filter (where i.queued_at >= :now::timestamptz - make_interval(secs => q.service_seconds)) as within
from interaction i
join queue q on q.org_id = :org_id and q.id = i.queue_id
where i.org_id = :org_id and i.status = 'queued' and not i.automatic and i.queue_id is not null
group by i.queue_id;

-- name: arrivals
-- Contacts that came to each queue in each hour of a period.
select i.queue_id, floor(extract(epoch from i.started_at - :since::timestamptz) / 3600)::int as hour, count(*) as count
from interaction i
where i.org_id = :org_id and i.started_at >= :since::timestamptz and i.started_at < :until::timestamptz
  and i.queue_id = any (:queue_ids::uuid[]) and i.direction = 'inbound' and not i.automatic
group by i.queue_id, hour;

-- name: agents_now
-- Who is at work, since when, with which teams.
select a.id as agent_id, a.name, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since,
  array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = a.id) as team_ids
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.active and a.kind = 'person'
  and (coalesce(p.status, 'offline') <> 'offline' or a.id = any (:busy::uuid[]))
order by a.name, a.id
limit 2000;

-- name: work_now
-- What agents have in hand, with whose it is: live work, and what waits for a customer who is there.
select i.owner_id, i.id as interaction_id, i.case_id, r.id as customer_id, r.display_name as customer_name, i.channel, i.medium,
  i.subject, i.status, i.queue_id, i.status_since as since, i.version
from interaction i
left join customer c on c.org_id = :org_id and c.id = i.customer_id
left join customer r on r.org_id = :org_id and r.id = c.root_id
where i.org_id = :org_id and i.owner_id is not null
  and (i.status in ('active', 'on_hold', 'wrap_up') or (i.status = 'waiting_customer' and i.session is not null))
order by i.status_since
limit 5000;

-- name: occupancy
-- Of each agent's time at work in a period, how much they had something in hand. Times are ranges, so that two chats at once
-- count once, and what was done while away does not count. Clocks of several servers differ, so that an event may bear an earlier
-- time than the one before it.
with change as (
  select e.interaction_id, e.at, e.data ->> 'from_status' as left_status,
    coalesce(e.data -> 'before' ->> 'owner_id', e.data ->> 'agent_id')::uuid as agent_id,
    lag(e.at) over (partition by e.interaction_id order by e.xact, e.seq) as before
  from event e
  where e.org_id = :org_id and e.at >= :since::timestamptz and e.at < :until::timestamptz and e.type = 'interaction.status_changed'
), worked as (
  select agent_id, tstzrange(least(greatest(coalesce(before, :since), :since), at), at) as span
  from change where left_status in ('active', 'on_hold', 'wrap_up') and agent_id is not null
  union all
  select i.owner_id, tstzrange(greatest(i.status_since, :since), :until::timestamptz)
  from interaction i
  where i.org_id = :org_id and i.owner_id is not null and i.status in ('active', 'on_hold', 'wrap_up') and i.status_since < :until
), said as (
  select (e.data ->> 'agent_id')::uuid as agent_id, e.at, e.data -> 'before' ->> 'status' as left_status,
    lag(e.at) over (partition by e.data ->> 'agent_id' order by e.xact, e.seq) as before
  from event e
  where e.org_id = :org_id and e.at >= :since and e.at < :until and e.type = 'presence.changed'
    and e.data -> 'before' ->> 'status' is not null
), present as (
  select agent_id, tstzrange(least(greatest(coalesce(before, :since), :since), at), at) as span
  from said where left_status not in ('away', 'offline')
  union all
  select p.agent_id, tstzrange(greatest(p.since, :since), :until)
  from presence p where p.org_id = :org_id and p.status not in ('away', 'offline') and p.since < :until
), there as (
  select agent_id, range_agg(span) as spans from present group by agent_id
), busy as (
  select agent_id, range_agg(span) as spans from worked group by agent_id
)
select t.agent_id,
  coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(t.spans) r), 0)::float8 as at_work_seconds,
  coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(t.spans * b.spans) r), 0)::float8 as busy_seconds
from there t
left join busy b on b.agent_id = t.agent_id;

-- name: failed_deliveries
-- Messages of ours that could not be delivered since then, by account.
select m.account_id, a.name, count(*) as count, min(m.at) as since, max(m.delivery_reason) as reason
from message m
join channel_account a on a.org_id = :org_id and a.id = m.account_id
where m.org_id = :org_id and m.delivery = 'failed' and m.at >= :since::timestamptz
group by m.account_id, a.name;

-- name: failed_envelopes
-- Deliveries to us that could not be read, by account, of the last so many.
select v.account_id, a.name, count(*) as count, min(v.received_at) as since, max(v.error) as error
from (
  select account_id, received_at, error from envelope
  where org_id = :org_id and status = 'failed' order by id desc limit 1000
) v
join channel_account a on a.org_id = :org_id and a.id = v.account_id
group by v.account_id, a.name;

-- name: troubled_accounts
-- Channels that are in use and have a problem.
select id, name, problem, checked_at from channel_account where org_id = :org_id and active and problem is not null;

-- name: alert_settings$
-- What the organisation set for alerts.
select settings -> 'alerts' from organization where org_id = :org_id;
