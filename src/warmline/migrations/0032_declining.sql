-- A hand-off that is declined says by whom and why, and who gave it is told
-- depends: 0031_taking_back

-- migrate: apply

alter table hand_off add column declined_by uuid, add column decline_reason text,
  add constraint hand_off_decline_check check (
    status = 'declined' or declined_by is null and decline_reason is null),
  add constraint hand_off_decline_reason_check check (decline_reason <> '');

alter table notification drop constraint notification_kind_check,
  add constraint notification_kind_check check (kind in ('mention', 'assigned', 'hand_off', 'snooze', 'declined'));

-- migrate: rollback

delete from notification where kind = 'declined';
alter table notification drop constraint notification_kind_check,
  add constraint notification_kind_check check (kind in ('mention', 'assigned', 'hand_off', 'snooze'));

alter table hand_off drop constraint hand_off_decline_reason_check, drop constraint hand_off_decline_check,
  drop column decline_reason, drop column declined_by;
