-- name: routing_settings$
-- What the organisation set for routing.
select coalesce(settings -> 'routing', '{}') from organization where org_id = :org_id;

-- name: load_of_agent
-- What fills an agent's capacity, in units by medium, beside one interaction.
select medium, count(*) as units
from work_in_hand(:org_id)
where agent_id = :agent_id and interaction_id <> :beside::uuid
group by medium;

-- name: offers_by_id
-- These offers, all of them or those made to the agent.
select id, interaction_id, agent_id, queue_id, status, offered_at, expires_at, answered_at, reason, explanation, version
from offer
where org_id = :org_id and id = any (:ids::uuid[]) and (:all::bool or agent_id = :agent_id::uuid);

-- name: list_offers
-- A page of offers, the newest first.
select id, interaction_id, agent_id, queue_id, status, offered_at, expires_at, answered_at, reason, explanation, version
from offer
where org_id = :org_id and (:all::bool or agent_id = :reader::uuid)
  and (:before::uuid is null or id < :before)
  and (:agent_id::uuid is null or agent_id = :agent_id)
  and (:interaction_id::uuid is null or interaction_id = :interaction_id)
  and (:status::text is null or status = :status)
order by id desc
limit :size;

-- name: answer_offer^
-- Answers an open offer: whoever comes first, and nobody after its time.
update offer set status = :status, answered_at = :at::timestamptz, reason = :reason
where org_id = :org_id and id = :id and agent_id = :agent_id and status = 'offered' and expires_at > :at::timestamptz
returning id, interaction_id, agent_id, queue_id;

-- name: open_offer_of$
-- The open offer of an interaction to an agent.
select id from offer
where org_id = :org_id and interaction_id = :interaction_id and agent_id = :agent_id and status = 'offered';

-- name: lock_offers_beside
-- All open offers of the work that is named: by an offer of it, by an agent to whom it is offered, or itself. Locked until
-- commit, always in the same order, so that of several who answer at once one comes first and nobody waits in a circle.
select o.id, o.interaction_id, o.agent_id, o.queue_id
from offer o
where o.org_id = :org_id and o.status = 'offered' and o.interaction_id in (
  select s.interaction_id from offer s where s.org_id = :org_id and s.id = any (:offer_ids::uuid[])
  union all
  select s.interaction_id from offer s where s.org_id = :org_id and s.agent_id = any (:agent_ids::uuid[]) and s.status = 'offered'
  union all
  select unnest(:interaction_ids::uuid[]))
order by o.id
for update;

-- name: still_offered
-- Those of the interactions that have an open offer.
select distinct interaction_id from offer
where org_id = :org_id and interaction_id = any (:ids::uuid[]) and status = 'offered';

-- name: agents_with_due_offers
-- Agents with offers whose time has run out, locked before the offers so that nobody waits in a circle.
select p.agent_id from presence p
where p.org_id = :org_id and p.agent_id in (
  select o.agent_id from offer o where o.org_id = :org_id and o.answered_at is null and o.expires_at <= :at::timestamptz)
order by p.agent_id
for update;

-- name: expire_offers
-- Ends the offers whose time has run out.
update offer o set status = 'timed_out', answered_at = :at::timestamptz
from (
  select d.org_id, d.id from offer d
  where d.org_id = :org_id and d.answered_at is null and d.expires_at <= :at::timestamptz
  order by d.id
  for update skip locked
) due
where o.org_id = due.org_id and o.id = due.id
returning o.id, o.interaction_id, o.agent_id, o.queue_id;

-- name: rescind_orphans
-- Takes back the open offers of work that is not there to be accepted any more: of all work, or of ``ids``.
update offer o set status = 'rescinded', answered_at = :at::timestamptz, reason = loose.status
from (
  select d.id, i.status
  from offer d
  join interaction i on i.org_id = :org_id and i.id = d.interaction_id and i.status <> 'offered'
  where d.org_id = :org_id and d.status = 'offered' and (:ids::uuid[] is null or d.interaction_id = any (:ids::uuid[]))
  order by d.id
  for update of d skip locked
) loose
where o.org_id = :org_id and o.id = loose.id
returning o.id, o.interaction_id, o.agent_id, o.queue_id;

