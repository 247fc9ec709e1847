-- `offset 0` keeps the planner to looking up rows by their keys. Without it, it walks an index in the order of a `limit`, or
-- joins whole tables while their statistics are young: 250 messages took 0.4 s so, and take 5 ms.

-- name: messages_to_read
-- Messages with where they belong, and what we had said last before a customer's.
select m.id, m.interaction_id, m.text, m.at, m.direction, i.case_id, i.customer_id, i.channel, p.agent_id, b.text as before
from unnest(:ids::uuid[]) as k (id)
cross join lateral (
  select c.* from message c where c.org_id = :org_id and c.id = k.id and c.visibility = 'public' offset 0) m
cross join lateral (
  select c.case_id, c.customer_id, c.channel from interaction c
  where c.org_id = :org_id and c.id = m.interaction_id and not c.automatic offset 0) i
cross join lateral (select c.agent_id from participant c where c.org_id = :org_id and c.id = m.participant_id offset 0) p
left join lateral (
  select x.text from (
    select o.id, o.text from message o
    where o.org_id = :org_id and o.interaction_id = m.interaction_id and o.direction = 'outbound' and o.id < m.id and m.direction = 'inbound'
    offset 0) x
  order by x.id desc limit 1
) b on true
order by m.id;

-- name: insert_found
-- What was found in messages; what is there already stays. Returns what is new.
insert into entity_ref (org_id, id, kind, external_id, label, interaction_id, message_id, span, confidence, source)
select :org_id, u.id, u.kind, u.external_id, u.label, u.interaction_id, u.message_id, int4range(u.s, u.e), u.confidence, :source
from unnest(:ids::uuid[], :kinds::text[], :external_ids::text[], :labels::text[], :interaction_ids::uuid[], :message_ids::uuid[],
  :starts::int[], :ends::int[], :confidences::real[]) as u (id, kind, external_id, label, interaction_id, message_id, s, e, confidence)
on conflict (org_id, message_id, kind, span) where source = 'system:context' do nothing
returning id, interaction_id, kind;

-- name: mentions_in_cases
-- What customers said in these cases, the latest of each case.
select k.case_id, e.*
from unnest(:case_ids::uuid[]) as k (case_id)
cross join lateral (
  select r.id as ref_id, r.kind, r.external_id, r.label, r.confidence, r.message_id, r.interaction_id, i.channel,
    lower(r.span) as start, upper(r.span) as end, m.at
  from (select c.id, c.channel from interaction c where c.org_id = :org_id and c.case_id = k.case_id offset 0) i
  cross join lateral (
    select f.* from entity_ref f where f.org_id = :org_id and f.interaction_id = i.id offset 0) r
  cross join lateral (select c.at from message c where c.org_id = :org_id and c.id = r.message_id offset 0) m
  where r.source = :source and r.removed_at is null
  order by r.id desc limit :most
) e
order by k.case_id, e.at, e.ref_id;

-- name: insert_questions!
-- What customers asked; what is there already stays.
insert into customer_question (org_id, id, interaction_id, message_id, span, at)
select :org_id, u.id, u.interaction_id, u.message_id, int4range(u.s, u.e), u.at
from unnest(:ids::uuid[], :interaction_ids::uuid[], :message_ids::uuid[], :starts::int[], :ends::int[], :ats::timestamptz[])
  as u (id, interaction_id, message_id, s, e, at)
on conflict (org_id, message_id, span) do nothing;

-- name: questions_in_cases
-- What customers asked in these cases, the latest of each case, with whether it is open still.
select k.case_id, q.*
from unnest(:case_ids::uuid[]) as k (case_id)
cross join lateral (
  select c.id, c.interaction_id, c.message_id, i.channel, lower(c.span) as start, upper(c.span) as end, c.at, c.closed_at is null as open,
    substring(m.text from lower(c.span) + 1 for upper(c.span) - lower(c.span)) as text
  from (select x.id, x.channel from interaction x where x.org_id = :org_id and x.case_id = k.case_id offset 0) i
  cross join lateral (
    select x.* from customer_question x where x.org_id = :org_id and x.interaction_id = i.id offset 0) c
  cross join lateral (select x.text from message x where x.org_id = :org_id and x.id = c.message_id offset 0) m
  order by c.id desc limit :most
) q
order by k.case_id, q.at, q.id;

-- name: answer_questions!
-- Questions that messages of ours answer.
update customer_question q set answered_by = u.answered_by, closed_at = u.at
from unnest(:ids::uuid[], :answered_by::uuid[], :ats::timestamptz[]) as u (id, answered_by, at)
where q.org_id = :org_id and q.id = u.id and q.closed_at is null;

