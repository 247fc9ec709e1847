-- Handles that go to another customer with their history, and what followed each identity decision, to be taken back
-- depends: 0012_learning

-- migrate: apply

-- move: a handle of customer_id is other_customer_id's. split: handles of customer_id are those of other_customer_id, who is new.
-- unsplit: they are back, and who was new counts as customer_id.
alter table identity_decision drop constraint identity_decision_kind_check;
alter table identity_decision add constraint identity_decision_kind_check
  check (kind in ('link', 'unlink', 'merge', 'unmerge', 'suggest', 'move', 'split', 'unsplit'));

-- The identity decision that a machine's decision about a case follows from: where that is taken back, so is this.
alter table case_decision add column because uuid;
alter table case_decision add foreign key (org_id, because) references identity_decision;
create index case_decision_because on case_decision (org_id, because) where because is not null;
-- What took a decision back can be taken back, and then it can be taken back again.
drop index case_decision_undone_once;
create unique index case_decision_undone_once on case_decision (org_id, undoes) where undoes is not null and undone_at is null;

-- What an identity decision made of the record besides: contacts and cases that follow a handle to another customer, cases
-- that a join leads to another no longer. Each row is one contact or one case, as it was and as it is by that decision.
create table followed (
  org_id uuid not null,
  id uuid not null default uuidv7(),
  because uuid not null,
  interaction_id uuid,
  case_id uuid,
  customer_before uuid not null,
  customer_after uuid not null,
  joined_before uuid,
  joined_after uuid,
  at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (org_id, id),
  check (num_nonnulls(interaction_id, case_id) = 1),
  foreign key (org_id, because) references identity_decision,
  foreign key (org_id, interaction_id) references interaction,
  foreign key (org_id, case_id) references case_record,
  foreign key (org_id, customer_before) references customer,
  foreign key (org_id, customer_after) references customer
);
create index followed_because on followed (org_id, because) where undone_at is null;
create index followed_interaction on followed (org_id, interaction_id) where interaction_id is not null;
create index followed_case on followed (org_id, case_id) where case_id is not null;

-- Locks customers, and those that they count as, until commit; in the order of their ids, so that two who lock some of the
-- same cannot wait for each other in a ring. Where one was merged while we waited, it counts as somebody who is not locked:
-- then all are let go and it begins again, because a lock taken later could close the ring. Gives all that are locked and
-- whom they count as, which can change only after this transaction; with anew each gets a new version.
create function lock_shown(org uuid, ids uuid[], anew boolean) returns table (locked_id uuid, counts_as uuid)
language plpgsql as $$
declare wanted uuid[];
begin
  loop
    begin
      wanted := array(select distinct s.shown from customer c, unnest(array[c.id, c.root_id]) as s (shown)
        where c.org_id = org and c.id = any (ids));
      perform from customer c where c.org_id = org and c.id = any (wanted) order by c.id for no key update;
      if exists (select from customer c where c.org_id = org and c.id = any (ids) and c.root_id <> all (wanted)) then
        raise exception using errcode = 'WL001', message = 'a customer was merged while it was waited for';
      end if;
      if anew then
        return query update customer c set version = c.version where c.org_id = org and c.id = any (wanted)
          returning c.id, c.root_id;
      else
        return query select c.id, c.root_id from customer c where c.org_id = org and c.id = any (wanted);
      end if;
      return;
    exception when sqlstate 'WL001' then
      null;
    end;
  end loop;
end $$;

call guard_by_org(array['followed']::regclass[]);

-- migrate: rollback
