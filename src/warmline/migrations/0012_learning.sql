-- Models of continuity that an organisation learned from its own corrections
-- depends: 0011_context

-- migrate: apply

-- Each is kept for good: number counts within the organisation, and 0 is the model that is shipped, which has no row.
create table continuity_model (
  org_id uuid not null references organization,
  id uuid not null default uuidv7(),
  number int not null check (number > 0),
  -- proposed: waits for a person; active: decides; retired: did, once; declined: did no better than the active one.
  status text not null check (status in ('proposed', 'active', 'retired', 'declined')),
  -- The weights, thresholds and figures, as interactions/learning/model.py reads them.
  definition jsonb not null,
  -- Corrections that it has seen: the next one is trained when there are enough more.
  corrections int not null check (corrections >= 0),
  trained_by text not null,
  trained_at timestamptz not null,
  activated_by text,
  activated_at timestamptz,
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, number)
);
create unique index continuity_model_active on continuity_model (org_id) where status = 'active';

-- What decided in a period is read for training and for dry runs, newest first.
create index case_decision_weighed on case_decision (org_id, at desc)
  where kind in ('new', 'attach', 'suggest') and candidates <> '[]';

-- How much people corrected is counted every hour.
create index case_decision_corrected on case_decision (org_id)
  where answer is not null or kind in ('move', 'split', 'join', 'undo');

call guard_by_org(array['continuity_model']::regclass[]);
call touch_on_update(array['continuity_model']::regclass[]);

-- migrate: rollback

drop index case_decision_corrected;
drop index case_decision_weighed;
drop table continuity_model;
