-- Who works here: agents, teams, roles, skills, sessions and API keys
-- depends: 0001_ground

-- migrate: apply

create table agent (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  kind text not null default 'person' check (kind in ('person', 'bot')),
  email text not null check (email = lower(email) and email like '%_@_%'),
  name text not null check (name <> ''),
  password_hash text,
  active boolean not null default true,
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  languages text[] not null default '{en}',
  -- Units of work at once, by medium: {"text": 3, "voice": 1}.
  capacity jsonb not null default '{"text": 3, "voice": 1}',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id)
);
create unique index agent_by_email on agent (org_id, email);

create table team (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create table team_member (
  org_id uuid not null,
  team_id uuid not null,
  agent_id uuid not null,
  primary key (org_id, team_id, agent_id),
  foreign key (org_id, team_id) references team on delete cascade,
  foreign key (org_id, agent_id) references agent on delete cascade
);
create index team_member_by_agent on team_member (org_id, agent_id);

create table role (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  permissions text[] not null default '{}',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create table agent_role (
  org_id uuid not null,
  agent_id uuid not null,
  role_id uuid not null,
  primary key (org_id, agent_id, role_id),
  foreign key (org_id, agent_id) references agent on delete cascade,
  foreign key (org_id, role_id) references role on delete cascade
);

create table skill (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, code)
);

create table agent_skill (
  org_id uuid not null,
  agent_id uuid not null,
  skill_id uuid not null,
  level smallint not null check (level between 1 and 5),
  primary key (org_id, agent_id, skill_id),
  foreign key (org_id, agent_id) references agent on delete cascade,
  foreign key (org_id, skill_id) references skill on delete cascade
);

create table session (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  agent_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  client text,
  primary key (org_id, id),
  foreign key (org_id, agent_id) references agent on delete cascade
);
create unique index session_by_token on session (org_id, token_hash);
create index session_by_agent on session (org_id, agent_id);

create table api_key (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  name text not null check (name <> ''),
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null default '{}',
  created_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id)
);
create unique index api_key_by_hash on api_key (org_id, key_hash);

-- Sign-ins that have not succeeded, for the limit. An address that nobody has counts as well, so they belong to no
-- organisation: org_id is all zeros. The subject is a SHA-256 of the address or of the client.
create table sign_in_attempt (
  org_id uuid not null default '00000000-0000-0000-0000-000000000000'
    check (org_id = '00000000-0000-0000-0000-000000000000'),
  id uuid not null default uuidv7(),
  subject bytea not null,
  at timestamptz not null default now(),
  primary key (org_id, id)
);
create index sign_in_attempt_by_subject on sign_in_attempt (org_id, subject, at);
create index sign_in_attempt_by_age on sign_in_attempt (org_id, at);

-- A person signs in before we know for whom they work: this tells only in which organisations the address may try.
create function sign_in_organizations(address text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select a.org_id from public.agent a where a.email = lower(address) and a.active order by a.org_id;
end;

call guard_by_org(array['agent', 'team', 'team_member', 'role', 'agent_role', 'skill', 'agent_skill', 'session',
  'api_key', 'sign_in_attempt']::regclass[]);
call touch_on_update(array['agent', 'team', 'role', 'skill']::regclass[]);
-- That a key was used is not a change of the key.
create trigger touch before update of name, scopes, expires_at, revoked_at on api_key
  for each row execute function touch();

-- migrate: rollback