-- name: end_offers
-- Ends open offers that are locked.
update offer set status = :status, answered_at = :at::timestamptz, reason = :reason
where org_id = :org_id and id = any (:ids::uuid[]) and status = 'offered'
returning id, interaction_id, agent_id, queue_id;

-- name: stranded
-- Interactions that are offered to nobody though they say so: of all, or of ``ids``.
select i.id from interaction i
where i.org_id = :org_id and i.status = 'offered' and (:ids::uuid[] is null or i.id = any (:ids::uuid[]))
  and not exists (select from offer o where o.org_id = :org_id and o.interaction_id = i.id and o.status = 'offered');

-- name: make_presence!
-- A presence for an agent who never said anything.
insert into presence (org_id, agent_id)
select a.org_id, a.id from agent a where a.org_id = :org_id and a.id = :agent_id and a.active
on conflict do nothing;

-- name: lock_presence^
-- An agent's presence, locked until commit.
select agent_id, status, reason, since, idle_since, version from presence
where org_id = :org_id and agent_id = :agent_id
for update;

-- name: change_presence!
-- An agent's presence; null leaves the time of idleness as it is.
update presence
set status = :status, reason = :reason, since = :since::timestamptz, idle_since = coalesce(:idle_since::timestamptz, idle_since)
where org_id = :org_id and agent_id = :agent_id;

-- name: stop_responding
-- Agents who missed an offer are offered nothing until they say that they are back.
update presence p set status = 'not_responding', reason = null, since = :at::timestamptz
from (select agent_id, status, reason, since from presence where org_id = :org_id and agent_id = any (:agent_ids::uuid[])
      and status in ('available', 'busy', 'wrap_up')) was
where p.org_id = :org_id and p.agent_id = was.agent_id
returning p.agent_id, was.status, was.reason, was.since;

-- name: finish_work
-- Agents have finished a piece of work at these times, and are idle since then.
update presence p set idle_since = done.at
from (
  select was.agent_id, was.idle_since, max(d.at) as at
  from unnest(:agent_ids::uuid[], :at::timestamptz[]) as d (agent_id, at)
  join presence was on was.org_id = :org_id and was.agent_id = d.agent_id and was.idle_since < d.at
  group by 1, 2
) done
where p.org_id = :org_id and p.agent_id = done.agent_id
returning p.agent_id, done.idle_since as before, p.idle_since as after;

-- name: presences_by_id
-- The presence of these agents; who never said anything is offline.
select a.id as agent_id, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since,
       coalesce(p.idle_since, a.created_at) as idle_since, coalesce(p.version, 0) as version
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.id = any (:ids::uuid[]);

-- name: list_presences
-- A page of the presence of all who work here, by agent.
select a.id as agent_id, coalesce(p.status, 'offline') as status, p.reason, coalesce(p.since, a.created_at) as since,
       coalesce(p.idle_since, a.created_at) as idle_since, coalesce(p.version, 0) as version
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.active and (:after::uuid is null or a.id > :after)
  and (:status::text is null or coalesce(p.status, 'offline') = :status)
order by a.id
limit :size;

-- name: insert_queue!
-- A new queue.
insert into queue (org_id, id, code, name, priority, service_seconds, service_level, offer_seconds, media, calendar_id, skills,
  rings, overflow_queue_id, overflow_seconds, offer_to, sticky_seconds, wrap_up_seconds)
values (:org_id, :id, :code, :name, :priority, :service_seconds, :service_level, :offer_seconds, :media, :calendar_id, :skills,
  :rings, :overflow_queue_id, :overflow_seconds, :offer_to, :sticky_seconds, :wrap_up_seconds);

-- name: lock_queue^
-- A queue with its teams, locked until commit.
select q.*, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and q.id = :id
for update;

