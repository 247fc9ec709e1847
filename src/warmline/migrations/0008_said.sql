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
  created_at timestamptz not null default now(),
  primary key (org_id, customer_id, given, family),
  foreign key (org_id, customer_id) references customer
);
create index customer_name_by_beginning on customer_name (org_id, beginning);
create index customer_name_by_ending on customer_name (org_id, ending);

-- Numbers that a customer gave as theirs or about their matters: digits only. With a name they say who somebody is.
create table customer_number (
  org_id uuid not null,
  number text collate "C" not null check (number ~ '^[0-9]{4,24}$'),
  customer_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, number, customer_id),
  foreign key (org_id, customer_id) references customer
);
create index customer_number_by_customer on customer_number (org_id, customer_id);

-- Customers who wrote from a handle that is another's, or for whom its owner wrote (behalf).
create table handle_use (
  org_id uuid not null,
  handle_id uuid not null,
  customer_id uuid not null,
  behalf boolean not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (org_id, handle_id, customer_id),
  foreign key (org_id, handle_id) references handle,
  foreign key (org_id, customer_id) references customer
);
create index handle_use_by_customer on handle_use (org_id, customer_id);

call guard_by_org(array['customer_name', 'customer_number', 'handle_use']::regclass[]);

-- What a case is about, as vectors of a sentence encoder: its first contact's, then the mean of all, half precision, one
-- after the other. Of vectors by another encoder than the present one nothing is known.
alter table case_record add column meanings bytea;
alter table case_record add column meaning_by text;

-- migrate: rollback
