-- name: inbox_ids
-- Which contacts are wanted, in one of the orders of an inbox. What is not asked for is folded away when the plan is made,
-- and with it its joins: so each kind of question has the index that fits. What the reader may see is ``within_reach`` and
-- the rule that a case is seen whole (ADR 0013), with the reader's queues and offers looked up beforehand. ``bound`` is in the
-- order of ``waiting`` with the places of ``due``. One owner or queue alone is compared with ``=``, for an index has its order only then.
select i.id, i.case_id,
  case :sort::text when 'newest' then i.last_message_at when 'waiting' then waits_since(i.queued_at, i.started_at)
    when 'any' then null else d.due end as place
from interaction i
left join queue q on q.org_id = :org_id and q.id = i.queue_id
left join work_need n on n.org_id = :org_id and n.interaction_id = i.id
cross join lateral (
  select waits_since(i.queued_at, i.started_at) + make_interval(secs => coalesce(n.service_seconds, q.service_seconds)) as due) d
where i.org_id = :org_id
  and (:ids::uuid[] is null or i.id = any (:ids))
  and (:case_ids::uuid[] is null or i.case_id = any (:case_ids))
  and (not :live::bool or i.status not in ('resolved', 'closed', 'abandoned'))
  and (:automatic::bool or not i.automatic)
  and (:statuses::text[] is null or i.status = any (:statuses))
  and (:channels::text[] is null or i.channel = any (:channels))
  and (:queue_ids::uuid[] is null or i.queue_id = any (:queue_ids))
  and (cardinality(:queue_ids) is distinct from 1 or i.queue_id = (:queue_ids)[1])
  and (:queues_too::uuid[] is null or i.queue_id = any (:queues_too))
  and (not :unassigned::bool or i.owner_id is null)
  and (:owner_ids::uuid[] is null or i.owner_id = any (:owner_ids))
  and (:owners_too::uuid[] is null or i.owner_id = any (:owners_too))
  and (cardinality(:owners_too) is distinct from 1 or i.owner_id = (:owners_too)[1])
  and (:categories::text[] is null or i.category = any (:categories))
  and (:customer_ids::uuid[] is null or i.customer_id = any (:customer_ids))
  and (:priority::int is null or i.priority >= :priority)
  and (:since::timestamptz is null or i.last_message_at >= :since)
  and (:until::timestamptz is null or i.last_message_at < :until)
  and (:awaiting::bool is null or awaits_answer(i.status, i.first_response_at, i.medium, i.direction, i.automatic) = :awaiting)
  and (:waits_from::timestamptz is null or waits_since(i.queued_at, i.started_at) >= :waits_from)
  and (:waits_to::timestamptz is null or waits_since(i.queued_at, i.started_at) <= :waits_to)
  and (:dated::bool is null or (coalesce(n.service_seconds, q.service_seconds) is not null) = :dated)
  and (:awake_for::uuid is null or not exists (select from snooze s where s.org_id = :org_id and s.agent_id = :awake_for
    and s.interaction_id = i.id and (s.until is null or s.until > :now::timestamptz)))
  and (:risk::text is null or waits_since(i.queued_at, i.started_at) + make_interval(secs => coalesce(n.service_seconds, q.service_seconds)
    * case :risk when 'breached' then 1 else 1 - :at_risk::float8 end) <= :now)
  and (:risk::text is distinct from 'at_risk' or d.due > :now)
  and (:unread_for::uuid is null or (select unread from unread_by(:org_id, :unread_for, i.id, i.status)) or exists (
    select from case_follow f where f.org_id = :org_id and f.agent_id = :unread_for and f.case_id = i.case_id
      and f.moved_at > coalesce(f.seen_at, f.created_at)))
  and (:after_id::uuid is null
    or (:sort = 'newest' and (i.last_message_at, i.id) < (:after_at::timestamptz, :after_id))
    or (:sort = 'waiting' and (waits_since(i.queued_at, i.started_at), i.id) > (:after_at, :after_id))
    or (:sort in ('due', 'bound') and (d.due, i.id) > (:after_at, :after_id)))
  and (:all::bool or i.owner_id = :agent_id::uuid or i.team_id = any (:team_ids::uuid[]) or i.queue_id = any (:served::uuid[])
    or i.id = any (:offered::uuid[])
    or exists (select from case_record k where k.org_id = :org_id and k.id = i.case_id
      and (k.owner_id = :agent_id or k.team_id = any (:team_ids)))
    or exists (select from interaction o where o.org_id = :org_id and o.case_id = i.case_id
      and (o.owner_id = :agent_id or o.team_id = any (:team_ids) or o.queue_id = any (:served) or o.id = any (:offered))))