-- name: change_queue!
-- A queue's fields; its version grows even where only its teams change.
update queue
set name = :name, priority = :priority, service_seconds = :service_seconds, service_level = :service_level,
    offer_seconds = :offer_seconds, active = :active, media = :media, calendar_id = :calendar_id, skills = :skills,
    rings = :rings, overflow_queue_id = :overflow_queue_id, overflow_seconds = :overflow_seconds, offer_to = :offer_to,
    sticky_seconds = :sticky_seconds, wrap_up_seconds = :wrap_up_seconds
where org_id = :org_id and id = :id;

-- name: set_queue_teams!
-- Who serves a queue.
with gone as (
  delete from queue_team where org_id = :org_id and queue_id = :queue_id and team_id <> all (:team_ids::uuid[])
)
insert into queue_team (org_id, queue_id, team_id)
select :org_id, :queue_id, t.id from unnest(:team_ids::uuid[]) as t (id)
on conflict do nothing;

-- name: unknown_teams
-- Those of the ids that are no team's.
select t.id from unnest(:ids::uuid[]) as t (id)
where not exists (select from team where team.org_id = :org_id and team.id = t.id);

-- name: queues_by_id
-- These queues, all of them or those that the agent's teams or everybody serves.
select q.id, q.code, q.name, q.priority, q.service_seconds, q.service_level, q.offer_seconds, q.active, q.media, q.calendar_id,
       q.skills, q.rings, q.overflow_queue_id, q.overflow_seconds, q.offer_to, q.sticky_seconds, q.wrap_up_seconds, q.version, q.created_at,
       q.updated_at, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and q.id = any (:ids::uuid[]) and (:all::bool or serves_queue(:org_id, q.id, :team_ids::uuid[]));

-- name: list_queues
-- A page of queues by code.
select q.id, q.code, q.name, q.priority, q.service_seconds, q.service_level, q.offer_seconds, q.active, q.media, q.calendar_id,
       q.skills, q.rings, q.overflow_queue_id, q.overflow_seconds, q.offer_to, q.sticky_seconds, q.wrap_up_seconds, q.version, q.created_at,
       q.updated_at, array(select t.team_id from queue_team t where t.org_id = :org_id and t.queue_id = q.id order by t.team_id) as team_ids
from queue q
where q.org_id = :org_id and (:after::text is null or q.code > :after) and (:all::bool or serves_queue(:org_id, q.id, :team_ids::uuid[]))
order by q.code
limit :size;

-- name: count_waiting
-- How much waits in each queue, since when, and who could be offered it now.
select q.id as queue_id, coalesce(w.waiting, 0) as waiting, w.oldest, coalesce(o.offered, 0) as offered,
       (select count(*) from presence p
        where p.org_id = :org_id and p.status = 'available' and (
          not exists (select from queue_team t where t.org_id = :org_id and t.queue_id = q.id)
          or exists (select from queue_team t join team_member m on m.org_id = :org_id and m.team_id = t.team_id
                     where t.org_id = :org_id and t.queue_id = q.id and m.agent_id = p.agent_id))) as available
from queue q
left join lateral (
  select count(*) as waiting, min(i.queued_at) as oldest from interaction i
  where i.org_id = :org_id and i.queue_id = q.id and i.status = 'queued' and not i.automatic
) w on true
left join lateral (
  select count(*) as offered from offer o where o.org_id = :org_id and o.queue_id = q.id and o.status = 'offered'
) o on true
where q.org_id = :org_id and q.id = any (:ids::uuid[])
order by q.code;

-- name: waiting_in_queue
-- A page of the work that waits in a queue, in the order in which it is served.
select i.id as interaction_id, i.case_id, i.customer_id, i.channel, i.medium, i.priority, i.queued_at, i.version,
       extract(epoch from i.key)::float8 as key, n.service_seconds
