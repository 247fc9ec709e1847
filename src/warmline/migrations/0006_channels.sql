-- Configured inboxes, and the envelopes that arrive in them
-- depends: 0005_interactions

-- migrate: apply

create table channel_account (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  connector text not null,
  channel text not null,
  name text not null check (name <> ''),
  address text not null default '',
  settings jsonb not null default '{}',
  -- The secret settings by name, each sealed with the installation's key and bound to this row; base64.
  secrets jsonb not null default '{}',
  queue_id uuid,
  active boolean not null default true,
  problem text,
  checked_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id)
);
create unique index channel_account_by_address on channel_account (org_id, connector, channel, address);

-- Raw deliveries, kept as they came. A lane keeps the order of one sender: envelopes with the same key share a lane.
create table envelope (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  account_id uuid not null,
  external_id text not null,
  lane smallint not null,
  body bytea not null,
  content_type text not null,
  meta jsonb not null default '{}',
  status text not null default 'accepted' check (status in ('accepted', 'ingested', 'unknown', 'failed')),
  error text,
  attempts smallint not null default 0,
  received_at timestamptz not null default now(),
  finished_at timestamptz,
  version bigint not null default 1,
  primary key (org_id, id),
  foreign key (org_id, account_id) references channel_account
);
create unique index envelope_by_external_id on envelope (org_id, account_id, external_id);
create index envelope_waiting on envelope (org_id, lane, id) where status = 'accepted';
create index envelope_troubled on envelope (org_id, status, id) where status in ('failed', 'unknown');

create table connector_state (
  org_id uuid not null,
  account_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (org_id, account_id, key),
  foreign key (org_id, account_id) references channel_account
);

-- One row for each message that we send. The external id is given out before the first attempt, so that the channel, or
-- the reader's mail program, can tell a repeated attempt.
create table delivery (
  org_id uuid not null,
  message_id uuid not null,
  account_id uuid not null,
  handle_id uuid not null,
  external_id text not null,
  -- Written by no person: counted against the limit of what one handle may be sent.
  automatic boolean not null default false,
  status text not null default 'sending' check (status in ('sending', 'sent', 'failed')),
  attempts smallint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, message_id),
  foreign key (org_id, message_id) references message,
  foreign key (org_id, account_id) references channel_account,
  foreign key (org_id, handle_id) references handle
);
create index delivery_automatic on delivery (org_id, handle_id, created_at) where automatic;

alter table interaction add foreign key (org_id, account_id) references channel_account;

-- A webhook or a widget names an account before anybody knows whose it is.
create function organization_of_account(account uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select c.org_id from public.channel_account c where c.id = account;
end;

-- Workers serve every organisation, and learn from these two where there is work; they tell nothing else.
create function organizations_with_envelopes() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select o.org_id from public.organization o
  cross join lateral (
    select 1 as waiting from public.envelope e where e.org_id = o.org_id and e.status = 'accepted' limit 1
  ) as w
  order by o.org_id;
end;

create function organizations_with_connector(code text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select distinct c.org_id from public.channel_account c where c.connector = code and c.active order by c.org_id;
end;

-- Plans that are kept were made for the tables as they were. In the first minutes of an installation or an import those
-- were empty; counting anew throws such plans away. Only the owner may, so this is all that others can have counted: what
-- has grown to four times its size since it was counted last, for counting a large table takes a second.
create function count_the_record() returns void
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare grown regclass;
begin
  for grown in
    select oid from pg_class
    where oid = any (array['public.customer', 'public.handle', 'public.identity_decision', 'public.case_record',
        'public.interaction', 'public.participant', 'public.message', 'public.case_decision', 'public.interaction_link',
        'public.entity_ref', 'public.envelope', 'public.event']::regclass[])
      and pg_relation_size(oid) > 4 * greatest(relpages, 0)::bigint * current_setting('block_size')::bigint
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;

call guard_by_org(array['channel_account', 'envelope', 'connector_state', 'delivery']::regclass[]);
call touch_on_update(array['channel_account']::regclass[]);
create index channel_account_by_id on channel_account (id);

-- migrate: rollback
