-- What is unread becomes part of the question that asks for it, and the targets of service are known at once
-- depends: 0028_widget

-- migrate: apply

-- As before, but a set of one row: such a function is folded into the question, while one with a value is planned anew for
-- every row. Of a contact with a mark only what came after the mark is looked at, and of one that has ended without a mark nothing. (Under
-- row-level security the planner takes ``coalesce`` for something that may tell what a row holds, so it compares with no index;
-- it trusts ``case``.)
drop function unread_by(uuid, uuid, uuid, text);
create function unread_by(org uuid, agent uuid, interaction uuid, status text) returns table (unread boolean)
language sql stable parallel safe
begin atomic
  select agent is not null and (coalesce(r.unread, false) or coalesce(l.concerns, false))
  from (select) as one
  left join read_mark r on r.org_id = org and r.agent_id = agent and r.interaction_id = interaction
  left join lateral (
    select m.direction <> 'outbound' and p.agent_id is distinct from agent as concerns from message m
    join participant p on p.org_id = org and p.id = m.participant_id
    where m.org_id = org and m.interaction_id = interaction and p.role <> 'bot'
      and m.id > case when r.message_id is null then '00000000-0000-0000-0000-000000000000' else r.message_id end
      and (r.agent_id is not null or status not in ('resolved', 'closed', 'abandoned'))
    order by m.id desc
    limit 1
  ) l on true;
end;

-- Since when a contact waits, so that the index can be searched for it.
create function waits_since(queued_at timestamptz, started_at timestamptz) returns timestamptz
language sql immutable parallel safe
return case when queued_at is null then started_at else queued_at end;

drop index interaction_awaiting;
create index interaction_awaiting on interaction (org_id, waits_since(queued_at, started_at), id)
  where awaits_answer(status, first_response_at, medium, direction, automatic);

create index interaction_awaiting_in_queue on interaction (org_id, queue_id, waits_since(queued_at, started_at), id)
  where queue_id is not null and awaits_answer(status, first_response_at, medium, direction, automatic);

-- The shortest and the longest target that rules gave: what is due soonest is among what waits longest, but for their difference.
create index work_need_targets on work_need (org_id, service_seconds) where service_seconds is not null;

create index notification_mentions on notification (org_id, agent_id, id) where kind = 'mention';

-- migrate: rollback