from unnest('{text,voice,video,in_person,device}'::text[]) as m (medium)
cross join lateral (
  select w.*, waiting_key(w.queued_at, w.priority) as key from interaction w
  where w.org_id = :org_id and w.queue_id = :queue_id and w.medium = m.medium and w.status = 'queued' and not w.automatic
    and (:after_id::uuid is null
         or (waiting_key(w.queued_at, w.priority), w.id) > (make_interval(secs => :after_key::float8), :after_id::uuid))
  order by waiting_key(w.queued_at, w.priority), w.id
  limit :size
) i
left join work_need n on n.org_id = :org_id and n.interaction_id = i.id
order by i.key, i.id
limit :size;

-- name: lock_work^
-- An interaction as routing needs it, locked until commit.
select id, status, queue_id, medium, owner_id, automatic from interaction
where org_id = :org_id and id = :id
for update;

-- name: work_of
-- What an agent has: owned and not ended, the newest first.
select i.id as interaction_id, i.case_id, i.customer_id, i.channel, i.medium, i.subject, i.status, i.queue_id, i.status_since,
       i.last_message_at, i.version,
       -- As ``work_in_hand`` counts.
       i.status in ('active', 'on_hold', 'wrap_up') or i.status = 'waiting_customer' and i.session is not null as takes_room
from interaction i
where i.org_id = :org_id and i.owner_id = :agent_id and i.status not in ('resolved', 'closed', 'abandoned', 'queued')
order by i.id desc
limit :size;

-- name: agent_profile^
-- What an agent can be given.
select a.id, a.capacity, array(select m.team_id from team_member m where m.org_id = :org_id and m.agent_id = a.id) as team_ids,
       coalesce((select r.interruptible from agent_routing r where r.org_id = :org_id and r.agent_id = a.id), '{}') as interruptible
from agent a
where a.org_id = :org_id and a.id = :agent_id and a.active;

-- name: queue_teams$
-- Who serves a queue.
select array(select team_id from queue_team where org_id = :org_id and queue_id = :queue_id);

-- name: whose_work
-- The cases and customers of these interactions.
select id, case_id, customer_id from interaction where org_id = :org_id and id = any (:ids::uuid[]);

-- name: whereabouts^
-- Whether an agent who works here could be asked: name, presence, capacity, and whose live work stands against voice.
select a.id, a.name, a.capacity, coalesce(p.status, 'offline') as status, p.reason, p.since,
       coalesce((select r.interruptible from agent_routing r where r.org_id = :org_id and r.agent_id = a.id), '{}') as interruptible
from agent a
left join presence p on p.org_id = :org_id and p.agent_id = a.id
where a.org_id = :org_id and a.id = :agent_id and a.active;

-- name: queues_of_team
-- The queues that a team serves and that take work of this medium: the one where the work is, then those that are the
-- team's alone, then by code.
select q.id from queue q
join queue_team t on t.org_id = :org_id and t.queue_id = q.id and t.team_id = :team_id
where q.org_id = :org_id and q.active and (q.media = '{}' or :medium::text = any (q.media))
order by q.id is not distinct from :present::uuid desc,
         (select count(*) from queue_team o where o.org_id = :org_id and o.queue_id = q.id), q.code;

-- name: insert_invitation!
-- A colleague is asked into a conversation.
insert into invitation (org_id, id, interaction_id, medium, kind, agent_id, team_id, queue_id, invited_by, question, invited_at)
values (:org_id, :id, :interaction_id, :medium, :kind, :agent_id, :team_id, :queue_id, :invited_by, :question, :at::timestamptz);

-- name: invitations_by_id
-- These invitations, where the agent may see the conversation, was asked, or asked.
select v.* from invitation v
where v.org_id = :org_id and v.id = any (:ids::uuid[])
  and (:all::bool or v.agent_id = :agent_id::uuid or v.invited_by = :agent_id::uuid
       or exists (select from interaction i where i.org_id = :org_id and i.id = v.interaction_id
         and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)));

-- name: invitations_into
-- Who was asked into a conversation, the first first.
select * from invitation where org_id = :org_id and interaction_id = :interaction_id order by id limit 200;

