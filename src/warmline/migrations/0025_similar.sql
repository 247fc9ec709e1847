-- By which words like cases are found
-- depends: 0021_turns

-- migrate: apply

-- The words, numbers and topics that tell most of what a case is about: a copy of a few of case_record.terms, kept by the
-- reaction interactions.similar. The key is read backwards for the newest cases with a term, so that a common word costs no
-- more than a rare one.
create table case_term (
  org_id uuid not null,
  term text not null check (length(term) between 1 and 200),
  case_id uuid not null,
  primary key (org_id, term, case_id),
  foreign key (org_id, case_id) references case_record
);
create index case_term_by_case on case_term (org_id, case_id);

call guard_by_org(array['case_term']::regclass[]);

-- migrate: rollback
