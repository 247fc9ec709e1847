-- What customers say of themselves, and who else uses a handle: what a contact is recognised by
-- depends: 0007_routing

-- migrate: apply

-- The full names a customer goes by, folded. Found by the given name with the beginning or the end of the family name, so
-- that one letter may be wrong.
create table customer_name (
  org_id uuid not null,
  customer_id uuid not null,
  given text collate "C" not null check (given <> '' and length(given) <= 100),
  family text collate "C" not null check (length(family) <= 100),
  beginning text collate "C" not null,
  ending text collate "C" not null,
  -- By which handle it was said first, with which it goes to another customer; null where the record itself says so.
  handle_id uuid,
  -- Two rare words side by side: they help to know somebody again, and never tell two people apart.
  guessed boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (org_id, customer_id, given, family),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, handle_id) references handle
);
create index customer_name_by_beginning on customer_name (org_id, beginning);
create index customer_name_by_ending on customer_name (org_id, ending);
create index customer_name_by_handle on customer_name (org_id, handle_id) where handle_id is not null;

-- What a customer gave as theirs or about their matters, or another system said of them: a number (digits only), a date of
-- birth (yyyymmdd), an address (`12 alder`). With a name it says who somebody is.
create table customer_fact (
  org_id uuid not null,
  fact text collate "C" not null check (fact ~ '^[0-9]{4,24}$' or fact ~ '^[0-9]{1,6} [^ ]{2,40}$'),
  customer_id uuid not null,
  handle_id uuid,
  created_at timestamptz not null default now(),
  primary key (org_id, fact, customer_id),
  foreign key (org_id, customer_id) references customer,
  foreign key (org_id, handle_id) references handle
);
create index customer_fact_by_customer on customer_fact (org_id, customer_id);
create index customer_fact_by_handle on customer_fact (org_id, handle_id) where handle_id is not null;

-- Customers who wrote from a handle that is another's, or for whom its owner wrote (behalf). It counts while the handle's
-- last decision is still this one: once somebody has unlinked or moved the handle, its users have to show who they are anew.
create table handle_use (
  org_id uuid not null,
  handle_id uuid not null,
  customer_id uuid not null,
  behalf boolean not null,
  decision_id uuid,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (org_id, handle_id, customer_id),
  foreign key (org_id, handle_id) references handle,
  foreign key (org_id, customer_id) references customer
);
create index handle_use_by_customer on handle_use (org_id, customer_id);

call guard_by_org(array['customer_name', 'customer_fact', 'handle_use']::regclass[]);

-- What a case is about, as vectors of a sentence encoder: its first contact's, then the mean of all, half precision, one
-- after the other. Of vectors by another encoder than the present one nothing is known.
alter table case_record add column meanings bytea;
alter table case_record add column meaning_by text;

-- migrate: rollback