-- name: invitations_of
-- Open invitations that an agent can take up, and conversations that they are in, the newest first.
select v.* from invitation v
where v.org_id = :org_id and v.id in (
  select j.id from invitation j where j.org_id = :org_id and j.agent_id = :agent_id and j.status = 'joined'
  union all
  select o.id from invitation o
  where o.org_id = :org_id and o.status = 'invited'
    and (o.agent_id = :agent_id or o.team_id = any (:team_ids::uuid[])
         or (o.queue_id is not null and serves_queue(:org_id, o.queue_id, :team_ids::uuid[]))))
order by v.id desc
limit 200;

-- name: lock_invitation^
-- An invitation, locked until commit; the interaction is locked before it.
select * from invitation where org_id = :org_id and id = :id for update;

-- name: joined_invitation^
-- The place of an agent who came into a conversation, locked until commit.
select * from invitation
where org_id = :org_id and interaction_id = :interaction_id and agent_id = :agent_id and status = 'joined'
for update;

-- name: join_invitation!
-- Who was asked comes.
update invitation set status = 'joined', agent_id = :agent_id, joined_at = :at::timestamptz where org_id = :org_id and id = :id;

-- name: end_invitation!
-- Who was asked does not come, is not needed, or leaves.
update invitation
set status = :status, left_at = :at::timestamptz, outcome = :outcome, note = coalesce(:note::text, note)
where org_id = :org_id and id = :id;

-- name: end_invitations_into
-- Ends the invitations of a kind into conversations, but for those that were made after these moments.
update invitation v
set status = case when v.status = 'joined' then 'left' else 'withdrawn' end, left_at = :at::timestamptz, outcome = :outcome
from unnest(:interaction_ids::uuid[], :until::timestamptz[]) as t (id, until)
where v.org_id = :org_id and v.interaction_id = t.id and v.status in ('invited', 'joined') and v.kind = :kind and v.invited_at <= t.until
returning v.id, v.interaction_id, v.kind, v.agent_id, v.status;

-- name: end_invitations_of
-- An agent leaves all conversations of others.
update invitation set status = 'left', left_at = :at::timestamptz, outcome = :outcome
where org_id = :org_id and agent_id = :agent_id and status = 'joined'
returning id, interaction_id, kind, agent_id, status;

-- name: insert_callback!
-- A customer asks to be called back.
insert into callback (org_id, id, interaction_id, customer_id, handle_id, number, not_before, most_attempts, retry_seconds,
  medium_before, initiation_before, requested_at, requested_by)
values (:org_id, :id, :interaction_id, :customer_id, :handle_id, :number, :not_before::timestamptz, :most_attempts, :retry_seconds,
  :medium_before, :initiation_before, :at::timestamptz, :requested_by);

-- name: postpone_work!
-- Work is offered from then on, or, with null, at once.
insert into work_need (org_id, interaction_id, not_before) values (:org_id, :interaction_id, :not_before::timestamptz)
on conflict (org_id, interaction_id) do update set not_before = excluded.not_before, updated_at = now();

-- name: callbacks_by_id
-- These callbacks, where the agent may see the conversation.
select k.* from callback k
where k.org_id = :org_id and k.id = any (:ids::uuid[])
  and (:all::bool or exists (select from interaction i where i.org_id = :org_id and i.id = k.interaction_id
    and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)));

-- name: list_callbacks
-- A page of callbacks, the newest first.
select k.* from callback k
where k.org_id = :org_id and (:before::uuid is null or k.id < :before) and (:status::text is null or k.status = :status)
  and (:interaction_id::uuid is null or k.interaction_id = :interaction_id)
  and (:all::bool or exists (select from interaction i where i.org_id = :org_id and i.id = k.interaction_id
    and within_reach(:agent_id::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)))
order by k.id desc
limit :size;

-- name: interaction_of_callback$
-- What a callback is about.
select interaction_id from callback where org_id = :org_id and id = :id;

-- name: lock_callback^
-- A callback, locked until commit; its interaction is locked before it.
select * from callback where org_id = :org_id and id = :id for update;

-- name: open_callback_of^
-- The callback that an interaction waits for, locked until commit.
select * from callback where org_id = :org_id and interaction_id = :interaction_id and status = 'waiting' for update;

