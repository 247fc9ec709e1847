-- A reply that is taken back is deleted: what could refer to it is found by an index
-- depends: 0030_inbox_speed

-- migrate: apply

-- Without these the check that nothing refers to the message reads whole tables, while its author waits.
create index signal_by_message on signal (org_id, message_id) where message_id is not null;
create index notification_by_message on notification (org_id, message_id) where message_id is not null;
create index customer_question_by_answer on customer_question (org_id, answered_by) where answered_by is not null;
create index context_loss_by_message on context_loss (org_id, message_id) where message_id is not null;

-- migrate: rollback

drop index context_loss_by_message;
drop index customer_question_by_answer;
drop index notification_by_message;
drop index signal_by_message;