-- name: lock_question^
-- One question with its case, locked until commit.
select q.id, q.closed_at, q.interaction_id, i.case_id
from customer_question q join interaction i on i.org_id = :org_id and i.id = q.interaction_id
where q.org_id = :org_id and q.id = :id
for update of q;

-- name: close_question!
-- Somebody said that a question is settled.
update customer_question set closed_by = :closed_by, closed_at = :at where org_id = :org_id and id = :id and closed_at is null;

-- name: lock_carried
-- What cases carry, locked until commit in one order.
select id, customer_id, facts, open_questions from case_record where org_id = :org_id and id = any (:ids::uuid[]) order by id for update;

-- name: set_carried!
-- What cases carry now.
update case_record c set facts = u.facts::jsonb, open_questions = u.open_questions::jsonb
from unnest(:ids::uuid[], :facts::text[], :open_questions::text[]) as u (id, facts, open_questions)
where c.org_id = :org_id and c.id = u.id;

-- name: previous_cases
-- The cases that contacts were in before these decisions.
select distinct previous_case_id as id from case_decision
where org_id = :org_id and id = any (:ids::uuid[]) and previous_case_id is not null;

-- name: hands_before
-- For messages of ours: the latest hand-off of the case that was accepted before, and when another agent last wrote in it.
select m.id, h.id as hand_off_id, h.accepted_at as hand_off_at, o.at as other_agent_at
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id
join participant p on p.org_id = :org_id and p.id = m.participant_id
left join lateral (
  select f.id, f.accepted_at from hand_off f
  join interaction x on x.org_id = :org_id and x.id = f.interaction_id
  where f.org_id = :org_id and f.status = 'accepted' and f.accepted_at <= m.at and (x.id = i.id or x.case_id = i.case_id)
  order by f.accepted_at desc limit 1
) h on true
left join lateral (
  select y.at from (
    select s.id, s.at from interaction x
    join message s on s.org_id = :org_id and s.interaction_id = x.id and s.direction = 'outbound' and s.id < m.id
    join participant a on a.org_id = :org_id and a.id = s.participant_id and a.agent_id <> p.agent_id
    where x.org_id = :org_id and (x.id = i.id or x.case_id = i.case_id)
    offset 0) y
  order by y.id desc limit 1
) o on true
where m.org_id = :org_id and m.id = any (:ids::uuid[]);

-- name: insert_losses
-- Context that was lost; what is noted already stays. Returns what is new.
insert into context_loss (org_id, id, kind, interaction_id, message_id, hand_off_id, field, agent_id, evidence, at)
select :org_id, u.id, u.kind, u.interaction_id, u.message_id, u.hand_off_id, u.field, u.agent_id, u.evidence::jsonb, u.at
from unnest(:ids::uuid[], :kinds::text[], :interaction_ids::uuid[], :message_ids::uuid[], :hand_off_ids::uuid[], :fields::text[],
  :agent_ids::uuid[], :evidence::text[], :ats::timestamptz[])
  as u (id, kind, interaction_id, message_id, hand_off_id, field, agent_id, evidence, at)
on conflict (org_id, interaction_id, kind, message_id, hand_off_id, field) do nothing
returning id;

-- name: losses_by_id
-- These losses.
select l.*, i.channel
from context_loss l join interaction i on i.org_id = :org_id and i.id = l.interaction_id
where l.org_id = :org_id and l.id = any (:ids::uuid[])
order by l.id;

-- name: list_loss_ids
-- A page of losses, those noted last first, by any filter.
select l.id from context_loss l
join interaction i on i.org_id = :org_id and i.id = l.interaction_id
where l.org_id = :org_id and (:before::uuid is null or l.id < :before)
  and (:kind::text is null or l.kind = :kind) and (:field::text is null or l.field = :field)
  and (:case_id::uuid is null or i.case_id = :case_id) and (:interaction_id::uuid is null or l.interaction_id = :interaction_id)
  and (:hand_off_id::uuid is null or l.hand_off_id = :hand_off_id) and (:agent_id::uuid is null or l.agent_id = :agent_id)
  and (:since::timestamptz is null or l.at >= :since) and (:until::timestamptz is null or l.at < :until)
  and (:dismissed::bool or l.dismissed_at is null)
  and (:all::bool
    or within_reach(:reader::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id)
    or exists (select from interaction o where o.org_id = :org_id and o.case_id = i.case_id
      and within_reach(:reader::uuid, :team_ids::uuid[], o.org_id, o.id, o.owner_id, o.team_id, o.queue_id, null)))
