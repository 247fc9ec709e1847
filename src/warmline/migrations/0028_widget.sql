-- Tickets that connectors give out once, and where customers asked to be answered
-- depends: 0027_channel_health

-- migrate: apply

-- What a connector hands out to be brought back once, soon, and perhaps on another device. Only a digest of it is here.
create table connector_ticket (
  org_id uuid not null,
  account_id uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  value jsonb not null,
  expires_at timestamptz not null,
  primary key (org_id, account_id, digest),
  foreign key (org_id, account_id) references channel_account
);
create index connector_ticket_expiring on connector_ticket (org_id, expires_at);

-- Where the customer of an interaction asked to be answered from then on, other than how the contact came.
create table answer_wish (
  org_id uuid not null,
  interaction_id uuid not null,
  handle_id uuid not null,
  account_id uuid not null,
  wished_at timestamptz not null default now(),
  primary key (org_id, interaction_id),
  foreign key (org_id, interaction_id) references interaction on delete cascade,
  foreign key (org_id, handle_id) references handle,
  foreign key (org_id, account_id) references channel_account
);

call guard_by_org(array['connector_ticket', 'answer_wish']::regclass[]);

-- migrate: rollback

drop table answer_wish;
drop table connector_ticket;