-- name: note_attempt!
-- An attempt to call back, and when the next one may come.
update callback set attempts = attempts || :attempt::jsonb, not_before = :not_before::timestamptz
where org_id = :org_id and id = :id;

-- name: end_callback!
-- A callback comes to its end.
update callback set status = :status, ended_at = :at::timestamptz, reason = :reason where org_id = :org_id and id = :id;

-- name: numbers_of_customer
-- The telephone numbers of a customer and of all who count as the same.
select h.id, h.value from handle h
join customer m on m.org_id = :org_id and m.id = h.customer_id
join customer c on c.org_id = :org_id and c.id = :customer_id and c.root_id = m.root_id
where h.org_id = :org_id and h.scheme in ('phone', 'sms', 'whatsapp');

-- name: carried^
-- By which medium an interaction goes on, how it began, and whose it is.
select medium, initiation, customer_id, case_id from interaction where org_id = :org_id and id = :id;

-- name: queue_to_serve^
-- Whether a queue is served, and of which media it takes work.
select id, media, active from queue where org_id = :org_id and id = :id;

-- name: members_of_team
-- Who is in a team, in the order in which their presence is locked.
select m.agent_id from team_member m
where m.org_id = :org_id and m.team_id = :team_id
order by m.agent_id;

-- name: team_exists$
-- Whether there is such a team.
select exists (select from team where org_id = :org_id and id = :id);

-- name: all_of_agent
-- What an agent has in hand, locked; live work only, or all of it.
select id, queue_id, status from interaction
where org_id = :org_id and owner_id = :agent_id and status in ('active', 'on_hold', 'waiting_customer', 'wrap_up')
  and (not :live::bool or session is not null or medium in ('voice', 'video', 'in_person'))
order by id
for update;

-- name: wrapping_up
-- Agents who wrap up a conversation that takes all of them, of these.
select distinct owner_id as agent_id from interaction
where org_id = :org_id and owner_id = any (:agent_ids::uuid[]) and status = 'wrap_up' and medium in ('voice', 'video', 'in_person');

-- name: follow_into_wrap_up
-- Available agents who wrap up a conversation are shown so.
update presence p set status = 'wrap_up', reason = null, since = :at::timestamptz, followed_at = :at::timestamptz
where p.org_id = :org_id and p.agent_id = any (:agent_ids::uuid[]) and p.status = 'available'
returning p.agent_id;

-- name: follow_out_of_wrap_up
-- Agents who wrapped up are available again, where they were shown so by us and said nothing since.
update presence p set status = 'available', reason = null, since = :at::timestamptz, followed_at = null
where p.org_id = :org_id and p.agent_id = any (:agent_ids::uuid[]) and p.status = 'wrap_up' and p.since = p.followed_at
  and p.reason is null
returning p.agent_id;

-- name: wrap_up_limit^
-- How long a conversation that takes all of an agent may be wrapped up in its queue, and whether it is.
select i.owner_id, i.status, i.status_since, q.wrap_up_seconds
from interaction i
join queue q on q.org_id = :org_id and q.id = i.queue_id
where i.org_id = :org_id and i.id = :id and i.medium in ('voice', 'video', 'in_person') and q.wrap_up_seconds is not null;