order by l.id desc
limit :size;

-- name: lock_loss^
-- One loss, locked until commit.
select * from context_loss where org_id = :org_id and id = :id for update;

-- name: dismiss_loss!
-- Somebody looked, and it was none.
update context_loss set dismissed_by = :by, dismissed_at = :at where org_id = :org_id and id = :id;

-- name: settled_times
-- When a case was resolved and reopened, oldest first: what was tried.
select type, at, actor from event
where org_id = :org_id and case_id = :case_id and type in ('case.resolved', 'case.reopened')
order by xact, seq
limit 100;

-- name: latest_messages
-- What customers wrote last, in contacts that the agent may see.
select m.id, m.interaction_id, i.case_id, i.customer_id, m.text, m.at
from message m
join interaction i on i.org_id = :org_id and i.id = m.interaction_id and not i.automatic
where m.org_id = :org_id and m.direction = 'inbound'
  and (:all::bool or within_reach(:reader::uuid, :team_ids::uuid[], i.org_id, i.id, i.owner_id, i.team_id, i.queue_id, i.case_id))
order by m.id desc
limit :size;

-- name: teams_of_hand_off^
-- The team that work leaves and the one that it comes to: of the interaction or its owner, and of the agent or the queue.
select
  coalesce(:from_team_id::uuid, (select min(t.team_id::text)::uuid from team_member t where t.org_id = :org_id and t.agent_id = :from_agent_id::uuid)) as from_team_id,
  case when :to_kind = 'queue'
    then (select min(q.team_id::text)::uuid from queue_team q where q.org_id = :org_id and q.queue_id = :to_id)
    else (select min(t.team_id::text)::uuid from team_member t where t.org_id = :org_id and t.agent_id = :to_id) end as to_team_id;

-- name: channel_before$
-- On which channel the contact of the case before this one was.
select x.channel from interaction i
cross join lateral (
  select o.channel, o.started_at from interaction o
  where o.org_id = :org_id and o.case_id = i.case_id and o.started_at < i.started_at
  offset 0) x
where i.org_id = :org_id and i.id = :id
order by x.started_at desc
limit 1;

-- name: place_hand_off!
-- From and to where a hand-off goes.
update hand_off set from_channel = :from_channel, to_channel = :to_channel, from_team_id = :from_team_id, to_team_id = :to_team_id,
  context_team_id = :context_team_id
where org_id = :org_id and id = :id;

-- name: review_contacts
-- Contacts of a period by the channel before them in their case and their own; how many lost context, by kind.
with seen as (
  select i.id, i.channel as to_channel, p.channel as from_channel
  from interaction i
  left join lateral (
    select y.channel from (
      select x.channel, x.started_at from interaction x
      where x.org_id = :org_id and x.case_id = i.case_id and x.started_at < i.started_at offset 0) y
    order by y.started_at desc limit 1
  ) p on true
  where i.org_id = :org_id and not i.automatic and i.started_at >= :since and i.started_at < :until
), lost as (
  select l.interaction_id, array_agg(distinct l.kind) as kinds
  from seen s join context_loss l on l.org_id = :org_id and l.interaction_id = s.id and l.dismissed_at is null
  group by l.interaction_id
)
select s.from_channel, s.to_channel, count(*)::int as contacts,
  (count(*) filter (where 'asked_again' = any (l.kinds)))::int as asked_again,
  (count(*) filter (where 'authenticated_again' = any (l.kinds)))::int as authenticated_again,
  (count(*) filter (where 'repeated_after_switch' = any (l.kinds)))::int as repeated_after_switch
from seen s left join lost l on l.interaction_id = s.id
group by s.from_channel, s.to_channel
order by s.from_channel nulls first, s.to_channel;

-- name: review_contact_fields
-- Of those contacts that followed one on another channel: what was lost, in how many, with the losses and whose the case was.
with seen as (
  select i.id, i.channel as to_channel, p.channel as from_channel, p.team_id
  from interaction i
  cross join lateral (
    select y.channel, coalesce(y.team_id,
      (select min(t.team_id::text)::uuid from team_member t where t.org_id = :org_id and t.agent_id = y.owner_id)) as team_id
    from (
      select x.channel, x.team_id, x.owner_id, x.started_at from interaction x
      where x.org_id = :org_id and x.case_id = i.case_id and x.started_at < i.started_at offset 0) y
    order by y.started_at desc limit 1
  ) p
  where i.org_id = :org_id and not i.automatic and i.started_at >= :since and i.started_at < :until and p.channel <> i.channel
)
select s.from_channel, s.to_channel, l.kind, l.field, count(distinct s.id)::int as lost,
  (array_agg(l.id order by l.id desc))[1 : 50] as loss_ids, mode() within group (order by s.team_id) as team_id
