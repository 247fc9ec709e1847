-- Of a customer's message: that whoever has the contact in hand has read it
-- depends: 0035_upkeep

-- migrate: apply

-- Of ours it says how far it got; of a customer's only that it was read, where their channel tells them so.
alter table message drop constraint message_check,
  add constraint message_check check (
    (direction = 'outbound') = (delivery is not null) or (direction = 'inbound' and delivery = 'read'));

-- migrate: rollback

update message set delivery = null where direction = 'inbound' and delivery is not null;
alter table message drop constraint message_check,
  add constraint message_check check ((direction = 'outbound') = (delivery is not null));