-- name: place_in_line^
-- Where an interaction stands: how many are served before it, how many of those are not offered yet, and how many ask for
-- the same skills; what it asks for.
with mine as (
  select i.*, coalesce(n.skills, '{}') as asked, n.not_before, waiting_key(i.queued_at, i.priority) as place_key
  from interaction i
  left join work_need n on n.org_id = i.org_id and n.interaction_id = i.id
  where i.org_id = current_org() and i.id = :id
)
select m.status, m.queue_id, m.medium, m.initiation, m.asked, m.not_before, a.name as agent, q.offer_seconds, q.skills as queue_skills,
       case when m.status = 'queued' and m.queue_id is not null then (
         select sum(n.ahead) from unnest('{text,voice,video,in_person,device}'::text[]) as of (medium)
         cross join lateral (
           select count(*) as ahead from interaction w
           where w.org_id = m.org_id and w.queue_id = m.queue_id and w.medium = of.medium and w.status = 'queued' and not w.automatic
             and (waiting_key(w.queued_at, w.priority), w.id) < (m.place_key, m.id)
         ) n) end::bigint as ahead,
       case when m.status = 'queued' then (
         select count(*) from work_need l
         join interaction w on w.org_id = m.org_id and w.id = l.interaction_id
         where l.org_id = m.org_id and l.not_before > :at::timestamptz and w.queue_id = m.queue_id and w.status = 'queued'
           and (waiting_key(w.queued_at, w.priority), w.id) < (m.place_key, m.id)) end as later,
       case when m.status = 'queued' and m.asked <> '{}' then (
         select count(*) from (
           select w.id from unnest('{text,voice,video,in_person,device}'::text[]) as of (medium)
           join interaction w on w.org_id = m.org_id and w.queue_id = m.queue_id and w.medium = of.medium and w.status = 'queued'
             and not w.automatic
           where (waiting_key(w.queued_at, w.priority), w.id) < (m.place_key, m.id)
           limit 2000) before
         join work_need n on n.org_id = m.org_id and n.interaction_id = before.id
         where n.skills = m.asked) end as alike
from mine m
left join queue q on q.org_id = m.org_id and q.id = m.queue_id
left join agent a on a.org_id = m.org_id and a.id = m.owner_id and m.status in ('active', 'on_hold', 'wrap_up', 'waiting_customer');

-- name: pace_of_line^
-- How fast a queue is served: in the last half hour, answers to those who waited longer than an offer takes, the seconds in
-- which somebody did, how many gave up in how much waiting; the handle time of the last answers; and the units of capacity
-- of those present who have the skills that are needed. Of work that asks for just these ``skills``, where any.
with said as (
  select :at::timestamptz as now, :at::timestamptz - interval '30 minutes' as since, make_interval(secs => :beyond::float8) as beyond,
         :skills::jsonb as skills
), answered as (
  select i.queued_at, i.answered_at, i.talk_seconds + i.hold_seconds + i.wrap_up_seconds as handled
  from said, interaction i
  left join work_need n on n.org_id = i.org_id and n.interaction_id = i.id
  where i.org_id = current_org() and i.queue_id = :queue_id and i.answered_at is not null
    and (said.skills = '{}' or n.skills = said.skills)
  order by i.answered_at desc limit 300
), opens as (
  -- Where only the last answers were read, no more than the time in which they were given.
  select case when count(*) < 300 then min(said.since) else greatest(min(said.since), min(answered.answered_at)) end as since
  from said left join answered on true
), gone as (
  select i.queued_at, i.ended_at from opens, interaction i
  where i.org_id = current_org() and i.queue_id = :queue_id and i.status = 'abandoned' and i.ended_at > opens.since
), waits as (
  select w.queued_at
  from said, interaction w
  left join work_need n on n.org_id = w.org_id and n.interaction_id = w.id
  where w.org_id = current_org() and w.queue_id = :queue_id and w.status = 'queued' and not w.automatic and w.queued_at < said.now
    and (said.skills = '{}' or n.skills = said.skills)
), spans as (
  select greatest(s.queued_at, opens.since) as since, s.until
  from (
    select queued_at, answered_at as until from answered
    union all
    select queued_at, ended_at from gone
    union all
    select waits.queued_at, said.now from waits, said
  ) s, opens, said
  where s.until > opens.since and s.until <= said.now and s.queued_at < s.until
), busy as (
  select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::float8 as seconds
  from (
    select unnest(range_agg(tstzrange(s.since + said.beyond, s.until))) as r
    from spans s, said
    where s.until > s.since + said.beyond
  ) ranges
)
select busy.seconds as busy_seconds,
       (select count(*) from answered, opens, said where answered_at > opens.since and answered_at <= said.now
        and answered_at - greatest(queued_at, opens.since) > said.beyond) as answers,
       (select count(*) from gone) as gave_up,
       (select coalesce(sum(extract(epoch from s.until - s.since)), 0) from spans s)::float8 as waited_seconds,
       (select avg(t.handled) from (select handled from answered where handled > 0 limit 50) t)::float8 as handle_seconds,
       (select coalesce(sum(coalesce((a.capacity ->> :medium::text)::int, 0)), 0)
        from said, presence p
        join agent a on a.org_id = p.org_id and a.id = p.agent_id and a.active
        where p.org_id = current_org() and p.status in ('available', 'busy', 'wrap_up')
          and (not exists (select from queue_team t where t.org_id = p.org_id and t.queue_id = :queue_id)
               or exists (select from queue_team t join team_member m on m.org_id = p.org_id and m.team_id = t.team_id
                          where t.org_id = p.org_id and t.queue_id = :queue_id and m.agent_id = p.agent_id))
          and not exists (
            select from jsonb_each_text(:needed::jsonb) n
            where not exists (select from agent_skill s join skill k on k.org_id = s.org_id and k.id = s.skill_id
                              where s.org_id = p.org_id and s.agent_id = p.agent_id and k.code = n.key and s.level >= n.value::int))
       ) as units
