-- By which words like cases are found
-- depends: 0024_story

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

-- Those of the cases that are an agent's business: case_within_reach of many at once, where asking one by one is too dear.
-- Queues, offers and invitations are read once, not for every contact. A test holds it to case_within_reach.
create function cases_within_reach(agent uuid, teams uuid[], org uuid, cases uuid[]) returns setof uuid
language sql stable parallel safe
begin atomic
  with served as materialized (
    select q.id from queue q where q.org_id = org and serves_queue(org, q.id, teams)
  ), asked as materialized (
    select o.interaction_id as id from offer o where o.org_id = org and o.agent_id = agent and o.status = 'offered'
    union
    select v.interaction_id from invitation v
    where v.org_id = org and (v.status = 'joined' and v.agent_id = agent
      or v.status = 'invited' and (v.agent_id = agent or v.team_id = any (teams) or v.queue_id in (select s.id from served s)))
  )
  select k.id
  from case_record k
  where k.org_id = org and k.id = any (cases)
    and (k.owner_id = agent or k.team_id = any (teams) or exists (
      select from interaction i
      where i.org_id = org and i.case_id = k.id
        and (i.owner_id = agent or i.team_id = any (teams) or i.queue_id in (select s.id from served s)
          or i.id in (select a.id from asked a))));
end;

call guard_by_org(array['case_term']::regclass[]);

-- migrate: rollback
