-- Proposals that two customers are one person, and the runs that look for them
-- depends: 0008_said

-- migrate: apply

-- A search through the whole customer base.
create table deduplication (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- Nothing is proposed; the counts say what would be.
  dry_run boolean not null default false,
  phase text check (phase in ('reading', 'learning', 'comparing', 'proposing')),
  started_by text not null,
  -- The thresholds that it went by.
  policy jsonb not null default '{}',
  counts jsonb not null default '{}',
  -- Whether the weights are the base's own; null until that is known.
  learned boolean,
  notes text[] not null default '{}',
  problem text,
  started_at timestamptz,
  finished_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  check ((state in ('done', 'failed')) = (finished_at is not null)),
  check ((state = 'failed') = (problem is not null))
);
-- One search at a time: two would take the same memory twice and find the same.
create unique index deduplication_under_way on deduplication (org_id) where state in ('waiting', 'running');

-- That two customers may be one, and what became of it. customer_id is the older of the two records.
create table identity_proposal (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  other_customer_id uuid not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'settled')),
  -- contact: a contact showed it (identity_decision of kind suggest); search: a search through the base found it.
  origin text not null check (origin in ('contact', 'search')),
  score real not null check (score between 0 and 1),
  evidence jsonb not null default '[]',
  -- What forbids a merge without a person, by name of the field.
  conflicts text[] not null default '{}',
  suggestion_id uuid,
  deduplication_id uuid,
  -- The last answer, also where the proposal is open again.
  decided_by text,
  decided_at timestamptz,
  reason text,
  -- The merge that an answer made, also where that was taken back.
  merge_id uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  -- Two customers are proposed once, whoever finds them.
  unique (org_id, customer_id, other_customer_id),
  check (customer_id < other_customer_id),
  check (state <> 'accepted' or merge_id is not null),
  check (state <> 'declined' or decided_at is not null),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, other_customer_id) references customer,
  foreign key (org_id, suggestion_id) references identity_decision,
  foreign key (org_id, merge_id) references identity_decision,
  foreign key (org_id, deduplication_id) references deduplication
);
create index identity_proposal_queue on identity_proposal (org_id, state, score desc, id desc);
create index identity_proposal_by_other on identity_proposal (org_id, other_customer_id);

call guard_by_org(array['deduplication', 'identity_proposal']::regclass[]);
call touch_on_update(array['deduplication', 'identity_proposal']::regclass[]);

-- migrate: rollback
