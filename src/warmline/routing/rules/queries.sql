-- name: rules_version$
-- The version of the rules in force; null where nobody has saved any.
select max(version) from rule_set_version where org_id = :org_id;

-- name: rules_of_version^
-- One version of the rules.
select version, mode, rules, changes, note, restored, saved_by, saved_at from rule_set_version
where org_id = :org_id and version = :version;

-- name: list_rules_versions
-- Versions of the rules, the latest first.
select version, mode, jsonb_array_length(rules) as rule_count, changes, note, restored, saved_by, saved_at from rule_set_version
where org_id = :org_id and (:before::bigint is null or version < :before)
order by version desc
limit :size;

-- name: insert_rules_version!
-- A new version of the rules.
insert into rule_set_version (org_id, version, mode, rules, changes, note, restored, saved_by, saved_at)
values (:org_id, :version, :mode, :rules, :changes, :note, :restored, :saved_by, :saved_at);

-- name: rule_counts
-- What came of these rules.
select rule_id, matched, last_matched_at, failed, last_error, last_failed_at from rule_count
where org_id = :org_id and rule_id = any (:ids::uuid[]);

-- name: count_rules!
-- Adds to what came of rules; null leaves the last error as it is.
insert into rule_count as c (org_id, rule_id, matched, last_matched_at, failed, last_error, last_failed_at)
select :org_id, n.rule_id, n.matched, case when n.matched > 0 then :at::timestamptz end, n.failed, n.error,
       case when n.failed > 0 then :at::timestamptz end
from unnest(:ids::uuid[], :matched::bigint[], :failed::bigint[], :errors::text[]) as n (rule_id, matched, failed, error)
order by n.rule_id
on conflict (org_id, rule_id) do update
set matched = c.matched + excluded.matched, last_matched_at = coalesce(excluded.last_matched_at, c.last_matched_at),
    failed = c.failed + excluded.failed, last_error = coalesce(excluded.last_error, c.last_error),
    last_failed_at = coalesce(excluded.last_failed_at, c.last_failed_at);

-- name: names_in_rules
-- What codes in rules stand for: queues in use, teams, skills, and agents by address or id.
select 'queue' as kind, q.code as name, q.id from queue q where q.org_id = :org_id and q.code = any (:queues::text[]) and q.active
union all
select 'team', t.code, t.id from team t where t.org_id = :org_id and t.code = any (:teams::text[])
union all
select 'skill', s.code, s.id from skill s where s.org_id = :org_id and s.code = any (:skills::text[])
union all
select 'agent', n.name, a.id from unnest(:agents::text[]) as n (name)
join agent a on a.org_id = :org_id and a.active and (a.email = lower(n.name) or a.id::text = lower(n.name));

-- name: rules_zone$
-- The time zone of the organisation.
select time_zone from organization where org_id = :org_id;

-- name: to_look_at
-- Those of the contacts that wait and differ from what the rules saw of them last.
select i.id
from interaction i
left join rule_standing s on s.org_id = :org_id and s.interaction_id = i.id
left join case_record k on k.org_id = :org_id and k.id = i.case_id
left join customer m on m.org_id = :org_id and m.id = i.customer_id
left join customer c on c.org_id = :org_id and c.id = m.root_id
where i.org_id = :org_id and i.id = any (:ids::uuid[]) and not i.automatic
  and (i.status in ('queued', 'transferred', 'reopened') or i.status = 'received' and exists (
    -- Nobody waits in what was recorded or imported; whoever writes to an inbox without a queue does.
    select from channel_account a
    where a.org_id = :org_id and a.id = i.account_id and a.queue_id is null and a.connector not in ('contacts', 'vcon', 'calls')
      and i.started_at > now() - interval '1 day'))
  and (s.rules_version is distinct from :version::bigint
    or s.interaction_version <> i.version
    or s.case_version is distinct from k.version
    or s.customer_version is distinct from c.version
    or s.signal_id is distinct from (
      select g.id from signal g where g.org_id = :org_id and g.interaction_id = i.id and g.superseded_by is null
      order by g.id desc limit 1)
    or (:timed::bool and s.looked_at < :at::timestamptz - interval '50 seconds'));

-- name: lock_contacts!
-- Locks contacts until commit, in the order of their ids.
select from interaction where org_id = :org_id and id = any (:ids::uuid[]) order by id for no key update;

