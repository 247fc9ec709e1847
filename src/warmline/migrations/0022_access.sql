-- Second factors, and passwords that are set anew by mail
-- depends: 0021_turns

-- migrate: apply

-- Since when a code is asked for at sign-in; null where none is.
alter table agent add column second_factor_at timestamptz;

-- What codes are made from, sealed with the installation's key. Until a code has confirmed it, it does not count:
-- agent.second_factor_at tells.
create table second_factor (
  org_id uuid not null,
  agent_id uuid not null,
  secret bytea not null,
  -- The 30 seconds, counted from 1970, of the last code that was taken: that one and those before are used up.
  last_step bigint,
  created_at timestamptz not null default now(),
  primary key (org_id, agent_id),
  foreign key (org_id, agent_id) references agent on delete cascade
);

-- Codes for whoever lost the telephone, as SHA-256. Each works once.
create table recovery_code (
  org_id uuid not null,
  agent_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (org_id, agent_id, code_hash),
  foreign key (org_id, agent_id) references agent on delete cascade
);

-- Asked-for links to a new password. The token is made when the mail is sent, and only its SHA-256 is kept.
create table password_reset (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  agent_id uuid not null,
  token_hash bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, agent_id) references agent on delete cascade
);
create unique index password_reset_by_token on password_reset (org_id, token_hash);
create index password_reset_by_agent on password_reset (org_id, agent_id);

call guard_by_org(array['second_factor', 'recovery_code', 'password_reset']::regclass[]);

-- migrate: rollback
