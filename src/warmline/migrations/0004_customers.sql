-- Customers as sets of handles, and every identity decision, reversible
-- depends: 0003_governance

-- migrate: apply

-- A merge is an edge (merged_into), never a move: each record keeps the customer of its own handle, root_id names the
-- customer that it now counts as, and taking the edge away undoes the merge with nothing lost.
create table customer (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  kind text not null default 'person' check (kind in ('person', 'organisation', 'household')),
  display_name text not null default '',
  -- A column rather than an indexed expression: under row-level security only leak-proof conditions use an index, and
  -- lower() is none.
  sought_name text collate "C" not null generated always as (lower(display_name)) stored,
  -- False where nobody has given a name yet and display_name is an address.
  named boolean not null default true,
  tier text,
  segments text[] not null default '{}',
  preferred_channel text,
  language text,
  time_zone text,
  attributes jsonb not null default '{}',
  lifecycle_stage text,
  do_not_contact boolean not null default false,
  merged_into uuid check (merged_into <> id),
  root_id uuid not null,
  -- The decision that made merged_into what it is.
  decision_id uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, merged_into) references customer,
  check ((merged_into is null) = (root_id = id))
);
create index customer_by_root on customer (org_id, root_id);
create index customer_by_merge on customer (org_id, merged_into) where merged_into is not null;
create index customer_by_name on customer (org_id, sought_name, id);

create table handle (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  -- Null after an unlink: the next contact on it starts a new customer.
  customer_id uuid,
  scheme text not null check (scheme ~ '^[a-z][a-z0-9_]{0,31}$'),
  value text not null check (value <> '' and length(value) <= 512),
  name text,
  verification text not null default 'none' check (verification in ('none', 'asserted', 'verified')),
  confidence real not null default 1 check (confidence between 0 and 1),
  source text not null default '',
  -- Why it cannot be written to now (a hard bounce, say); null where it can.
  unreachable text,
  -- The decision that made customer_id what it is.
  decision_id uuid,
  -- Kept to the hour, so that a conversation does not rewrite the row with each message.
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, scheme, value),
  foreign key (org_id, customer_id) references customer
);
create index handle_by_customer on handle (org_id, customer_id);

create table identity_decision (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('link', 'unlink', 'merge', 'unmerge', 'suggest')),
  customer_id uuid not null,
  other_customer_id uuid,
  handle_id uuid,
  rule text not null,
  score real check (score between 0 and 1),
  evidence jsonb not null default '[]',
  -- What the handle or the customer was before, as far as it differs: what undoing puts back.
  before jsonb not null default '{}',
  decided_by text not null,
  at timestamptz not null default now(),
  -- The decision that this one takes back.
  undoes uuid,
  undone_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, other_customer_id) references customer,
  foreign key (org_id, handle_id) references handle,
  foreign key (org_id, undoes) references identity_decision
);
create index identity_decision_by_customer on identity_decision (org_id, customer_id);
create index identity_decision_by_other on identity_decision (org_id, other_customer_id) where other_customer_id is not null;
create index identity_decision_by_handle on identity_decision (org_id, handle_id) where handle_id is not null;
create unique index identity_decision_undone_once on identity_decision (org_id, undoes)
  where undoes is not null and undone_at is null;
-- That two customers may be one is said once, also where somebody has said no.
create unique index identity_decision_suggested_once on identity_decision (org_id, customer_id, other_customer_id)
  where kind = 'suggest';

create table relationship (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  other_customer_id uuid not null,
  kind text not null check (kind in ('household', 'employer', 'broker_of', 'authorised_representative')),
  ended_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  check (customer_id <> other_customer_id),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, other_customer_id) references customer
);
create unique index relationship_once on relationship (org_id, customer_id, other_customer_id, kind) where ended_at is null;
create index relationship_by_other on relationship (org_id, other_customer_id);

call guard_by_org(array['customer', 'handle', 'identity_decision', 'relationship']::regclass[]);
call touch_on_update(array['customer', 'handle', 'relationship']::regclass[]);

-- migrate: rollback