order by case when :sort = 'newest' then i.last_message_at end desc,
  case when :sort = 'newest' then i.id end desc,
  case when :sort in ('waiting', 'bound') then waits_since(i.queued_at, i.started_at) when :sort = 'due' then d.due end,
  case when :sort in ('waiting', 'bound', 'due') then i.id end
limit :size;

-- name: targets^
-- The shortest and the longest time within which to answer that a queue or a rule has given, in seconds.
select least((select min(service_seconds) from queue where org_id = :org_id),
    (select min(service_seconds) from work_need where org_id = :org_id and service_seconds is not null)) as shortest,
  greatest((select max(service_seconds) from queue where org_id = :org_id),
    (select max(service_seconds) from work_need where org_id = :org_id and service_seconds is not null)) as longest;

-- name: inbox_rows
-- What is drawn of these contacts, whoever may see them, as one agent has read, snoozed and follows them.
select i.id as interaction_id, i.case_id, k.reference as case_reference, k.title as case_title, k.status as case_status,
  c.root_id as customer_id, r.display_name as customer_name, i.channel, i.medium, i.direction, i.status, i.automatic, i.subject,
  i.category, i.queue_id, q.name as queue_name, i.owner_id, a.name as owner_name, i.priority, i.started_at, i.last_message_at, i.version,
  l.id as last_id, l.text as last_text, l.role as last_role, l.name as last_name, l.at as last_at, l.visibility = 'private' as last_private,
  l.delivery as last_delivery, l.attachments as last_attachments,
  case when w.awaits then w.since end as waiting_since,
  case when w.awaits then w.since + make_interval(secs => coalesce(n.service_seconds, q.service_seconds)) end as due_at,
  coalesce(u.unread, false) or coalesce(f.moved_at > coalesce(f.seen_at, f.created_at), false) as unread,
  s.id is not null as snoozed, s.until as snoozed_until, f.id is not null as followed,
  o.id as offer_id, o.expires_at as offer_expires_at
from interaction i
cross join lateral (select awaits_answer(i.status, i.first_response_at, i.medium, i.direction, i.automatic) as awaits,
  waits_since(i.queued_at, i.started_at) as since) w
cross join lateral unread_by(:org_id, :agent_id::uuid, i.id, i.status) u
left join case_record k on k.org_id = :org_id and k.id = i.case_id
left join customer c on c.org_id = :org_id and c.id = i.customer_id
left join customer r on r.org_id = :org_id and r.id = c.root_id
left join queue q on q.org_id = :org_id and q.id = i.queue_id
left join work_need n on n.org_id = :org_id and n.interaction_id = i.id
left join agent a on a.org_id = :org_id and a.id = i.owner_id
left join snooze s on s.org_id = :org_id and s.agent_id = :agent_id and s.interaction_id = i.id
  and (s.until is null or s.until > :now::timestamptz)