-- name: rule_facts
-- Contacts with their cases, customers and inboxes, what the rules made of them before, and whether a person moved them.
select i.id, i.version, i.channel, i.medium, i.direction, i.initiation, i.status, i.session is not null as live, i.subject, i.language,
       i.category, i.subcategory, i.priority, i.queued_at, i.started_at, i.answered_at, i.first_response_at, i.fields, i.queue_id,
       i.preferred_id, i.owner_id, i.customer_id, i.case_id, a.name as account, a.address, q.code as queue, q.id as own_queue_id,
       k.version as case_version, k.status as case_status, k.category as case_category, k.subcategory as case_subcategory,
       k.priority as case_priority, k.opened_at, k.owner_id as case_owner_id,
       c.version as customer_version, c.kind as customer_kind, c.named, c.tier, c.segments, c.language as customer_language,
       c.preferred_channel, c.lifecycle_stage, c.do_not_contact, c.attributes,
       (select count(*) from customer m join case_record o on o.org_id = :org_id and o.customer_id = m.id
        where m.org_id = :org_id and m.root_id = c.id and o.joined_into is null
          and o.status in ('open', 'pending_customer', 'pending_internal')) as open_cases,
       (select count(*) from interaction o where o.org_id = :org_id and o.case_id = k.id) as contacts,
       (select count(*) from event e where e.org_id = :org_id and e.case_id = k.id and e.type = 'case.reopened') as reopened,
       n.skills as need_skills, s.decided, s.queue_id as left_queue_id, s.priority as left_priority, s.given, s.rules_version,
       (select g.id from signal g where g.org_id = :org_id and g.interaction_id = i.id and g.superseded_by is null
        order by g.id desc limit 1) as signal_id,
       exists (select from event e
               where e.org_id = :org_id and e.interaction_id = i.id and e.type = 'interaction.status_changed'
                 and e.actor not like 'system:%' and e.actor not like 'connector:%' and e.data ->> 'to_status' = 'queued'
                 and (e.data -> 'after' ? 'queue_id' or e.data -> 'after' ->> 'preferred_id' is not null)) as moved
from interaction i
join channel_account a on a.org_id = :org_id and a.id = i.account_id
left join rule_standing s on s.org_id = :org_id and s.interaction_id = i.id
left join work_need n on n.org_id = :org_id and n.interaction_id = i.id
left join queue q on q.org_id = :org_id
  and q.id = case when s.queue_id is not distinct from i.queue_id then coalesce(s.own_queue_id, i.queue_id) else i.queue_id end
left join case_record k on k.org_id = :org_id and k.id = i.case_id
left join customer m0 on m0.org_id = :org_id and m0.id = i.customer_id
left join customer c on c.org_id = :org_id and c.id = m0.root_id
where i.org_id = :org_id and i.id = any (:ids::uuid[]) and not i.automatic
order by i.id;

-- name: rule_texts
-- What customers wrote in these contacts until a time: how often, the first and the last of it.
select w.id as interaction_id,
       (select count(*) from message m where m.org_id = :org_id and m.interaction_id = w.id and m.direction = 'inbound'
          and (:until::timestamptz is null or m.at <= :until)) as messages,
       f.text as first_text, l.text, l.at
from unnest(:ids::uuid[]) as w (id)
cross join lateral (
  select left(m.text, 4000) as text from message m
  where m.org_id = :org_id and m.interaction_id = w.id and m.direction = 'inbound' and (:until::timestamptz is null or m.at <= :until)
  order by m.id limit 1
) f
cross join lateral (
  select left(m.text, 4000) as text, m.at from message m
  where m.org_id = :org_id and m.interaction_id = w.id and m.direction = 'inbound' and (:until::timestamptz is null or m.at <= :until)
  order by m.id desc limit 1
) l;

-- name: rule_signals
-- The latest signals of each kind in these contacts, the newest first.
select g.interaction_id, g.kind, g.label, g.value, g.confidence, g.producer, g.at
from unnest(:ids::uuid[]) as w (id)
cross join lateral (
  select * from signal s where s.org_id = :org_id and s.interaction_id = w.id and s.superseded_by is null
  order by s.id desc limit 20
) g
order by g.id desc;

-- name: set_needs!
-- What rules say that work needs. What they said before and do not say now goes; what others said stays, and of two levels of a skill
-- the higher one counts.
insert into work_need as n (org_id, interaction_id, skills, service_seconds, intent, rules_version, matched, updated_at)
select :org_id, v.id, v.skills, v.service_seconds, v.intent, :version, v.matched::jsonb, :at::timestamptz
from unnest(:ids::uuid[], :skills::jsonb[], :service::integer[], :intents::text[], :matched::text[])
  as v (id, skills, service_seconds, intent, matched)
