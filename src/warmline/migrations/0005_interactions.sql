-- The record: cases, interactions, messages, links, references, signals, promises and hand-offs
-- depends: 0004_customers

-- migrate: apply

create sequence case_number;
grant usage, select on sequence case_number to warmline_app;

create table case_record (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  -- What the customer is told; made from case_number so that neighbours do not look alike.
  reference text not null,
  customer_id uuid not null,
  title text not null default '',
  category text,
  subcategory text,
  status text not null default 'open' check (status in ('open', 'pending_customer', 'pending_internal', 'resolved', 'closed')),
  owner_id uuid,
  team_id uuid,
  priority smallint not null default 0 check (priority between -100 and 100),
  outcome text,
  resolution_attempts integer not null default 0 check (resolution_attempts >= 0),
  summary text not null default '',
  open_questions jsonb not null default '[]',
  facts jsonb not null default '[]',
  -- What the customer has said, folded to terms with their counts: what text similarity is computed on.
  terms jsonb not null default '{}',
  opened_at timestamptz not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  last_contact_at timestamptz not null,
  -- Set where this case was joined into another; taking it away splits them again.
  joined_into uuid check (joined_into <> id),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, reference),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, owner_id) references agent,
  foreign key (org_id, team_id) references team,
  foreign key (org_id, joined_into) references case_record,
  check (status not in ('resolved', 'closed') or resolved_at is not null),
  check (status <> 'closed' or closed_at is not null)
);
create index case_by_customer on case_record (org_id, customer_id, last_contact_at desc);
create index case_by_owner on case_record (org_id, owner_id, id) where owner_id is not null;
create index case_by_status on case_record (org_id, status, id);
create index case_by_join on case_record (org_id, joined_into) where joined_into is not null;

-- A case and all that were joined into it, directly or one through the other.
create function joined_cases(org uuid, the_case uuid) returns setof uuid
language sql stable parallel safe rows 2
begin atomic
  with recursive family as (
    select the_case as id
    union
    select k.id from family f join case_record k on k.org_id = org and k.joined_into = f.id
  )
  select id from family;
end;

create table interaction (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  customer_id uuid,
  handle_id uuid,
  case_id uuid,
  channel text not null,
  medium text not null check (medium in ('voice', 'text', 'video', 'in_person', 'device')),
  account_id uuid not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  initiation text not null check (initiation in ('inbound', 'outbound', 'transfer', 'callback', 'api', 'scheduled')),
  status text not null check (status in ('received', 'queued', 'offered', 'active', 'on_hold', 'waiting_customer', 'wrap_up',
    'resolved', 'closed', 'abandoned', 'transferred', 'reopened')),
  -- Machine-made contacts (out-of-office, lists) are kept, belong to no case and are offered to nobody.
  automatic boolean not null default false,
  category text,
  subcategory text,
  subject text,
  language text,
  queue_id uuid,
  owner_id uuid,
  team_id uuid,
  -- To whom it is to be offered first.
  preferred_id uuid,
  priority smallint not null default 0 check (priority between -100 and 100),
  -- The live session's token, where the channel has sessions.
  session text,
  fields jsonb not null default '{}',
  started_at timestamptz not null,
  queued_at timestamptz,
  first_offered_at timestamptz,
  answered_at timestamptz,
  first_response_at timestamptz,
  ended_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  status_since timestamptz not null,
  last_message_at timestamptz not null,
  -- Seconds of handle time, by what the agent was doing.
  talk_seconds double precision not null default 0 check (talk_seconds >= 0),
  hold_seconds double precision not null default 0 check (hold_seconds >= 0),
  wrap_up_seconds double precision not null default 0 check (wrap_up_seconds >= 0),
  outcome text,
  disposition text,
  notes text not null default '',
  summary text not null default '',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, owner_id) references agent,
  foreign key (org_id, team_id) references team,
  check (automatic or customer_id is not null)
);
create index interaction_by_customer on interaction (org_id, customer_id, id);
create index interaction_by_case on interaction (org_id, case_id, id);
create index interaction_by_handle on interaction (org_id, handle_id, id);
-- Lists are in the order of the beginning, whatever they are filtered by.
create index interaction_by_start on interaction (org_id, started_at);
create index interaction_by_status on interaction (org_id, status, started_at);
create index interaction_by_owner on interaction (org_id, owner_id, started_at) where owner_id is not null;
create index interaction_by_queue on interaction (org_id, queue_id, started_at) where queue_id is not null;
create index interaction_by_channel on interaction (org_id, channel, started_at);
create index interaction_by_category on interaction (org_id, category, started_at) where category is not null;
create index interaction_by_session on interaction (org_id, account_id, session) where session is not null;