left join case_follow f on f.org_id = :org_id and f.agent_id = :agent_id and f.case_id = i.case_id
left join offer o on o.org_id = :org_id and o.interaction_id = i.id and o.agent_id = :agent_id and o.status = 'offered'
left join lateral (
  select m.id, left(regexp_replace(left(m.text, 400), '\s+', ' ', 'g'), 160) as text, p.role, p.name, m.at, m.visibility,
    case when m.direction = 'outbound' then m.delivery end as delivery,
    (select count(*) from attachment t where t.org_id = :org_id and t.message_id = m.id) as attachments
  from message m
  join participant p on p.org_id = :org_id and p.id = m.participant_id
  where m.org_id = :org_id and m.interaction_id = i.id
  order by m.id desc
  limit 1
) l on true
where i.org_id = :org_id and i.id = any (:ids::uuid[]);

-- name: served_queues
-- The queues that agents of these teams serve.
select id from queue where org_id = :org_id and serves_queue(org_id, id, :team_ids::uuid[]);

-- name: offered_to
-- What is offered to an agent just now.
select interaction_id from offer where org_id = :org_id and agent_id = :agent_id and status = 'offered';

-- name: members_of
-- Who is in these teams.
select distinct agent_id from team_member where org_id = :org_id and team_id = any (:team_ids::uuid[]);

-- name: snoozed_by
-- What an agent has snoozed, and is not due yet.
select interaction_id from snooze
where org_id = :org_id and agent_id = :agent_id and (until is null or until > :now::timestamptz);

-- name: mentioned_in
-- The contacts in which notes called upon an agent: of their latest mentions.
select distinct interaction_id from (
  select interaction_id from notification
  where org_id = :org_id and agent_id = :agent_id and kind = 'mention'
  order by id desc
  limit :size
) m where interaction_id is not null;

-- name: followed_by
-- The cases that an agent follows; of one that was joined into another, that one, too.
with recursive up as (
  select k.id, k.joined_into from case_follow f
  join case_record k on k.org_id = :org_id and k.id = f.case_id
  where f.org_id = :org_id and f.agent_id = :agent_id
  union
  select k.id, k.joined_into from up
  cross join lateral (select id, joined_into from case_record where org_id = :org_id and id = up.joined_into limit 1) k
)
select id from up;

-- name: unknown_in_filters
-- What filters name and does not exist here.
select 'channel' as kind, c as name from unnest(:channels::text[]) c
where not exists (select from channel_account a where a.org_id = :org_id and a.channel = c)
union all
select 'category', c from unnest(:categories::text[]) c
where not exists (select from term t where t.org_id = :org_id and t.vocabulary = 'inquiry_category' and t.code = c)
union all
select 'queue', c::text from unnest(:queue_ids::uuid[]) c where not exists (select from queue q where q.org_id = :org_id and q.id = c)
union all
select 'owner', c::text from unnest(:owner_ids::uuid[]) c where not exists (select from agent a where a.org_id = :org_id and a.id = c)
union all
select 'team', c::text from unnest(:team_ids::uuid[]) c where not exists (select from team t where t.org_id = :org_id and t.id = c)
union all
select 'customer', c::text from unnest(:customer_ids::uuid[]) c
where not exists (select from customer k where k.org_id = :org_id and k.id = c);

-- name: saved_views_by_id
-- Those of the views that somebody sees: their own, their teams', and everybody's.
select * from saved_view
where org_id = :org_id and id = any (:ids::uuid[])
  and (owner_id = :agent_id::uuid or shared = 'everybody' or team_id = any (:team_ids::uuid[]));

-- name: list_saved_views
-- The views that somebody sees, in their own order.
select v.* from saved_view v
left join saved_view_order o on o.org_id = :org_id and o.agent_id = :agent_id::uuid
where v.org_id = :org_id and (v.owner_id = :agent_id or v.shared = 'everybody' or v.team_id = any (:team_ids::uuid[]))
order by array_position(o.view_ids, v.id) nulls last, v.id;

-- name: count_saved_views$
-- How many views somebody keeps.
select count(*) from saved_view where org_id = :org_id and owner_id = :agent_id;

