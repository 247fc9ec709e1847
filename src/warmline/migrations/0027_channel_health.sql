-- How channel accounts fare: when they were tried, what they received last, and what they could not send
-- depends: 0026_supervisor

-- migrate: apply

-- What was found when an account was tried (part 'test', with its steps), or when something was sent ('sending'). One
-- that sends without trouble has no row for it: writing one each time would make a hot row of every inbox.
create table channel_check (
  org_id uuid not null,
  account_id uuid not null,
  part text not null check (part in ('test', 'sending')),
  problem text,
  steps jsonb not null default '[]',
  at timestamptz not null default now(),
  primary key (org_id, account_id, part),
  foreign key (org_id, account_id) references channel_account
);
call guard_by_org(array['channel_check']::regclass[]);

-- An inbox's deliveries, the newest first: its list, and when it received last.
create index envelope_by_account on envelope (org_id, account_id, id);
-- When an inbox sent last.
create index delivery_by_account on delivery (org_id, account_id, updated_at) where status = 'sent';
-- What could not be sent, of which there is little.
create index message_not_sent on message (org_id, id) where delivery = 'failed';

-- migrate: rollback
drop index message_not_sent;
drop index delivery_by_account;
drop index envelope_by_account;
drop table channel_check;