on conflict (org_id, interaction_id) do update
set skills = (
      select coalesce(jsonb_object_agg(l.name, l.level), '{}')
      from (
        select k.name, max(k.level::integer) as level
        from (
          select d.name, case when d.level is distinct from s.decided -> 'skills' ->> d.name then d.level
                              else s.decided -> 'beneath' ->> d.name end as level
          from jsonb_each_text(n.skills) as d (name, level)
          left join rule_standing s on s.org_id = n.org_id and s.interaction_id = n.interaction_id
          union all
          select e.name, e.level from jsonb_each_text(excluded.skills) as e (name, level)
        ) k
        where k.level is not null
        group by k.name
      ) l),
    service_seconds = coalesce(excluded.service_seconds, nullif(n.service_seconds, (
      select (s.decided ->> 'service_seconds')::integer from rule_standing s
      where s.org_id = n.org_id and s.interaction_id = n.interaction_id))),
    intent = coalesce(excluded.intent, nullif(n.intent, (
      select s.decided ->> 'intent' from rule_standing s where s.org_id = n.org_id and s.interaction_id = n.interaction_id))),
    rules_version = excluded.rules_version, matched = excluded.matched, updated_at = excluded.updated_at;

-- name: add_needs!
-- What a step adds to what work needs; it lowers no level.
insert into work_need as n (org_id, interaction_id, skills, service_seconds, intent, updated_at)
values (:org_id, :id, :skills, :service_seconds::integer, :intent::text, :at::timestamptz)
on conflict (org_id, interaction_id) do update
set skills = n.skills || (
      select coalesce(jsonb_object_agg(e.name, greatest(e.level::integer, (n.skills ->> e.name)::integer)), '{}')
      from jsonb_each_text(excluded.skills) as e (name, level)),
    service_seconds = coalesce(excluded.service_seconds, n.service_seconds),
    intent = coalesce(excluded.intent, n.intent), updated_at = excluded.updated_at;

-- name: keep_standings!
-- What the rules made of contacts, as they were left.
insert into rule_standing (org_id, interaction_id, rules_version, interaction_version, case_version, customer_version, signal_id, decided,
  own_queue_id, queue_id, priority, given, looked_at)
select :org_id, v.id, :version, v.interaction_version, v.case_version, v.customer_version, v.signal_id, v.decided, v.own_queue_id, v.queue_id,
       v.priority, v.given, :at::timestamptz
from unnest(:ids::uuid[], :interaction_versions::bigint[], :case_versions::bigint[], :customer_versions::bigint[], :signal_ids::uuid[],
  :decided::jsonb[], :own_queue_ids::uuid[], :queue_ids::uuid[], :priorities::smallint[], :given::smallint[])
  as v (id, interaction_version, case_version, customer_version, signal_id, decided, own_queue_id, queue_id, priority, given)
on conflict (org_id, interaction_id) do update
set rules_version = excluded.rules_version, interaction_version = excluded.interaction_version, case_version = excluded.case_version,
    customer_version = excluded.customer_version, signal_id = excluded.signal_id, decided = excluded.decided,
    own_queue_id = excluded.own_queue_id, queue_id = excluded.queue_id, priority = excluded.priority, given = excluded.given,
    looked_at = excluded.looked_at;

-- name: leave_standing!
-- A step of the rules left a contact so.
update rule_standing set queue_id = :queue_id, priority = :priority where org_id = :org_id and interaction_id = :id;

-- name: plan_steps!
-- Steps that wait for their time; those of rules that do not hold any more are over, and a new wait begins a path anew.
with over as (
  update rule_step t set ended_at = :at::timestamptz, outcome = 'over'
  from unnest(:interaction_ids::uuid[]) as w (id)
  where t.org_id = :org_id and t.interaction_id = w.id and t.ended_at is null
    and not exists (select from unnest(:ids::uuid[], :rule_ids::uuid[], :steps::smallint[]) as p (id, rule_id, step)
                    where p.id = t.interaction_id and p.rule_id = t.rule_id and p.step = t.step)
)
insert into rule_step as t (org_id, interaction_id, rule_id, step, since, due_at)
select :org_id, p.id, p.rule_id, p.step, p.since, p.due_at
from unnest(:ids::uuid[], :rule_ids::uuid[], :steps::smallint[], :since::timestamptz[], :due::timestamptz[])
  as p (id, rule_id, step, since, due_at)
on conflict (org_id, interaction_id, rule_id, step) do update
set since = excluded.since, due_at = excluded.due_at, ended_at = null, outcome = null
where t.outcome is distinct from 'done' and t.outcome is distinct from 'failed' or excluded.since > t.since;

-- name: due_steps
-- Steps whose time has come, locked; those that somebody else is at are passed over.
select interaction_id, rule_id, step, due_at from rule_step
where org_id = :org_id and due_at <= :at::timestamptz and ended_at is null
order by due_at
limit :size
for update skip locked;