-- name: insert_saved_view!
-- A view to keep.
insert into saved_view (org_id, id, owner_id, name, icon, shared, team_id, filters, sort)
values (:org_id, :id, :owner_id, :name, :icon, :shared, :team_id, :filters, :sort);

-- name: lock_saved_view^
-- A view, locked until commit.
select * from saved_view where org_id = :org_id and id = :id for update;

-- name: change_saved_view!
-- A view's new state.
update saved_view
set name = :name, icon = :icon, shared = :shared, team_id = :team_id, filters = :filters, sort = :sort
where org_id = :org_id and id = :id;

-- name: delete_saved_view!
-- A view that is not kept any more.
delete from saved_view where org_id = :org_id and id = :id;

-- name: saved_view_orders
-- In which order these agents have their views.
select agent_id, view_ids, version from saved_view_order where org_id = :org_id and agent_id = any (:ids::uuid[]);

-- name: set_saved_view_order!
-- Somebody's order of views.
insert into saved_view_order (org_id, agent_id, view_ids) values (:org_id, :agent_id, :view_ids)
on conflict (org_id, agent_id) do update set view_ids = excluded.view_ids
where saved_view_order.view_ids <> excluded.view_ids;

-- name: last_message_of$
-- The latest message of a contact; of those up to a given one, where one is given.
select id from message
where org_id = :org_id and interaction_id = :interaction_id and (:upto::uuid is null or id = :upto)
order by id desc limit 1;

-- name: mark_read^
-- An agent has read a contact up to a message. A mark never goes back by itself: what another tab has read stays read.
insert into read_mark (org_id, agent_id, interaction_id, message_id, unread, at)
values (:org_id, :agent_id, :interaction_id, :message_id, :unread, :at)
on conflict (org_id, agent_id, interaction_id) do update
set message_id = greatest(read_mark.message_id, excluded.message_id), unread = excluded.unread, at = excluded.at
returning message_id, unread;

-- name: mark_unread!
-- These contacts are unread for these agents.
insert into read_mark (org_id, agent_id, interaction_id, unread, at)
select :org_id, u.agent_id, u.interaction_id, true, :at
from unnest(:agent_ids::uuid[], :interaction_ids::uuid[]) as u (agent_id, interaction_id)
on conflict (org_id, agent_id, interaction_id) do update set unread = true, at = excluded.at;

-- name: desk_settings$
-- What the organisation set for the desk.
select coalesce(settings -> 'desk', '{}') from organization where org_id = :org_id;

-- name: forget_notices$
-- Take away some of the notices that were read before a time; how many those were.
with gone as (
  delete from notification
  where org_id = :org_id and id in (
    select id from notification where org_id = :org_id and read_at < :before::timestamptz order by read_at limit :size)
  returning 1
)
select count(*) from gone;

-- name: forget_marks$
-- Take away some of the marks that were set before a time, on contacts that had ended by then and count as read; how many
-- those were. A mark that is set again meanwhile stays: what it says is asked once more when it goes.
with gone as (
  delete from read_mark r
  using (
    select m.agent_id, m.interaction_id
    from read_mark m
    join interaction i on i.org_id = :org_id and i.id = m.interaction_id
    where m.org_id = :org_id and m.at < :before::timestamptz and not m.unread
      and i.status in ('resolved', 'closed', 'abandoned') and i.last_message_at < :before
      and not (select unread from unread_by(:org_id, m.agent_id, i.id, i.status))
    order by m.at
    limit :size
  ) old
  where r.org_id = :org_id and r.agent_id = old.agent_id and r.interaction_id = old.interaction_id
    and r.at < :before and not r.unread
  returning 1
)
select count(*) from gone;

-- name: see_case!
-- A follower has looked at a case.
update case_follow set seen_at = :at::timestamptz
where org_id = :org_id and agent_id = :agent_id and case_id in (select d.id from joined_cases(:org_id, :case_id) as d (id))
  and moved_at > coalesce(seen_at, created_at);

