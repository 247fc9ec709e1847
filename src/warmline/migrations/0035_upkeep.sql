-- What keeps itself small: lines of search that grow by what is new, and notifications and read marks that go
-- depends: 0034_audit_search

-- migrate: apply

-- How many characters a line was made of, and of which messages, so that one is added to it once and without reading the
-- others again. Which was the newest would not do: a reply that was held is added after what is younger than it.
-- Null: not known, so the line is made anew by the next change.
alter table search_line add column characters integer;
alter table search_line add column messages uuid[];
alter table search_line add check ((characters is null) = (messages is null));

-- What was read long ago, and marks by when they were set: the sweep finds them by these.
create index notification_read on notification (org_id, read_at) where read_at is not null;
create index read_mark_by_time on read_mark (org_id, at);

-- migrate: rollback

drop index read_mark_by_time;
drop index notification_read;
alter table search_line drop column messages;
alter table search_line drop column characters;