-- name: end_steps!
-- What became of steps.
update rule_step t set ended_at = :at::timestamptz, outcome = v.outcome
from unnest(:ids::uuid[], :rule_ids::uuid[], :steps::smallint[], :outcomes::text[]) as v (id, rule_id, step, outcome)
where t.org_id = :org_id and t.interaction_id = v.id and t.rule_id = v.rule_id and t.step = v.step;

-- name: waiting_contacts
-- Contacts that wait for somebody, by id.
select id from interaction
where org_id = :org_id and status in ('received', 'queued', 'transferred', 'reopened') and not automatic
  and (:after::uuid is null or id > :after)
order by id
limit :size;

-- name: open_contacts
-- Those of the contacts that have not ended.
select id, status in ('received', 'queued', 'transferred', 'reopened') as waits from interaction
where org_id = :org_id and id = any (:ids::uuid[]) and not automatic and status not in ('resolved', 'closed', 'abandoned');

-- name: raise_escalations
-- New escalations. One that is open stays alone, and one that was resolved comes again only for what came after it.
insert into escalation (org_id, id, interaction_id, case_id, customer_id, rule_id, rule, reason, team_id, queue_id, agent_id, raised_at)
select :org_id, v.id, i.id, i.case_id, i.customer_id, v.rule_id, v.rule, v.reason, v.team_id, v.queue_id, i.owner_id, :at::timestamptz
from unnest(:ids::uuid[], :interaction_ids::uuid[], :rule_ids::uuid[], :rules::text[], :reasons::text[], :team_ids::uuid[],
  :queue_ids::uuid[], :news::timestamptz[]) as v (id, interaction_id, rule_id, rule, reason, team_id, queue_id, news)
join interaction i on i.org_id = :org_id and i.id = v.interaction_id
where not exists (
  select from escalation e
  where e.org_id = :org_id and e.interaction_id = v.interaction_id and e.rule_id = v.rule_id and e.resolved_at >= v.news)
on conflict (org_id, interaction_id, rule_id) where resolved_at is null do nothing
returning id, interaction_id, case_id, customer_id, rule_id, team_id, reason;

-- name: escalations_by_id
-- These escalations, all of them or those of the teams.
select * from escalation where org_id = :org_id and id = any (:ids::uuid[]) and (:all::bool or team_id = any (:team_ids::uuid[]));

-- name: list_escalations
-- Escalations, the latest first: all of them or those of the teams.
select * from escalation
where org_id = :org_id and (:all::bool or team_id = any (:team_ids::uuid[]))
  and (:open::bool is null or (resolved_at is null) = :open)
  and (:interaction_id::uuid is null or interaction_id = :interaction_id)
  and (:before::uuid is null or id < :before)
order by id desc
limit :size;

-- name: lock_escalation^
-- One escalation, locked until commit.
select * from escalation where org_id = :org_id and id = :id and (:all::bool or team_id = any (:team_ids::uuid[])) for update;

-- name: acknowledge_escalation!
-- Somebody looks at it.
update escalation set acknowledged_at = :at::timestamptz, acknowledged_by = :who where org_id = :org_id and id = :id;

-- name: resolve_escalation!
-- It is settled.
update escalation set resolved_at = :at::timestamptz, resolved_by = :who, note = :note,
  acknowledged_at = coalesce(acknowledged_at, :at::timestamptz), acknowledged_by = coalesce(acknowledged_by, :who)
where org_id = :org_id and id = :id;

-- name: count_contacts_since$
-- How many contacts of customers began since then.
select count(*) from interaction where org_id = :org_id and started_at >= :since::timestamptz and not automatic and direction = 'inbound';

-- name: contacts_since
-- Contacts of customers that began since then, newest first; of many, every ``stride``-th by a hash of its id.
select id, started_at from interaction
where org_id = :org_id and started_at >= :since::timestamptz and not automatic and direction = 'inbound'
  and abs(hashtext(id::text)) % :stride = 0
order by started_at desc, id
limit :size;

-- name: numbers_of_customer
-- Telephone numbers of a contact's customer, those that are verified first.
select h.id, h.value from interaction i
join customer m on m.org_id = :org_id and m.id = i.customer_id
join customer c on c.org_id = :org_id and c.root_id = m.root_id
join handle h on h.org_id = :org_id and h.customer_id = c.id
where i.org_id = :org_id and i.id = :id and h.scheme = 'phone'
order by h.id;

-- name: statuses_of
-- Where contacts stand.
select id, status from interaction where org_id = :org_id and id = any (:ids::uuid[]);

-- name: queue_codes
-- What each queue is called.
select id, code from queue where org_id = :org_id;