-- name: is_unread$
-- Whether an agent has not read all of a contact.
select u.unread from interaction i cross join lateral unread_by(:org_id, :agent_id::uuid, i.id, i.status) u
where i.org_id = :org_id and i.id = :id;

-- name: snoozes_by_id
-- These snoozes, as far as they are the agent's.
select id, interaction_id, agent_id, until, version from snooze
where org_id = :org_id and id = any (:ids::uuid[]) and agent_id = :agent_id::uuid;

-- name: snooze_of^
-- An agent's snooze of a contact.
select id, interaction_id, agent_id, until, version from snooze
where org_id = :org_id and agent_id = :agent_id and interaction_id = :interaction_id;

-- name: count_snoozes$
-- How many contacts an agent has snoozed.
select count(*) from snooze where org_id = :org_id and agent_id = :agent_id;

-- name: set_snooze^
-- An agent puts a contact off.
insert into snooze (org_id, id, agent_id, interaction_id, until)
values (:org_id, :id, :agent_id, :interaction_id, :until)
on conflict (org_id, agent_id, interaction_id) do update set until = excluded.until
returning id;

-- name: remove_snoozes
-- A snooze ends: an agent's of a contact, or one whose time has come.
delete from snooze s using interaction i
where s.org_id = :org_id and i.org_id = :org_id and i.id = s.interaction_id
  and ((s.agent_id = :agent_id::uuid and s.interaction_id = :interaction_id::uuid) or (s.id = :due_id::uuid and s.until <= :now::timestamptz))
returning s.id, s.agent_id, s.interaction_id, i.case_id, i.customer_id;

-- name: remove_answered_snoozes
-- Customers wrote: snoozes that were set before that end.
delete from snooze s using interaction i, unnest(:interaction_ids::uuid[], :at::timestamptz[]) as v (interaction_id, at)
where s.org_id = :org_id and i.org_id = :org_id and i.id = s.interaction_id and s.interaction_id = v.interaction_id
  and s.updated_at <= v.at
returning s.id, s.agent_id, s.interaction_id, i.case_id, i.customer_id;

-- name: follows_by_id
-- These followers; whose case the reader may see is asked elsewhere.
select f.id, f.case_id, f.agent_id, a.name as agent_name, f.created_at as since
from case_follow f
join agent a on a.org_id = :org_id and a.id = f.agent_id
where f.org_id = :org_id and f.id = any (:ids::uuid[]);

-- name: followers
-- Who follows a case, or one of those that were joined into it.
select f.id, f.case_id, f.agent_id, a.name as agent_name, f.created_at as since
from case_follow f
join agent a on a.org_id = :org_id and a.id = f.agent_id
where f.org_id = :org_id and f.case_id in (select d.id from joined_cases(:org_id, :case_id) as d (id))
order by f.id;

-- name: count_follows$
-- How many cases an agent follows.
select count(*) from case_follow where org_id = :org_id and agent_id = :agent_id;

-- name: follow$
-- An agent follows a case; nothing where they do already.
insert into case_follow (org_id, id, agent_id, case_id) values (:org_id, :id, :agent_id, :case_id)
on conflict do nothing
returning id;

-- name: unfollow
-- An agent follows a case no longer, nor those that were joined into it.
delete from case_follow
where org_id = :org_id and agent_id = :agent_id and case_id in (select d.id from joined_cases(:org_id, :case_id) as d (id))
returning id;

-- name: move_follows!
-- Cases were moved, each by somebody: their followers, but for that one, have something to look at. Followers of a case that
-- was joined into another hear of that one.
update case_follow f set moved_at = v.at
from unnest(:case_ids::uuid[], :actors::text[], :at::timestamptz[]) as v (case_id, actor, at)
cross join lateral joined_cases(:org_id, v.case_id) as d (id)
where f.org_id = :org_id and f.case_id = d.id and v.actor <> 'agent:' || f.agent_id::text
  and v.at > coalesce(f.moved_at, '-infinity');