from seen s join context_loss l on l.org_id = :org_id and l.interaction_id = s.id and l.dismissed_at is null
group by s.from_channel, s.to_channel, l.kind, l.field
order by s.from_channel, s.to_channel, l.kind, l.field;

-- name: review_hand_offs
-- Hand-offs that were accepted in a period, by from and to where they went.
select h.from_channel, h.to_channel, h.from_team_id::text as from_team, h.to_team_id::text as to_team, h.from_kind,
  case when h.to_kind = 'queue' then h.to_id::text end as to_queue, count(*)::int as hand_offs,
  (count(*) filter (where h.completeness < 1))::int as incomplete, avg(h.completeness)::float8 as completeness
from hand_off h
where h.org_id = :org_id and h.status = 'accepted' and h.accepted_at >= :since and h.accepted_at < :until
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6;

-- name: review_hand_off_fields
-- What was lost after those hand-offs: in how many, by kind, and by kind and field.
select h.from_channel, h.to_channel, h.from_team_id::text as from_team, h.to_team_id::text as to_team, h.from_kind,
  case when h.to_kind = 'queue' then h.to_id::text end as to_queue, l.kind, l.field, grouping(l.field) = 1 as every_field,
  count(distinct h.id)::int as lost, (array_agg(l.id order by l.id desc))[1 : 50] as loss_ids
from hand_off h
join context_loss l on l.org_id = :org_id and l.hand_off_id = h.id and l.dismissed_at is null
where h.org_id = :org_id and h.status = 'accepted' and h.accepted_at >= :since and h.accepted_at < :until
group by grouping sets ((1, 2, 3, 4, 5, 6, l.kind), (1, 2, 3, 4, 5, 6, l.kind, l.field))
order by 1, 2, 3, 4, 5, 6, l.kind, l.field nulls first;

-- name: review_answers^
-- How long customers took to answer what they were asked again, and how many have.
select count(*)::int as asked, count(n.at)::int as answered,
  percentile_cont(0.5) within group (order by extract(epoch from n.at - l.at))::float8 as median_seconds
from context_loss l
left join lateral (
  select x.at from (
    select s.id, s.at from message s
    where s.org_id = :org_id and s.interaction_id = l.interaction_id and s.direction = 'inbound' and s.id > l.message_id
    offset 0) x
  order by x.id limit 1
) n on true
where l.org_id = :org_id and l.kind in ('asked_again', 'authenticated_again') and l.dismissed_at is null
  and l.at >= :since and l.at < :until;

-- name: put_proposals
-- Proposed changes with their figures. One that somebody answered stays as it is. Returns what is new or different.
insert into context_proposal (org_id, kind, switch, from_value, to_value, field, team_id, numerator, denominator, loss_ids, period_from, period_to)
select :org_id, u.kind, u.switch, u.from_value, u.to_value, u.field, u.team_id, u.numerator, u.denominator,
  (select coalesce(array_agg(x::uuid), '{}') from jsonb_array_elements_text(u.loss_ids::jsonb) x), :since, :until
from unnest(:kinds::text[], :switches::text[], :from_values::text[], :to_values::text[], :fields::text[], :team_ids::uuid[],
  :numerators::int[], :denominators::int[], :loss_ids::text[])
  as u (kind, switch, from_value, to_value, field, team_id, numerator, denominator, loss_ids)
on conflict (org_id, kind, switch, from_value, to_value, field) do update
set numerator = excluded.numerator, denominator = excluded.denominator, loss_ids = excluded.loss_ids, team_id = excluded.team_id,
    period_from = excluded.period_from, period_to = excluded.period_to
where context_proposal.status = 'proposed'
  and (context_proposal.numerator, context_proposal.denominator) is distinct from (excluded.numerator, excluded.denominator)
returning id;

-- name: proposals_by_id
-- These proposals.
select * from context_proposal where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_proposals
-- A page of proposals, those made last first.
select * from context_proposal
where org_id = :org_id and (:status::text is null or status = :status) and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: lock_proposal^
-- One proposal, locked until commit.
select * from context_proposal where org_id = :org_id and id = :id for update;

-- name: answer_proposal!
-- A proposal was accepted or declined.
update context_proposal set status = :status, policy_id = :policy_id, decided_by = :by, decided_at = :at
where org_id = :org_id and id = :id;