-- The one table of allowed changes; the same as interactions.model.TRANSITIONS, which a test compares.
create function interaction_may(from_status text, to_status text) returns boolean
language sql immutable parallel safe
return from_status = to_status or to_status = any (case from_status
  when 'received' then array['queued', 'active', 'waiting_customer', 'resolved', 'abandoned']
  when 'queued' then array['offered', 'active', 'waiting_customer', 'abandoned', 'resolved', 'transferred']
  when 'offered' then array['active', 'queued', 'abandoned', 'resolved']
  when 'active' then array['on_hold', 'waiting_customer', 'wrap_up', 'transferred', 'queued', 'resolved']
  when 'on_hold' then array['active', 'waiting_customer', 'wrap_up', 'transferred', 'queued']
  when 'waiting_customer' then array['active', 'queued', 'wrap_up', 'transferred', 'resolved']
  when 'wrap_up' then array['resolved', 'active', 'waiting_customer', 'queued']
  when 'transferred' then array['queued', 'offered', 'active', 'abandoned']
  when 'reopened' then array['queued', 'offered', 'active']
  when 'resolved' then array['closed', 'reopened']
  when 'closed' then array['reopened']
  when 'abandoned' then array['closed', 'reopened']
end);

create function check_interaction_status() returns trigger
language plpgsql as $$
begin
  if not interaction_may(old.status, new.status) then
    raise exception 'an interaction cannot go from % to %', old.status, new.status using errcode = 'check_violation',
      constraint = 'interaction_transition';
  end if;
  return new;
end $$;
create trigger check_status before update of status on interaction
  for each row when (old.status is distinct from new.status) execute function check_interaction_status();

create table participant (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  role text not null check (role in ('customer', 'agent', 'bot', 'supervisor', 'third_party')),
  agent_id uuid,
  customer_id uuid,
  handle_id uuid,
  name text not null default '',
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, agent_id) references agent,
  foreign key (org_id, customer_id) references customer
);
create index participant_by_interaction on participant (org_id, interaction_id);

create table message (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  participant_id uuid not null,
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  text text not null default '',
  html text,
  elided text,
  subject text,
  -- The channel's id (a Message-ID, say): unique in its account.
  account_id uuid not null,
  external_id text,
  in_reply_to uuid,
  -- Where an outbound message goes; and what became of it.
  handle_id uuid,
  delivery text check (delivery in ('queued', 'sent', 'delivered', 'read', 'failed')),
  delivery_reason text,
  language text,
  sentiment real check (sentiment between -1 and 1),
  at timestamptz not null,
  received_at timestamptz not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, participant_id) references participant,
  check ((direction = 'outbound') = (delivery is not null)),
  check (visibility = 'public' or direction = 'internal')
);
create index message_by_interaction on message (org_id, interaction_id, id);
create unique index message_by_external_id on message (org_id, account_id, external_id) where external_id is not null;

-- Files by content: the same file is stored once.
create table blob (
  org_id uuid not null references organization,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size = length(content)),
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (org_id, sha256)
);

create table attachment (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  message_id uuid not null,
  position smallint not null,
  name text not null,
  content_type text not null,
  size bigint,
  -- Null where the file was too large to keep, or the channel only named it.
  sha256 text,
  inline_id text,
  primary key (org_id, id),
  unique (org_id, message_id, position),
  foreign key (org_id, message_id) references message,
  foreign key (org_id, sha256) references blob
);
create index attachment_by_blob on attachment (org_id, sha256) where sha256 is not null;

-- Which contact belongs to which case: every decision with its evidence; later ones replace earlier ones.
create table case_decision (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  kind text not null check (kind in ('new', 'attach', 'suggest', 'move', 'split', 'join', 'undo')),
  case_id uuid,
  previous_case_id uuid,
  rule text not null,
  score real check (score between 0 and 1),
  evidence jsonb not null default '[]',
  candidates jsonb not null default '[]',
  decided_by text not null,
  at timestamptz not null,
  undoes uuid,
  undone_at timestamptz,
  -- What became of a suggestion.
  answer text check (answer in ('accepted', 'declined')),
  primary key (org_id, id),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, previous_case_id) references case_record,
  foreign key (org_id, undoes) references case_decision
);
create index case_decision_by_interaction on case_decision (org_id, interaction_id, id);
create unique index case_decision_undone_once on case_decision (org_id, undoes) where undoes is not null;
create index case_decision_suggested on case_decision (org_id, id) where kind = 'suggest' and answer is null;