from busy;

-- name: note_estimate!
-- What a customer was told, once a minute.
insert into estimate (org_id, interaction_id, minute, queue_id, at, place, seconds, method)
values (current_org(), :interaction_id, :minute, :queue_id, :at::timestamptz, :place, :seconds, :method)
on conflict do nothing;

-- name: measure_estimates
-- Waits came to their end: how long it was since each estimate.
update estimate e set waited_seconds = extract(epoch from t.at - e.at)
from unnest(:interaction_ids::uuid[], :at::timestamptz[]) as t (id, at)
join interaction i on i.org_id = :org_id and i.id = t.id
-- What was told of an earlier wait that nobody ended says nothing of this one.
where e.org_id = :org_id and e.interaction_id = t.id and e.waited_seconds is null and e.at between i.queued_at and t.at
returning e.seconds, e.waited_seconds;

-- name: forget_estimates$
-- Deletes what was told before then, so many at most; how many they were. Interactions have ids in the order of time, so that the
-- primary key leads to the oldest, and past ``bound`` there is none.
with old as (
  select interaction_id, minute from estimate
  where org_id = :org_id and interaction_id < :bound::uuid and at < :before::timestamptz
  order by interaction_id, minute
  limit :size
), gone as (
  delete from estimate e using old o
  where e.org_id = :org_id and e.interaction_id = o.interaction_id and e.minute = o.minute
  returning 1
)
select count(*) from gone;

-- name: estimate_errors^
-- How far what was told in a queue was from what came.
select count(*) as told, count(waited_seconds) as measured, avg(waited_seconds) as mean_waited, avg(seconds - waited_seconds) as bias,
       avg(abs(seconds - waited_seconds)) as mean_absolute_error,
       percentile_cont(0.9) within group (order by abs(seconds - waited_seconds)) filter (where waited_seconds is not null)
         as p90_absolute_error,
       avg((abs(seconds - waited_seconds) <= 0.25 * waited_seconds)::int) filter (where waited_seconds is not null)::float8
         as within_quarter
from estimate
where org_id = :org_id and queue_id = :queue_id and at >= :since::timestamptz and at < :until::timestamptz;

-- name: lock_overflow!
-- One writer of where queues overflow to, until commit, so that two of them cannot make a circle together.
select pg_advisory_xact_lock(hashtextextended(:org_id::uuid::text, 74));

-- name: overflows
-- The codes of all queues, and where each overflows to.
select id, code, overflow_queue_id from queue where org_id = :org_id;

-- name: hold_skills
-- The ids of these skills by code; they keep their codes until commit.
select id, code from skill where org_id = :org_id and code = any (:codes::text[]) order by id for key share;

-- name: skill_codes
-- The codes of all skills.
select code from skill where org_id = :org_id order by code limit :size;
