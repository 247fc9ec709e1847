-- What is shown of a queue follows the calendar that it keeps
-- depends: 0014_routing_model

-- migrate: apply

-- Whether a queue is open is part of what is shown of it, so other hours are a new version of the queue, too.
create function renew_queues_of_calendar() returns trigger language plpgsql as $$
begin
  update queue set calendar_id = calendar_id where org_id = new.org_id and calendar_id = new.id;
  return null;
end $$;

create trigger renew_queues after update of timezone, weekly, holidays, exceptions on calendar
  for each row when ((old.timezone, old.weekly, old.holidays, old.exceptions)
    is distinct from (new.timezone, new.weekly, new.holidays, new.exceptions))
  execute function renew_queues_of_calendar();

create index queue_by_calendar on queue (org_id, calendar_id) where calendar_id is not null;
create index queue_by_overflow on queue (org_id, overflow_queue_id) where overflow_queue_id is not null;
create index preferred_agent_by_agent on preferred_agent (org_id, agent_id);

-- migrate: rollback
