-- name: insert_calendar!
-- A new calendar.
insert into calendar (org_id, id, code, name, timezone, weekly, holidays, exceptions)
values (:org_id, :id, :code, :name, :timezone, :weekly, :holidays, :exceptions);

-- name: calendars_by_id
-- These calendars.
select id, code, name, timezone, weekly, holidays, exceptions, version, created_at, updated_at
from calendar
where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_calendars
-- A page of calendars by code.
select id, code, name, timezone, weekly, holidays, exceptions, version, created_at, updated_at
from calendar
where org_id = :org_id and (:after::text is null or code > :after)
order by code
limit :size;

-- name: lock_calendar^
-- A calendar, whose row is then ours until commit; queues may still come to keep it.
select id, code, name, timezone, weekly, holidays, exceptions, version
from calendar
where org_id = :org_id and id = :id
for no key update;

-- name: change_calendar!
-- A calendar's new state.
update calendar
set name = :name, timezone = :timezone, weekly = :weekly, holidays = :holidays, exceptions = :exceptions
where org_id = :org_id and id = :id;

-- name: delete_calendar!
-- A calendar that no queue keeps.
delete from calendar where org_id = :org_id and id = :id;

-- name: queues_of_calendar
-- The queues that keep a calendar.
select id, code from queue where org_id = :org_id and calendar_id = :id order by code;