create table interaction_link (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('continues', 'follows_up', 'repeats', 'escalates', 'transfers', 'duplicates', 'forwards', 'caused_by')),
  from_id uuid not null,
  to_id uuid not null,
  confidence real not null check (confidence between 0 and 1),
  evidence jsonb not null default '[]',
  decided_by text not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (org_id, id),
  check (from_id <> to_id),
  foreign key (org_id, from_id) references interaction,
  foreign key (org_id, to_id) references interaction
);
create unique index interaction_link_once on interaction_link (org_id, from_id, to_id, kind) where undone_at is null;
create index interaction_link_by_target on interaction_link (org_id, to_id);

create table entity_ref (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
  external_id text not null check (external_id <> ''),
  label text not null default '',
  address text,
  case_id uuid,
  interaction_id uuid,
  message_id uuid,
  span int4range,
  confidence real not null default 1 check (confidence between 0 and 1),
  source text not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (org_id, id),
  check (num_nonnulls(case_id, interaction_id, message_id) >= 1),
  check (span is null or message_id is not null),
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, message_id) references message
);
create index entity_ref_by_case on entity_ref (org_id, case_id) where case_id is not null;
create index entity_ref_by_interaction on entity_ref (org_id, interaction_id) where interaction_id is not null;
create index entity_ref_by_object on entity_ref (org_id, kind, external_id);

-- By which references a customer may call a case besides its own: those of the cases that were joined into it.
create function references_of_joined(org uuid, the_case uuid) returns text[]
language sql stable parallel safe
begin atomic
  select array(
    select k.reference from joined_cases(org, the_case) as f (id)
    join case_record k on k.org_id = org and k.id = f.id and k.id <> the_case
    union all
    select e.external_id from joined_cases(org, the_case) as f (id)
    join entity_ref e on e.org_id = org and e.case_id = f.id and e.case_id <> the_case
    where e.kind = 'case_reference' and e.removed_at is null
  );
end;

create table signal (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  case_id uuid,
  message_id uuid,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
  value double precision,
  label text,
  confidence real not null check (confidence between 0 and 1),
  producer text not null,
  producer_version text not null default '',
  evidence jsonb not null default '[]',
  at timestamptz not null,
  superseded_by uuid,
  primary key (org_id, id),
  check (value is not null or label is not null),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, message_id) references message
);
create unique index signal_latest on signal (org_id, interaction_id, kind) where superseded_by is null;
create index signal_by_case on signal (org_id, case_id) where case_id is not null and superseded_by is null;

create table action_item (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  case_id uuid not null,
  interaction_id uuid,
  message_id uuid,
  span int4range,
  text text not null check (text <> ''),
  assignee_id uuid,
  due_at timestamptz,
  status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
  source text not null check (source in ('person', 'model', 'workflow')),
  created_by text not null,
  done_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, assignee_id) references agent
);
create index action_item_by_case on action_item (org_id, case_id);
create index action_item_due on action_item (org_id, coalesce(due_at, 'infinity'::timestamptz), id) where status = 'open';

create table hand_off (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  interaction_id uuid not null,
  case_id uuid,
  from_kind text not null check (from_kind in ('agent', 'bot', 'queue', 'team', 'channel')),
  from_id uuid,
  to_kind text not null check (to_kind in ('agent', 'bot', 'queue', 'team', 'channel')),
  to_id uuid,
  reason text not null check (reason <> ''),
  policy text,
  template_id uuid,
  required jsonb not null default '[]',
  packet jsonb not null,
  completeness real not null check (completeness between 0 and 1),
  owner_before uuid,
  owner_after uuid,
  status text not null default 'offered' check (status in ('offered', 'accepted', 'declined', 'cancelled')),
  created_by text not null,
  accepted_at timestamptz,
  accepted_by uuid,
  asked_again jsonb not null default '[]',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  check ((status = 'accepted') = (accepted_at is not null)),
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, case_id) references case_record
);
create index hand_off_by_interaction on hand_off (org_id, interaction_id);
create unique index hand_off_open_once on hand_off (org_id, interaction_id) where status = 'offered';

call guard_by_org(array['case_record', 'interaction', 'participant', 'message', 'blob', 'attachment', 'case_decision',
  'interaction_link', 'entity_ref', 'signal', 'action_item', 'hand_off']::regclass[]);
call touch_on_update(array['case_record', 'interaction', 'message', 'action_item', 'hand_off']::regclass[]);

-- migrate: rollback
