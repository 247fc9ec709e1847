-- The schema that all migrations make together. `make schema` writes it; change migrations/ instead.
-- The tables of the job queue belong to pgqueuer and are not here.

CREATE SCHEMA public;

COMMENT ON SCHEMA public IS 'standard public schema';

CREATE FUNCTION public.awaits_answer(status text, first_response_at timestamp with time zone, medium text, direction text, automatic boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((NOT automatic) AND ((status = ANY (ARRAY['received'::text, 'queued'::text, 'offered'::text, 'transferred'::text, 'reopened'::text])) OR ((status = ANY (ARRAY['active'::text, 'on_hold'::text])) AND (first_response_at IS NULL) AND (medium = 'text'::text) AND (direction = 'inbound'::text))));

CREATE TABLE public.event (
    org_id uuid NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    request_id text,
    type text NOT NULL,
    case_id uuid,
    interaction_id uuid,
    customer_id uuid,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.interaction (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid,
    handle_id uuid,
    case_id uuid,
    channel text NOT NULL,
    medium text NOT NULL,
    account_id uuid NOT NULL,
    direction text NOT NULL,
    initiation text NOT NULL,
    status text NOT NULL,
    automatic boolean DEFAULT false NOT NULL,
    category text,
    subcategory text,
    subject text,
    language text,
    queue_id uuid,
    owner_id uuid,
    team_id uuid,
    preferred_id uuid,
    priority smallint DEFAULT 0 NOT NULL,
    session text,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone,
    first_offered_at timestamp with time zone,
    answered_at timestamp with time zone,
    first_response_at timestamp with time zone,
    ended_at timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    status_since timestamp with time zone NOT NULL,
    last_message_at timestamp with time zone NOT NULL,
    talk_seconds double precision DEFAULT 0 NOT NULL,
    hold_seconds double precision DEFAULT 0 NOT NULL,
    wrap_up_seconds double precision DEFAULT 0 NOT NULL,
    outcome text,
    disposition text,
    notes text DEFAULT ''::text NOT NULL,
    summary text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT interaction_check CHECK ((automatic OR (customer_id IS NOT NULL))),
    CONSTRAINT interaction_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text]))),
    CONSTRAINT interaction_hold_seconds_check CHECK ((hold_seconds >= (0)::double precision)),
    CONSTRAINT interaction_initiation_check CHECK ((initiation = ANY (ARRAY['inbound'::text, 'outbound'::text, 'transfer'::text, 'callback'::text, 'api'::text, 'scheduled'::text]))),
    CONSTRAINT interaction_medium_check CHECK ((medium = ANY (ARRAY['voice'::text, 'text'::text, 'video'::text, 'in_person'::text, 'device'::text]))),
    CONSTRAINT interaction_priority_check CHECK (((priority >= '-100'::integer) AND (priority <= 100))),
    CONSTRAINT interaction_status_check CHECK ((status = ANY (ARRAY['received'::text, 'queued'::text, 'offered'::text, 'active'::text, 'on_hold'::text, 'waiting_customer'::text, 'wrap_up'::text, 'resolved'::text, 'closed'::text, 'abandoned'::text, 'transferred'::text, 'reopened'::text]))),
    CONSTRAINT interaction_talk_seconds_check CHECK ((talk_seconds >= (0)::double precision)),
    CONSTRAINT interaction_wrap_up_seconds_check CHECK ((wrap_up_seconds >= (0)::double precision))
);

CREATE TABLE public.interaction_link (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    confidence real NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    decided_by text NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT interaction_link_check CHECK ((from_id <> to_id)),
    CONSTRAINT interaction_link_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT interaction_link_kind_check CHECK ((kind = ANY (ARRAY['continues'::text, 'follows_up'::text, 'repeats'::text, 'escalates'::text, 'transfers'::text, 'duplicates'::text, 'forwards'::text, 'caused_by'::text])))
);

CREATE FUNCTION public.came_back(org uuid, the_interaction uuid, since timestamp with time zone, until timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT min(again.at) AS min FROM (SELECT n.started_at AS at FROM (public.interaction i JOIN public.interaction n ON (((n.org_id = came_back.org) AND (n.case_id = i.case_id) AND (n.id <> i.id)))) WHERE ((i.org_id = came_back.org) AND (i.id = came_back.the_interaction) AND (n.direction = 'inbound'::text) AND (NOT n.automatic)) UNION ALL SELECT n.started_at FROM (((SELECT came_back.the_interaction AS id UNION SELECT k.id FROM (public.interaction i JOIN public.interaction k ON (((k.org_id = came_back.org) AND (k.case_id = i.case_id)))) WHERE ((i.org_id = came_back.org) AND (i.id = came_back.the_interaction))) known JOIN public.interaction_link l ON (((l.org_id = came_back.org) AND (l.to_id = known.id) AND (l.undone_at IS NULL) AND (l.kind = ANY (ARRAY['continues'::text, 'repeats'::text, 'escalates'::text, 'duplicates'::text]))))) JOIN public.interaction n ON (((n.org_id = came_back.org) AND (n.id = l.from_id)))) WHERE ((n.direction = 'inbound'::text) AND (NOT n.automatic)) UNION ALL SELECT e.at FROM public.event e WHERE ((e.org_id = came_back.org) AND (e.interaction_id = came_back.the_interaction) AND (e.type = 'interaction.status_changed'::text) AND ((e.data ->> 'to_status'::text) = 'reopened'::text)) OFFSET 0) again WHERE ((again.at > came_back.since) AND (again.at <= came_back.until)));

CREATE TABLE public.queue_team (
    org_id uuid NOT NULL,
    queue_id uuid NOT NULL,
    team_id uuid NOT NULL
);

CREATE FUNCTION public.serves_queue(org uuid, queue uuid, teams uuid[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ((NOT (EXISTS ( SELECT
            FROM public.queue_team q
           WHERE ((q.org_id = serves_queue.org) AND (q.queue_id = serves_queue.queue))))) OR (EXISTS ( SELECT
            FROM public.queue_team q
           WHERE ((q.org_id = serves_queue.org) AND (q.queue_id = serves_queue.queue) AND (q.team_id = ANY (serves_queue.teams))))));
END;

CREATE TABLE public.case_record (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    reference text NOT NULL,
    customer_id uuid NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    category text,
    subcategory text,
    status text DEFAULT 'open'::text NOT NULL,
    owner_id uuid,
    team_id uuid,
    priority smallint DEFAULT 0 NOT NULL,
    outcome text,
    resolution_attempts integer DEFAULT 0 NOT NULL,
    summary text DEFAULT ''::text NOT NULL,
    open_questions jsonb DEFAULT '[]'::jsonb NOT NULL,
    facts jsonb DEFAULT '[]'::jsonb NOT NULL,
    terms jsonb DEFAULT '{}'::jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    last_contact_at timestamp with time zone NOT NULL,
    joined_into uuid,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    meanings bytea,
    meaning_by text,
    CONSTRAINT case_record_check CHECK ((joined_into <> id)),
    CONSTRAINT case_record_check1 CHECK (((status <> ALL (ARRAY['resolved'::text, 'closed'::text])) OR (resolved_at IS NOT NULL))),
    CONSTRAINT case_record_check2 CHECK (((status <> 'closed'::text) OR (closed_at IS NOT NULL))),
    CONSTRAINT case_record_priority_check CHECK (((priority >= '-100'::integer) AND (priority <= 100))),
    CONSTRAINT case_record_resolution_attempts_check CHECK ((resolution_attempts >= 0)),
    CONSTRAINT case_record_status_check CHECK ((status = ANY (ARRAY['open'::text, 'pending_customer'::text, 'pending_internal'::text, 'resolved'::text, 'closed'::text])))
);

CREATE TABLE public.invitation (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    medium text NOT NULL,
    kind text NOT NULL,
    agent_id uuid,
    team_id uuid,
    queue_id uuid,
    invited_by uuid,
    question text DEFAULT ''::text NOT NULL,
    status text DEFAULT 'invited'::text NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    joined_at timestamp with time zone,
    left_at timestamp with time zone,
    outcome text,
    note text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT invitation_check CHECK ((num_nonnulls(team_id, queue_id) < 2)),
    CONSTRAINT invitation_check1 CHECK (((agent_id IS NOT NULL) OR ((status <> 'joined'::text) AND (num_nonnulls(team_id, queue_id) = 1)))),
    CONSTRAINT invitation_check2 CHECK (((status = ANY (ARRAY['declined'::text, 'withdrawn'::text, 'left'::text])) = (left_at IS NOT NULL))),
    CONSTRAINT invitation_check3 CHECK (((status <> ALL (ARRAY['joined'::text, 'left'::text])) OR (joined_at IS NOT NULL))),
    CONSTRAINT invitation_kind_check CHECK ((kind = ANY (ARRAY['consult'::text, 'conference'::text]))),
    CONSTRAINT invitation_status_check CHECK ((status = ANY (ARRAY['invited'::text, 'joined'::text, 'declined'::text, 'withdrawn'::text, 'left'::text])))
);

CREATE TABLE public.offer (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    queue_id uuid,
    status text DEFAULT 'offered'::text NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    reason text,
    explanation jsonb DEFAULT '{}'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT offer_check CHECK (((status = 'offered'::text) = (answered_at IS NULL))),
    CONSTRAINT offer_check1 CHECK ((expires_at > offered_at)),
    CONSTRAINT offer_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'timed_out'::text, 'rescinded'::text, 'cancelled'::text])))
)
WITH (toast_tuple_target='8160');

CREATE FUNCTION public.within_reach(agent uuid, teams uuid[], org uuid, interaction uuid, owner uuid, team uuid, queue uuid, the_case uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ((owner = agent) OR (team = ANY (teams)) OR ((queue IS NOT NULL) AND public.serves_queue(org, queue, teams)) OR (EXISTS ( SELECT
            FROM public.offer o
           WHERE ((o.org_id = within_reach.org) AND (o.interaction_id = within_reach.interaction) AND (o.agent_id = within_reach.agent) AND (o.status = 'offered'::text)))) OR (EXISTS ( SELECT
            FROM public.invitation v
           WHERE ((v.org_id = within_reach.org) AND (v.interaction_id = within_reach.interaction) AND (((v.status = 'joined'::text) AND (v.agent_id = within_reach.agent)) OR ((v.status = 'invited'::text) AND ((v.agent_id = within_reach.agent) OR (v.team_id = ANY (within_reach.teams)) OR ((v.queue_id IS NOT NULL) AND public.serves_queue(within_reach.org, v.queue_id, within_reach.teams)))))))) OR (EXISTS ( SELECT
            FROM public.case_record k
           WHERE ((k.org_id = within_reach.org) AND (k.id = within_reach.the_case) AND ((k.owner_id = within_reach.agent) OR (k.team_id = ANY (within_reach.teams)))))));
END;

CREATE FUNCTION public.case_within_reach(agent uuid, teams uuid[], org uuid, the_case uuid) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH RECURSIVE up AS (
          SELECT k.id,
             k.joined_into,
             k.owner_id,
             k.team_id
            FROM public.case_record k
           WHERE ((k.org_id = case_within_reach.org) AND (k.id = case_within_reach.the_case))
         UNION
          SELECT k.id,
             k.joined_into,
             k.owner_id,
             k.team_id
            FROM (up
              JOIN public.case_record k ON (((k.org_id = case_within_reach.org) AND (k.id = up.joined_into))))
         )
  SELECT ((EXISTS ( SELECT
            FROM up
           WHERE ((up.owner_id = case_within_reach.agent) OR (up.team_id = ANY (case_within_reach.teams))))) OR (EXISTS ( SELECT
            FROM (up
              JOIN public.interaction i ON (((i.org_id = case_within_reach.org) AND (i.case_id = up.id))))
           WHERE public.within_reach(case_within_reach.agent, case_within_reach.teams, case_within_reach.org, i.id, i.owner_id, i.team_id, i.queue_id, NULL::uuid))));
END;

CREATE TABLE public.queue (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    service_seconds integer DEFAULT 120 NOT NULL,
    service_level real DEFAULT 0.8 NOT NULL,
    offer_seconds integer DEFAULT 30 NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    media text[] DEFAULT '{}'::text[] NOT NULL,
    calendar_id uuid,
    skills jsonb DEFAULT '{}'::jsonb NOT NULL,
    rings jsonb DEFAULT '[]'::jsonb NOT NULL,
    overflow_queue_id uuid,
    overflow_seconds integer,
    offer_to smallint DEFAULT 1 NOT NULL,
    sticky_seconds integer,
    wrap_up_seconds integer,
    CONSTRAINT queue_check CHECK (((overflow_queue_id IS NULL) = (overflow_seconds IS NULL))),
    CONSTRAINT queue_check1 CHECK ((overflow_queue_id <> id)),
    CONSTRAINT queue_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text)),
    CONSTRAINT queue_offer_seconds_check CHECK (((offer_seconds >= 1) AND (offer_seconds <= 3600))),
    CONSTRAINT queue_offer_to_check CHECK (((offer_to >= 1) AND (offer_to <= 20))),
    CONSTRAINT queue_overflow_seconds_check CHECK ((overflow_seconds >= 0)),
    CONSTRAINT queue_priority_check CHECK (((priority >= '-1000'::integer) AND (priority <= 1000))),
    CONSTRAINT queue_service_level_check CHECK (((service_level >= (0)::double precision) AND (service_level <= (1)::double precision))),
    CONSTRAINT queue_service_seconds_check CHECK ((service_seconds > 0)),
    CONSTRAINT queue_sticky_seconds_check CHECK ((sticky_seconds >= 0)),
    CONSTRAINT queue_wrap_up_seconds_check CHECK (((wrap_up_seconds >= 1) AND (wrap_up_seconds <= 86400)))
);

CREATE FUNCTION public.cases_within_reach(agent uuid, teams uuid[], org uuid, cases uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH served AS MATERIALIZED (
          SELECT q.id
            FROM public.queue q
           WHERE ((q.org_id = cases_within_reach.org) AND public.serves_queue(cases_within_reach.org, q.id, cases_within_reach.teams))
         ), asked AS MATERIALIZED (
          SELECT o.interaction_id AS id
            FROM public.offer o
           WHERE ((o.org_id = cases_within_reach.org) AND (o.agent_id = cases_within_reach.agent) AND (o.status = 'offered'::text))
         UNION
          SELECT v.interaction_id
            FROM public.invitation v
           WHERE ((v.org_id = cases_within_reach.org) AND (((v.status = 'joined'::text) AND (v.agent_id = cases_within_reach.agent)) OR ((v.status = 'invited'::text) AND ((v.agent_id = cases_within_reach.agent) OR (v.team_id = ANY (cases_within_reach.teams)) OR (v.queue_id IN ( SELECT s.id
                    FROM served s))))))
         )
  SELECT k.id
    FROM public.case_record k
   WHERE ((k.org_id = cases_within_reach.org) AND (k.id = ANY (cases_within_reach.cases)) AND ((k.owner_id = cases_within_reach.agent) OR (k.team_id = ANY (cases_within_reach.teams)) OR (EXISTS ( SELECT
            FROM public.interaction i
           WHERE ((i.org_id = cases_within_reach.org) AND (i.case_id = k.id) AND ((i.owner_id = cases_within_reach.agent) OR (i.team_id = ANY (cases_within_reach.teams)) OR (i.queue_id IN ( SELECT s.id
                    FROM served s)) OR (i.id IN ( SELECT a.id
                    FROM asked a))))))));
END;

CREATE FUNCTION public.check_interaction_status() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if not interaction_may(old.status, new.status) then
    raise exception 'an interaction cannot go from % to %', old.status, new.status using errcode = 'check_violation',
      constraint = 'interaction_transition';
  end if;
  return new;
end $$;

CREATE FUNCTION public.count_the_record() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare grown regclass;
begin
  for grown in
    select oid from pg_class
    where oid = any (array['public.customer', 'public.handle', 'public.identity_decision', 'public.case_record',
        'public.interaction', 'public.participant', 'public.message', 'public.case_decision', 'public.interaction_link',
        'public.entity_ref', 'public.envelope', 'public.event', 'public.offer']::regclass[])
      and pg_relation_size(oid) > 4 * greatest(relpages, 0)::bigint * current_setting('block_size')::bigint
  loop
    execute format('analyze %s', grown);
  end loop;
end $$;

CREATE FUNCTION public.current_org() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('warmline.org_id'::text, true), ''::text))::uuid;

CREATE TABLE public.feed (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    key_scheme text NOT NULL,
    mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    encoding text DEFAULT 'utf-8'::text NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    adopts boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    secret bytea,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT feed_code_check CHECK (((code ~ '^[a-z][a-z0-9_]{0,31}$'::text) AND (code <> ALL (ARRAY['person'::text, 'system'::text])))),
    CONSTRAINT feed_encoding_check CHECK ((encoding = ANY (ARRAY['utf-8'::text, 'windows-1252'::text, 'iso-8859-1'::text]))),
    CONSTRAINT feed_key_scheme_check CHECK ((key_scheme ~ '^[a-z][a-z0-9_]{0,31}$'::text)),
    CONSTRAINT feed_name_check CHECK ((name <> ''::text)),
    CONSTRAINT feed_priority_check CHECK (((priority >= '-1000'::integer) AND (priority <= 1000)))
);

CREATE FUNCTION public.feed_organization(the_feed uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT feed.org_id
    FROM public.feed
   WHERE (feed.id = feed_organization.the_feed);
END;

CREATE TABLE public.lease (
    org_id uuid NOT NULL,
    name text NOT NULL,
    holder uuid NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.organization (
    org_id uuid DEFAULT uuidv7() NOT NULL,
    name text NOT NULL,
    locale text DEFAULT 'en'::text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    data_region text DEFAULT 'local'::text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organization_name_check CHECK ((name <> ''::text))
);

CREATE FUNCTION public.free_leases(which text) RETURNS SETOF uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT o.org_id
    FROM (public.organization o
      LEFT JOIN public.lease l ON (((l.org_id = o.org_id) AND (l.name = free_leases.which))))
   WHERE ((l.org_id IS NULL) OR (l.expires_at <= clock_timestamp()));
END;

CREATE PROCEDURE public.guard_by_org(IN tables regclass[])
    LANGUAGE plpgsql
    AS $$
declare each regclass;
begin
  foreach each in array tables loop
    execute format('alter table %s enable row level security', each);
    execute format('create policy by_org on %s using (org_id = current_org()) with check (org_id = current_org())', each);
  end loop;
end $$;

CREATE FUNCTION public.interaction_may(from_status text, to_status text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((from_status = to_status) OR (to_status = ANY (CASE from_status WHEN 'received'::text THEN ARRAY['queued'::text, 'active'::text, 'waiting_customer'::text, 'resolved'::text, 'abandoned'::text] WHEN 'queued'::text THEN ARRAY['offered'::text, 'active'::text, 'waiting_customer'::text, 'abandoned'::text, 'resolved'::text, 'transferred'::text] WHEN 'offered'::text THEN ARRAY['active'::text, 'queued'::text, 'abandoned'::text, 'resolved'::text] WHEN 'active'::text THEN ARRAY['on_hold'::text, 'waiting_customer'::text, 'wrap_up'::text, 'transferred'::text, 'queued'::text, 'resolved'::text] WHEN 'on_hold'::text THEN ARRAY['active'::text, 'waiting_customer'::text, 'wrap_up'::text, 'transferred'::text, 'queued'::text] WHEN 'waiting_customer'::text THEN ARRAY['active'::text, 'queued'::text, 'wrap_up'::text, 'transferred'::text, 'resolved'::text] WHEN 'wrap_up'::text THEN ARRAY['resolved'::text, 'active'::text, 'waiting_customer'::text, 'queued'::text] WHEN 'transferred'::text THEN ARRAY['queued'::text, 'offered'::text, 'active'::text, 'abandoned'::text] WHEN 'reopened'::text THEN ARRAY['queued'::text, 'offered'::text, 'active'::text] WHEN 'resolved'::text THEN ARRAY['closed'::text, 'reopened'::text] WHEN 'closed'::text THEN ARRAY['reopened'::text] WHEN 'abandoned'::text THEN ARRAY['closed'::text, 'reopened'::text] ELSE NULL::text[] END)));

CREATE FUNCTION public.joined_cases(org uuid, the_case uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE ROWS 2 PARALLEL SAFE
    BEGIN ATOMIC
 WITH RECURSIVE family AS (
          SELECT joined_cases.the_case AS id
         UNION
          SELECT k.id
            FROM (family f
              JOIN public.case_record k ON (((k.org_id = joined_cases.org) AND (k.joined_into = f.id))))
         )
  SELECT family.id
    FROM family;
END;

CREATE FUNCTION public.lock_for_offers(org uuid, agents uuid[], work uuid[]) RETURNS TABLE(agent_id uuid, load jsonb, id uuid, case_id uuid, customer_id uuid, status text, automatic boolean, queue_id uuid, owner_id uuid, preferred_id uuid, status_since timestamp with time zone, queued_at timestamp with time zone, first_offered_at timestamp with time zone)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
#variable_conflict use_column
declare there uuid[];
begin
  there := array(
    select p.agent_id from presence p
    where p.org_id = org and p.agent_id = any (agents) and (p.status = 'available') is true
    order by p.agent_id
    for update skip locked);
  -- A statement of its own sees what has been committed before the locks: whoever gave an agent something else had them.
  return query
    select a.agent_id, coalesce(l.load, '{}'), null::uuid, null::uuid, null::uuid, null::text, null::boolean, null::uuid,
           null::uuid, null::uuid, null::timestamptz, null::timestamptz, null::timestamptz
    from unnest(there) as a (agent_id)
    left join (
      select u.agent_id, jsonb_object_agg(u.medium, u.units) as load
      from (
        select w.agent_id, w.medium, count(*) as units from work_in_hand(org) w
        where w.agent_id = any (there)
        group by 1, 2
      ) u
      group by 1
    ) l on l.agent_id = a.agent_id;
  return query
    select null::uuid, null::jsonb, i.id, i.case_id, i.customer_id, i.status, i.automatic, i.queue_id, i.owner_id,
           i.preferred_id, i.status_since, i.queued_at, i.first_offered_at
    from interaction i
    -- ``is true`` keeps the planner from walking through all that waits, where it thinks that little does.
    where i.org_id = org and i.id = any (work) and (i.status = 'queued') is true
    order by i.id
    for update skip locked;
end $$;

CREATE FUNCTION public.lock_shown(org uuid, ids uuid[], anew boolean) RETURNS TABLE(locked_id uuid, counts_as uuid)
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.organization_ids() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT organization.org_id
    FROM public.organization
   ORDER BY organization.org_id;
END;

CREATE TABLE public.channel_account (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    connector text NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    secrets jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue_id uuid,
    active boolean DEFAULT true NOT NULL,
    problem text,
    checked_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT channel_account_name_check CHECK ((name <> ''::text))
);

CREATE FUNCTION public.organization_of_account(account uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT c.org_id
    FROM public.channel_account c
   WHERE (c.id = organization_of_account.account);
END;

CREATE TABLE public.reaction_cursor (
    org_id uuid NOT NULL,
    reaction text NOT NULL,
    shard smallint DEFAULT 0 NOT NULL,
    xact xid8 DEFAULT '0'::xid8 NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    moved_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE FUNCTION public.organizations_behind(reactions text[], readers integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT o.org_id
    FROM (public.organization o
      CROSS JOIN LATERAL ( SELECT e.xact,
             e.seq
            FROM public.event e
           WHERE ((e.org_id = o.org_id) AND (e.xact < pg_snapshot_xmin(pg_current_snapshot())))
           ORDER BY e.xact DESC, e.seq DESC
          LIMIT 1) last)
   WHERE (( SELECT count(*) AS count
            FROM public.reaction_cursor c
           WHERE ((c.org_id = o.org_id) AND (c.reaction = ANY (organizations_behind.reactions)) AND (ROW(c.xact, c.seq) >= ROW(last.xact, last.seq)))) < organizations_behind.readers)
   ORDER BY o.org_id;
END;

CREATE FUNCTION public.organizations_with_connector(code text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT DISTINCT c.org_id
    FROM public.channel_account c
   WHERE ((c.connector = organizations_with_connector.code) AND c.active)
   ORDER BY c.org_id;
END;

CREATE TABLE public.envelope (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    account_id uuid NOT NULL,
    external_id text NOT NULL,
    lane smallint NOT NULL,
    body bytea NOT NULL,
    content_type text NOT NULL,
    meta jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text DEFAULT 'accepted'::text NOT NULL,
    error text,
    attempts smallint DEFAULT 0 NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT envelope_status_check CHECK ((status = ANY (ARRAY['accepted'::text, 'ingested'::text, 'unknown'::text, 'failed'::text])))
);

CREATE FUNCTION public.organizations_with_envelopes() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT o.org_id
    FROM (public.organization o
      CROSS JOIN LATERAL ( SELECT 1 AS waiting
            FROM public.envelope e
           WHERE ((e.org_id = o.org_id) AND (e.status = 'accepted'::text))
          LIMIT 1) w)
   ORDER BY o.org_id;
END;

CREATE FUNCTION public.organizations_with_news(orgs uuid[], xacts text[], seqs bigint[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT o.org_id
    FROM UNNEST(organizations_with_news.orgs, organizations_with_news.xacts, organizations_with_news.seqs) o(org_id, xact, seq)
   WHERE (EXISTS ( SELECT
            FROM public.event e
           WHERE ((e.org_id = o.org_id) AND (ROW(e.xact, e.seq) > ROW((o.xact)::xid8, o.seq)) AND (e.xact < pg_snapshot_xmin(pg_current_snapshot())))));
END;

CREATE TABLE public.entity_ref (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    external_id text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    address text,
    case_id uuid,
    interaction_id uuid,
    message_id uuid,
    span int4range,
    confidence real DEFAULT 1 NOT NULL,
    source text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT entity_ref_check CHECK ((num_nonnulls(case_id, interaction_id, message_id) >= 1)),
    CONSTRAINT entity_ref_check1 CHECK (((span IS NULL) OR (message_id IS NOT NULL))),
    CONSTRAINT entity_ref_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT entity_ref_external_id_check CHECK ((external_id <> ''::text)),
    CONSTRAINT entity_ref_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE FUNCTION public.references_of_joined(org uuid, the_case uuid) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ARRAY( SELECT k.reference
            FROM (public.joined_cases(references_of_joined.org, references_of_joined.the_case) f(id)
              JOIN public.case_record k ON (((k.org_id = references_of_joined.org) AND (k.id = f.id) AND (k.id <> references_of_joined.the_case))))
         UNION ALL
          SELECT e.external_id
            FROM (public.joined_cases(references_of_joined.org, references_of_joined.the_case) f(id)
              JOIN public.entity_ref e ON (((e.org_id = references_of_joined.org) AND (e.case_id = f.id) AND (e.case_id <> references_of_joined.the_case))))
           WHERE ((e.kind = 'case_reference'::text) AND (e.removed_at IS NULL))) AS "array";
END;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.renew_leases(which text, who uuid, orgs uuid[], epochs bigint[], seconds double precision) RETURNS SETOF uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 WITH ours AS (
          SELECT l_1.org_id
            FROM (public.lease l_1
              JOIN UNNEST(renew_leases.orgs, renew_leases.epochs) mine(org_id, epoch) ON (((l_1.org_id = mine.org_id) AND (l_1.epoch = mine.epoch))))
           WHERE ((l_1.name = renew_leases.which) AND (l_1.holder = renew_leases.who))
          FOR NO KEY UPDATE OF l_1 SKIP LOCKED
         )
  UPDATE public.lease l SET expires_at = (clock_timestamp() + make_interval(secs => renew_leases.seconds))
    FROM ours
   WHERE ((l.org_id = ours.org_id) AND (l.name = renew_leases.which))
   RETURNING l.org_id;
END;

CREATE FUNCTION public.renew_queues_of_calendar() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update queue set calendar_id = calendar_id where org_id = new.org_id and calendar_id = new.id;
  return null;
end $$;

CREATE TABLE public.work_need (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    skills jsonb DEFAULT '{}'::jsonb NOT NULL,
    service_seconds integer,
    intent text,
    not_before timestamp with time zone,
    rules_version bigint DEFAULT 0 NOT NULL,
    matched jsonb DEFAULT '[]'::jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT work_need_service_seconds_check CHECK ((service_seconds > 0))
);

CREATE FUNCTION public.routing_intent(org uuid, interaction uuid) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT COALESCE(n.intent, i.category, ''::text) AS "coalesce" FROM (public.interaction i LEFT JOIN public.work_need n ON (((n.org_id = i.org_id) AND (n.interaction_id = i.id)))) WHERE ((i.org_id = routing_intent.org) AND (i.id = routing_intent.interaction)));

CREATE TABLE public.event_seal (
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    first_xact xid8 NOT NULL,
    first_seq bigint NOT NULL,
    last_xact xid8 NOT NULL,
    last_seq bigint NOT NULL,
    events integer NOT NULL,
    digests bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    names bigint[] NOT NULL,
    CONSTRAINT event_seal_check CHECK (((length(digests) = (events * 32)) AND (length(previous) = 32) AND (length(hash) = 32))),
    CONSTRAINT event_seal_events_check CHECK ((events > 0)),
    CONSTRAINT event_seal_position_check CHECK (("position" >= 1))
);

CREATE FUNCTION public.seals_naming(wanted bigint[], since timestamp with time zone, before_xact xid8, before_seq bigint, size integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT event_seal."position"
    FROM public.event_seal
   WHERE ((event_seal.org_id = public.current_org()) AND (event_seal.names @> seals_naming.wanted) AND ((seals_naming.since IS NULL) OR (event_seal.sealed_at >= (seals_naming.since - '00:05:00'::interval))) AND ((seals_naming.before_xact IS NULL) OR (ROW(event_seal.first_xact, event_seal.first_seq) < ROW(seals_naming.before_xact, seals_naming.before_seq))))
   ORDER BY event_seal."position" DESC
  LIMIT seals_naming.size;
END;

CREATE TABLE public.search_line (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    words tsvector NOT NULL,
    characters integer,
    messages uuid[],
    CONSTRAINT search_line_check CHECK (((characters IS NULL) = (messages IS NULL)))
);
ALTER TABLE ONLY public.search_line ALTER COLUMN words SET STATISTICS 1000;

CREATE FUNCTION public.search_by_words(wanted tsquery, before_at timestamp with time zone, before_id uuid, since timestamp with time zone, until timestamp with time zone, channels text[], queues uuid[], owners uuid[], teams uuid[], statuses text[], categories text[], customers uuid[], directions text[], size integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 WITH found AS MATERIALIZED (
          SELECT l.interaction_id,
             l.started_at
            FROM public.search_line l
           WHERE ((l.org_id = public.current_org()) AND (l.words @@ search_by_words.wanted) AND ((search_by_words.before_id IS NULL) OR (ROW(l.started_at, l.interaction_id) < ROW(search_by_words.before_at, search_by_words.before_id))) AND ((search_by_words.since IS NULL) OR (l.started_at >= search_by_words.since)) AND ((search_by_words.until IS NULL) OR (l.started_at < search_by_words.until)))
         )
  SELECT f.interaction_id
    FROM (found f
      JOIN public.interaction i ON (((i.org_id = public.current_org()) AND (i.id = f.interaction_id))))
   WHERE (((search_by_words.channels IS NULL) OR (i.channel = ANY (search_by_words.channels))) AND ((search_by_words.queues IS NULL) OR (i.queue_id = ANY (search_by_words.queues))) AND ((search_by_words.owners IS NULL) OR (i.owner_id = ANY (search_by_words.owners))) AND ((search_by_words.teams IS NULL) OR (i.team_id = ANY (search_by_words.teams))) AND ((search_by_words.statuses IS NULL) OR (i.status = ANY (search_by_words.statuses))) AND ((search_by_words.categories IS NULL) OR (i.category = ANY (search_by_words.categories))) AND ((search_by_words.customers IS NULL) OR (i.customer_id = ANY (search_by_words.customers))) AND ((search_by_words.directions IS NULL) OR (i.direction = ANY (search_by_words.directions))))
   ORDER BY f.started_at DESC, f.interaction_id DESC
  LIMIT search_by_words.size;
END;

CREATE TABLE public.agent (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text DEFAULT 'person'::text NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text,
    active boolean DEFAULT true NOT NULL,
    locale text DEFAULT 'en'::text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    languages text[] DEFAULT '{en}'::text[] NOT NULL,
    capacity jsonb DEFAULT '{"text": 3, "voice": 1}'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    second_factor_at timestamp with time zone,
    CONSTRAINT agent_email_check CHECK (((email = lower(email)) AND (email ~~ '%_@_%'::text))),
    CONSTRAINT agent_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'bot'::text]))),
    CONSTRAINT agent_name_check CHECK ((name <> ''::text))
);

CREATE FUNCTION public.sign_in_organizations(address text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    BEGIN ATOMIC
 SELECT a.org_id
    FROM public.agent a
   WHERE ((a.email = lower(sign_in_organizations.address)) AND a.active)
   ORDER BY a.org_id;
END;

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;

CREATE PROCEDURE public.touch_on_update(IN tables regclass[])
    LANGUAGE plpgsql
    AS $$
declare each regclass;
begin
  foreach each in array tables loop
    execute format('create trigger touch before update on %s for each row execute function touch()', each);
  end loop;
end $$;

CREATE TABLE public.message (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    participant_id uuid NOT NULL,
    direction text NOT NULL,
    visibility text DEFAULT 'public'::text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    html text,
    elided text,
    subject text,
    account_id uuid NOT NULL,
    external_id text,
    in_reply_to uuid,
    handle_id uuid,
    delivery text,
    delivery_reason text,
    language text,
    sentiment real,
    at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    mentions uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT message_check CHECK ((((direction = 'outbound'::text) = (delivery IS NOT NULL)) OR ((direction = 'inbound'::text) AND (delivery = 'read'::text)))),
    CONSTRAINT message_check1 CHECK (((visibility = 'public'::text) OR (direction = 'internal'::text))),
    CONSTRAINT message_delivery_check CHECK ((delivery = ANY (ARRAY['held'::text, 'queued'::text, 'sent'::text, 'delivered'::text, 'read'::text, 'failed'::text]))),
    CONSTRAINT message_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text, 'internal'::text]))),
    CONSTRAINT message_sentiment_check CHECK (((sentiment >= ('-1'::integer)::double precision) AND (sentiment <= (1)::double precision))),
    CONSTRAINT message_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text])))
);

CREATE TABLE public.participant (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    role text NOT NULL,
    agent_id uuid,
    customer_id uuid,
    handle_id uuid,
    name text DEFAULT ''::text NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    CONSTRAINT participant_role_check CHECK ((role = ANY (ARRAY['customer'::text, 'agent'::text, 'bot'::text, 'supervisor'::text, 'third_party'::text])))
);

CREATE TABLE public.read_mark (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    message_id uuid,
    unread boolean DEFAULT false NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE FUNCTION public.unread_by(org uuid, agent uuid, interaction uuid, status text) RETURNS TABLE(unread boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ((unread_by.agent IS NOT NULL) AND (COALESCE(r.unread, false) OR COALESCE(l.concerns, false)))
    FROM ((( SELECT) one
      LEFT JOIN public.read_mark r ON (((r.org_id = unread_by.org) AND (r.agent_id = unread_by.agent) AND (r.interaction_id = unread_by.interaction))))
      LEFT JOIN LATERAL ( SELECT ((m.direction <> 'outbound'::text) AND (p.agent_id IS DISTINCT FROM unread_by.agent)) AS concerns
            FROM (public.message m
              JOIN public.participant p ON (((p.org_id = unread_by.org) AND (p.id = m.participant_id))))
           WHERE ((m.org_id = unread_by.org) AND (m.interaction_id = unread_by.interaction) AND (p.role <> 'bot'::text) AND (m.id >
                 CASE
                     WHEN (r.message_id IS NULL) THEN '00000000-0000-0000-0000-000000000000'::uuid
                     ELSE r.message_id
                 END) AND ((r.agent_id IS NOT NULL) OR (unread_by.status <> ALL (ARRAY['resolved'::text, 'closed'::text, 'abandoned'::text]))))
           ORDER BY m.id DESC
          LIMIT 1) l ON (true));
END;

CREATE FUNCTION public.waiting_key(queued_at timestamp with time zone, priority smallint) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((queued_at - '1970-01-01 00:00:00+00'::timestamp with time zone) - ((priority)::double precision * '00:01:00'::interval));

CREATE FUNCTION public.waits_since(queued_at timestamp with time zone, started_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (queued_at IS NULL) THEN started_at ELSE queued_at END;

CREATE FUNCTION public.work_in_hand(org uuid) RETURNS TABLE(agent_id uuid, medium text, interaction_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT i.owner_id,
     i.medium,
     i.id
    FROM public.interaction i
   WHERE ((i.org_id = work_in_hand.org) AND (i.owner_id IS NOT NULL) AND ((i.status = ANY (ARRAY['active'::text, 'on_hold'::text, 'wrap_up'::text])) OR ((i.status = 'waiting_customer'::text) AND (i.session IS NOT NULL))))
 UNION ALL
  SELECT o.agent_id,
     i.medium,
     i.id
    FROM (public.offer o
      JOIN public.interaction i ON (((i.org_id = work_in_hand.org) AND (i.id = o.interaction_id))))
   WHERE ((o.org_id = work_in_hand.org) AND (o.status = 'offered'::text))
 UNION ALL
  SELECT v.agent_id,
     v.medium,
     v.interaction_id
    FROM public.invitation v
   WHERE ((v.org_id = work_in_hand.org) AND (v.status = 'joined'::text));
END;

CREATE FUNCTION public.write_offers(org uuid, moment timestamp with time zone, said_at timestamp with time zone, actor text, ids uuid[], interaction_ids uuid[], agent_ids uuid[], queue_ids uuid[], expire timestamp with time zone[], explanations jsonb[], types text[], event_cases uuid[], event_interactions uuid[], event_customers uuid[], event_data jsonb[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
begin
  insert into offer (org_id, id, interaction_id, agent_id, queue_id, offered_at, expires_at, explanation)
  select org, o.id, o.interaction_id, o.agent_id, o.queue_id, moment, o.expires_at, o.explanation
  from unnest(ids, interaction_ids, agent_ids, queue_ids, expire, explanations)
    as o (id, interaction_id, agent_id, queue_id, expires_at, explanation);
  update interaction i
  set status = 'offered', status_since = moment, first_offered_at = coalesce(i.first_offered_at, moment)
  where i.org_id = org and i.id = any (interaction_ids);
  insert into event (org_id, at, actor, type, case_id, interaction_id, customer_id, data)
  select org, said_at, write_offers.actor, e.type, e.case_id, e.interaction_id, e.customer_id, e.data
  from unnest(types, event_cases, event_interactions, event_customers, event_data)
    with ordinality as e (type, case_id, interaction_id, customer_id, data, n)
  order by e.n;
end $$;

CREATE TABLE public.action_item (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    case_id uuid NOT NULL,
    interaction_id uuid,
    message_id uuid,
    span int4range,
    text text NOT NULL,
    assignee_id uuid,
    due_at timestamp with time zone,
    status text DEFAULT 'open'::text NOT NULL,
    source text NOT NULL,
    created_by text NOT NULL,
    done_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT action_item_source_check CHECK ((source = ANY (ARRAY['person'::text, 'model'::text, 'workflow'::text]))),
    CONSTRAINT action_item_status_check CHECK ((status = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))),
    CONSTRAINT action_item_text_check CHECK ((text <> ''::text))
);

CREATE TABLE public.agent_role (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    role_id uuid NOT NULL
);

CREATE TABLE public.agent_routing (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    interruptible text[] DEFAULT '{}'::text[] NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.agent_skill (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    level smallint NOT NULL,
    CONSTRAINT agent_skill_level_check CHECK (((level >= 1) AND (level <= 5)))
);

CREATE TABLE public.answer_wish (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    handle_id uuid NOT NULL,
    account_id uuid NOT NULL,
    wished_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.api_key (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT api_key_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.attachment (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    message_id uuid NOT NULL,
    "position" smallint NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint,
    sha256 text,
    inline_id text
);

CREATE TABLE public.blob (
    org_id uuid NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    content bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT blob_check CHECK ((size = length(content))),
    CONSTRAINT blob_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.calendar (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    timezone text NOT NULL,
    weekly jsonb DEFAULT '{}'::jsonb NOT NULL,
    holidays jsonb DEFAULT '{}'::jsonb NOT NULL,
    exceptions jsonb DEFAULT '[]'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT calendar_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text))
);

CREATE TABLE public.callback (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    customer_id uuid,
    handle_id uuid,
    number text NOT NULL,
    status text DEFAULT 'waiting'::text NOT NULL,
    not_before timestamp with time zone,
    attempts jsonb DEFAULT '[]'::jsonb NOT NULL,
    most_attempts smallint DEFAULT 3 NOT NULL,
    retry_seconds integer DEFAULT 900 NOT NULL,
    medium_before text NOT NULL,
    initiation_before text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    requested_by text NOT NULL,
    ended_at timestamp with time zone,
    reason text,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT callback_check CHECK (((status = 'waiting'::text) = (ended_at IS NULL))),
    CONSTRAINT callback_most_attempts_check CHECK (((most_attempts >= 1) AND (most_attempts <= 20))),
    CONSTRAINT callback_number_check CHECK ((number ~ '^\+[1-9][0-9]{4,14}$'::text)),
    CONSTRAINT callback_retry_seconds_check CHECK (((retry_seconds >= 1) AND (retry_seconds <= 604800))),
    CONSTRAINT callback_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])))
);

CREATE TABLE public.canned_response (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    folder text DEFAULT ''::text NOT NULL,
    language text,
    channels text[] DEFAULT '{}'::text[] NOT NULL,
    scope text NOT NULL,
    agent_id uuid,
    team_id uuid,
    uses bigint DEFAULT 0 NOT NULL,
    used_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT canned_response_body_check CHECK ((body <> ''::text)),
    CONSTRAINT canned_response_check CHECK (((scope = 'personal'::text) = (agent_id IS NOT NULL))),
    CONSTRAINT canned_response_check1 CHECK (((scope = 'team'::text) = (team_id IS NOT NULL))),
    CONSTRAINT canned_response_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text)),
    CONSTRAINT canned_response_name_check CHECK ((name <> ''::text)),
    CONSTRAINT canned_response_scope_check CHECK ((scope = ANY (ARRAY['personal'::text, 'team'::text, 'everybody'::text]))),
    CONSTRAINT canned_response_uses_check CHECK ((uses >= 0))
);

CREATE TABLE public.capture_template (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    moment text NOT NULL,
    channel text,
    category text,
    name text NOT NULL,
    fields jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT capture_template_moment_check CHECK ((moment = ANY (ARRAY['wrap_up'::text, 'hand_off'::text])))
);

CREATE TABLE public.case_decision (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    kind text NOT NULL,
    case_id uuid,
    previous_case_id uuid,
    rule text NOT NULL,
    score real,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    candidates jsonb DEFAULT '[]'::jsonb NOT NULL,
    decided_by text NOT NULL,
    at timestamp with time zone NOT NULL,
    undoes uuid,
    undone_at timestamp with time zone,
    answer text,
    because uuid,
    CONSTRAINT case_decision_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'declined'::text]))),
    CONSTRAINT case_decision_kind_check CHECK ((kind = ANY (ARRAY['new'::text, 'attach'::text, 'suggest'::text, 'move'::text, 'split'::text, 'join'::text, 'undo'::text]))),
    CONSTRAINT case_decision_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
);

CREATE TABLE public.case_follow (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    agent_id uuid NOT NULL,
    case_id uuid NOT NULL,
    moved_at timestamp with time zone,
    seen_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE SEQUENCE public.case_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.case_term (
    org_id uuid NOT NULL,
    term text NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT case_term_term_check CHECK (((length(term) >= 1) AND (length(term) <= 200)))
);

CREATE TABLE public.channel_check (
    org_id uuid NOT NULL,
    account_id uuid NOT NULL,
    part text NOT NULL,
    problem text,
    steps jsonb DEFAULT '[]'::jsonb NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT channel_check_part_check CHECK ((part = ANY (ARRAY['test'::text, 'sending'::text])))
);

CREATE TABLE public.connector_state (
    org_id uuid NOT NULL,
    account_id uuid NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.connector_ticket (
    org_id uuid NOT NULL,
    account_id uuid NOT NULL,
    digest bytea NOT NULL,
    value jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT connector_ticket_digest_check CHECK ((octet_length(digest) = 32))
);

CREATE TABLE public.context_loss (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    interaction_id uuid NOT NULL,
    message_id uuid,
    hand_off_id uuid,
    field text DEFAULT ''::text NOT NULL,
    agent_id uuid,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    dismissed_by text,
    dismissed_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT context_loss_check CHECK (((dismissed_by IS NULL) = (dismissed_at IS NULL))),
    CONSTRAINT context_loss_kind_check CHECK ((kind = ANY (ARRAY['asked_again'::text, 'authenticated_again'::text, 'repeated_after_switch'::text, 'incomplete_hand_off'::text])))
);

CREATE TABLE public.context_proposal (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    switch text NOT NULL,
    from_value text,
    to_value text,
    field text DEFAULT ''::text NOT NULL,
    team_id uuid,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    loss_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    period_from timestamp with time zone NOT NULL,
    period_to timestamp with time zone NOT NULL,
    status text DEFAULT 'proposed'::text NOT NULL,
    policy_id uuid,
    decided_by text,
    decided_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT context_proposal_check CHECK ((denominator >= numerator)),
    CONSTRAINT context_proposal_check1 CHECK (((status = 'proposed'::text) = (decided_by IS NULL))),
    CONSTRAINT context_proposal_kind_check CHECK ((kind = ANY (ARRAY['require_field'::text, 'own_context'::text]))),
    CONSTRAINT context_proposal_numerator_check CHECK ((numerator >= 0)),
    CONSTRAINT context_proposal_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'declined'::text])))
);

CREATE TABLE public.continuity_model (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    number integer NOT NULL,
    status text NOT NULL,
    definition jsonb NOT NULL,
    corrections integer NOT NULL,
    trained_by text NOT NULL,
    trained_at timestamp with time zone NOT NULL,
    activated_by text,
    activated_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT continuity_model_corrections_check CHECK ((corrections >= 0)),
    CONSTRAINT continuity_model_number_check CHECK ((number > 0)),
    CONSTRAINT continuity_model_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'active'::text, 'retired'::text, 'declined'::text])))
);

CREATE TABLE public.continuity_policy (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    switch text NOT NULL,
    from_value text,
    to_value text,
    name text NOT NULL,
    owner_team_id uuid,
    fields jsonb DEFAULT '[]'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT continuity_policy_check CHECK (((switch = ANY (ARRAY['channel'::text, 'team'::text, 'queue'::text])) OR ((from_value IS NULL) AND (to_value IS NULL)))),
    CONSTRAINT continuity_policy_name_check CHECK ((name <> ''::text)),
    CONSTRAINT continuity_policy_switch_check CHECK ((switch = ANY (ARRAY['channel'::text, 'agent'::text, 'bot'::text, 'team'::text, 'queue'::text])))
);

CREATE TABLE public.customer (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text DEFAULT 'person'::text NOT NULL,
    display_name text DEFAULT ''::text NOT NULL,
    sought_name text GENERATED ALWAYS AS (lower(display_name)) STORED NOT NULL COLLATE pg_catalog."C",
    named boolean DEFAULT true NOT NULL,
    tier text,
    segments text[] DEFAULT '{}'::text[] NOT NULL,
    preferred_channel text,
    language text,
    time_zone text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    lifecycle_stage text,
    do_not_contact boolean DEFAULT false NOT NULL,
    merged_into uuid,
    root_id uuid NOT NULL,
    decision_id uuid,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_check CHECK ((merged_into <> id)),
    CONSTRAINT customer_check1 CHECK (((merged_into IS NULL) = (root_id = id))),
    CONSTRAINT customer_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text, 'household'::text])))
);

CREATE TABLE public.customer_attribute (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid NOT NULL,
    name text NOT NULL,
    value jsonb NOT NULL,
    source text NOT NULL,
    external_key text DEFAULT ''::text NOT NULL,
    verified boolean DEFAULT false NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    first_observed_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_attribute_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE TABLE public.customer_fact (
    org_id uuid NOT NULL,
    fact text NOT NULL COLLATE pg_catalog."C",
    customer_id uuid NOT NULL,
    handle_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_fact_fact_check CHECK (((fact ~ '^[0-9]{4,24}$'::text) OR (fact ~ '^[0-9]{1,6} [^ ]{2,40}$'::text)))
);

CREATE TABLE public.customer_name (
    org_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    given text NOT NULL COLLATE pg_catalog."C",
    family text NOT NULL COLLATE pg_catalog."C",
    beginning text NOT NULL COLLATE pg_catalog."C",
    ending text NOT NULL COLLATE pg_catalog."C",
    handle_id uuid,
    guessed boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_name_family_check CHECK ((length(family) <= 100)),
    CONSTRAINT customer_name_given_check CHECK (((given <> ''::text) AND (length(given) <= 100)))
);

CREATE TABLE public.customer_question (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    message_id uuid NOT NULL,
    span int4range NOT NULL,
    at timestamp with time zone NOT NULL,
    answered_by uuid,
    closed_by text,
    closed_at timestamp with time zone,
    CONSTRAINT customer_question_check CHECK ((((answered_by IS NULL) AND (closed_by IS NULL)) = (closed_at IS NULL)))
);

CREATE TABLE public.customer_reference (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid NOT NULL,
    kind text NOT NULL,
    external_id text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    address text,
    status text,
    source text NOT NULL,
    external_key text DEFAULT ''::text NOT NULL,
    observed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_reference_external_id_check CHECK (((external_id <> ''::text) AND (length(external_id) <= 200))),
    CONSTRAINT customer_reference_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE TABLE public.dead_letter (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    reaction text NOT NULL,
    xact xid8 NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    failed_at timestamp with time zone DEFAULT now() NOT NULL,
    resolved_at timestamp with time zone
);

CREATE TABLE public.deduplication (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    dry_run boolean DEFAULT false NOT NULL,
    phase text,
    started_by text NOT NULL,
    policy jsonb DEFAULT '{}'::jsonb NOT NULL,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    learned boolean,
    notes text[] DEFAULT '{}'::text[] NOT NULL,
    problem text,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT deduplication_check CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT deduplication_check1 CHECK (((state = 'failed'::text) = (problem IS NOT NULL))),
    CONSTRAINT deduplication_phase_check CHECK ((phase = ANY (ARRAY['reading'::text, 'learning'::text, 'comparing'::text, 'proposing'::text]))),
    CONSTRAINT deduplication_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.delivery (
    org_id uuid NOT NULL,
    message_id uuid NOT NULL,
    account_id uuid NOT NULL,
    handle_id uuid NOT NULL,
    external_id text NOT NULL,
    automatic boolean DEFAULT false NOT NULL,
    status text DEFAULT 'sending'::text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT delivery_status_check CHECK ((status = ANY (ARRAY['sending'::text, 'sent'::text, 'failed'::text])))
);

CREATE TABLE public.entity_pattern (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    label text NOT NULL,
    expression text NOT NULL,
    cues text[] DEFAULT '{}'::text[] NOT NULL,
    needs_cue boolean DEFAULT false NOT NULL,
    confidence real NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT entity_pattern_confidence_check CHECK (((confidence > (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT entity_pattern_expression_check CHECK (((length(expression) >= 1) AND (length(expression) <= 500))),
    CONSTRAINT entity_pattern_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
    CONSTRAINT entity_pattern_label_check CHECK ((label <> ''::text))
);

CREATE TABLE public.escalation (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    case_id uuid,
    customer_id uuid,
    rule_id uuid NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL,
    team_id uuid,
    queue_id uuid,
    agent_id uuid,
    raised_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    resolved_at timestamp with time zone,
    resolved_by text,
    note text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT escalation_check CHECK (((acknowledged_at IS NULL) = (acknowledged_by IS NULL))),
    CONSTRAINT escalation_check1 CHECK (((resolved_at IS NULL) = (resolved_by IS NULL))),
    CONSTRAINT escalation_reason_check CHECK ((reason <> ''::text))
);

CREATE TABLE public.estimate (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    minute bigint NOT NULL,
    queue_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    place integer NOT NULL,
    seconds double precision NOT NULL,
    method text NOT NULL,
    waited_seconds double precision,
    CONSTRAINT estimate_place_check CHECK ((place > 0)),
    CONSTRAINT estimate_seconds_check CHECK ((seconds >= (0)::double precision)),
    CONSTRAINT estimate_waited_seconds_check CHECK ((waited_seconds >= (0)::double precision))
);

CREATE TABLE public.event_seal_head (
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    last_xact xid8 NOT NULL,
    last_seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT event_seal_head_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT event_seal_head_position_check CHECK (("position" >= 1))
);

ALTER TABLE public.event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.feed_row (
    org_id uuid NOT NULL,
    feed_id uuid NOT NULL,
    external_key text NOT NULL,
    customer_id uuid NOT NULL,
    hash bytea,
    observed_at timestamp with time zone NOT NULL,
    blank jsonb DEFAULT '{}'::jsonb NOT NULL,
    related uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT feed_row_external_key_check CHECK (((external_key <> ''::text) AND (length(external_key) <= 512)))
);

CREATE TABLE public.feed_row_problem (
    org_id uuid NOT NULL,
    run_id uuid NOT NULL,
    row_number bigint NOT NULL,
    "position" smallint NOT NULL,
    external_key text,
    refused boolean NOT NULL,
    problem text NOT NULL,
    CONSTRAINT feed_row_problem_external_key_check CHECK ((length(external_key) <= 512)),
    CONSTRAINT feed_row_problem_problem_check CHECK ((length(problem) <= 1000)),
    CONSTRAINT feed_row_problem_row_number_check CHECK ((row_number >= 0))
);

CREATE TABLE public.feed_run (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    feed_id uuid NOT NULL,
    origin text NOT NULL,
    started_by text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    read_rows bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    partly bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT feed_run_origin_check CHECK ((origin = ANY (ARRAY['rows'::text, 'file'::text, 'command'::text])))
);

CREATE TABLE public.followed (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    because uuid NOT NULL,
    interaction_id uuid,
    case_id uuid,
    customer_before uuid NOT NULL,
    customer_after uuid NOT NULL,
    joined_before uuid,
    joined_after uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT followed_check CHECK ((num_nonnulls(interaction_id, case_id) = 1))
);

CREATE TABLE public.hand_off (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    case_id uuid,
    from_kind text NOT NULL,
    from_id uuid,
    to_kind text NOT NULL,
    to_id uuid,
    reason text NOT NULL,
    policy text,
    template_id uuid,
    required jsonb DEFAULT '[]'::jsonb NOT NULL,
    packet jsonb NOT NULL,
    completeness real NOT NULL,
    owner_before uuid,
    owner_after uuid,
    status text DEFAULT 'offered'::text NOT NULL,
    created_by text NOT NULL,
    accepted_at timestamp with time zone,
    accepted_by uuid,
    asked_again jsonb DEFAULT '[]'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    from_channel text,
    to_channel text,
    from_team_id uuid,
    to_team_id uuid,
    context_team_id uuid,
    declined_by uuid,
    decline_reason text,
    CONSTRAINT hand_off_check CHECK (((status = 'accepted'::text) = (accepted_at IS NOT NULL))),
    CONSTRAINT hand_off_completeness_check CHECK (((completeness >= (0)::double precision) AND (completeness <= (1)::double precision))),
    CONSTRAINT hand_off_decline_check CHECK (((status = 'declined'::text) OR ((declined_by IS NULL) AND (decline_reason IS NULL)))),
    CONSTRAINT hand_off_decline_reason_check CHECK ((decline_reason <> ''::text)),
    CONSTRAINT hand_off_from_kind_check CHECK ((from_kind = ANY (ARRAY['agent'::text, 'bot'::text, 'queue'::text, 'team'::text, 'channel'::text]))),
    CONSTRAINT hand_off_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT hand_off_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'cancelled'::text]))),
    CONSTRAINT hand_off_to_kind_check CHECK ((to_kind = ANY (ARRAY['agent'::text, 'bot'::text, 'queue'::text, 'team'::text, 'channel'::text])))
);

CREATE TABLE public.handle (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid,
    scheme text NOT NULL,
    value text NOT NULL,
    name text,
    verification text DEFAULT 'none'::text NOT NULL,
    confidence real DEFAULT 1 NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    unreachable text,
    decision_id uuid,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT handle_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT handle_scheme_check CHECK ((scheme ~ '^[a-z][a-z0-9_]{0,31}$'::text)),
    CONSTRAINT handle_value_check CHECK (((value <> ''::text) AND (length(value) <= 512))),
    CONSTRAINT handle_verification_check CHECK ((verification = ANY (ARRAY['none'::text, 'asserted'::text, 'verified'::text])))
);

CREATE TABLE public.handle_use (
    org_id uuid NOT NULL,
    handle_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    behalf boolean NOT NULL,
    decision_id uuid,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
);

CREATE TABLE public.held_reply (
    org_id uuid NOT NULL,
    message_id uuid NOT NULL,
    agent_id uuid,
    author text NOT NULL,
    author_name text DEFAULT ''::text NOT NULL,
    channel text NOT NULL,
    medium text NOT NULL,
    synchrony text NOT NULL,
    subject text,
    send_at timestamp with time zone NOT NULL
);

CREATE TABLE public.idempotency_key (
    org_id uuid NOT NULL,
    actor text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    body bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

CREATE TABLE public.identity_decision (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    customer_id uuid NOT NULL,
    other_customer_id uuid,
    handle_id uuid,
    rule text NOT NULL,
    score real,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    before jsonb DEFAULT '{}'::jsonb NOT NULL,
    decided_by text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    undoes uuid,
    undone_at timestamp with time zone,
    CONSTRAINT identity_decision_kind_check CHECK ((kind = ANY (ARRAY['link'::text, 'unlink'::text, 'merge'::text, 'unmerge'::text, 'suggest'::text, 'move'::text, 'split'::text, 'unsplit'::text]))),
    CONSTRAINT identity_decision_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
);

CREATE TABLE public.identity_proposal (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid NOT NULL,
    other_customer_id uuid NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    origin text NOT NULL,
    score real NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    conflicts text[] DEFAULT '{}'::text[] NOT NULL,
    suggestion_id uuid,
    deduplication_id uuid,
    decided_by text,
    decided_at timestamp with time zone,
    reason text,
    merge_id uuid,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT identity_proposal_check CHECK ((customer_id < other_customer_id)),
    CONSTRAINT identity_proposal_check1 CHECK (((state <> 'accepted'::text) OR (merge_id IS NOT NULL))),
    CONSTRAINT identity_proposal_check2 CHECK (((state <> 'declined'::text) OR (decided_at IS NOT NULL))),
    CONSTRAINT identity_proposal_origin_check CHECK ((origin = ANY (ARRAY['contact'::text, 'search'::text]))),
    CONSTRAINT identity_proposal_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision))),
    CONSTRAINT identity_proposal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'settled'::text])))
);

CREATE TABLE public.notification (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    agent_id uuid NOT NULL,
    kind text NOT NULL,
    case_id uuid,
    interaction_id uuid,
    message_id uuid,
    actor text NOT NULL,
    cause text NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT notification_kind_check CHECK ((kind = ANY (ARRAY['mention'::text, 'assigned'::text, 'hand_off'::text, 'snooze'::text, 'declined'::text])))
);

CREATE TABLE public.password_reset (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    agent_id uuid NOT NULL,
    token_hash bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.preferred_agent (
    org_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    until timestamp with time zone
);

CREATE TABLE public.presence (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    status text DEFAULT 'offline'::text NOT NULL,
    reason text,
    since timestamp with time zone DEFAULT now() NOT NULL,
    idle_since timestamp with time zone DEFAULT now() NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    followed_at timestamp with time zone,
    CONSTRAINT presence_status_check CHECK ((status = ANY (ARRAY['available'::text, 'busy'::text, 'away'::text, 'wrap_up'::text, 'not_responding'::text, 'offline'::text])))
);

CREATE TABLE public.presence_reason (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT presence_reason_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text)),
    CONSTRAINT presence_reason_status_check CHECK ((status = ANY (ARRAY['busy'::text, 'away'::text, 'wrap_up'::text, 'offline'::text])))
);

CREATE TABLE public.recovery_code (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.relationship (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    customer_id uuid NOT NULL,
    other_customer_id uuid NOT NULL,
    kind text NOT NULL,
    ended_at timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT relationship_check CHECK ((customer_id <> other_customer_id)),
    CONSTRAINT relationship_kind_check CHECK ((kind = ANY (ARRAY['household'::text, 'employer'::text, 'broker_of'::text, 'authorised_representative'::text])))
);

CREATE TABLE public.role (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    permissions text[] DEFAULT '{}'::text[] NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT role_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text))
);

CREATE TABLE public.routing_model (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    number integer NOT NULL,
    "position" bigint NOT NULL,
    outcomes bigint NOT NULL,
    worths jsonb NOT NULL,
    overloaded uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    day timestamp with time zone NOT NULL,
    decided integer DEFAULT 0 NOT NULL,
    explored integer DEFAULT 0 NOT NULL,
    published_at timestamp with time zone NOT NULL,
    counts bytea,
    CONSTRAINT routing_model_check CHECK (((explored >= 0) AND (explored <= decided))),
    CONSTRAINT routing_model_decided_check CHECK ((decided >= 0)),
    CONSTRAINT routing_model_number_check CHECK ((number > 0)),
    CONSTRAINT routing_model_outcomes_check CHECK ((outcomes >= 0)),
    CONSTRAINT routing_model_position_check CHECK (("position" >= 0))
);

CREATE TABLE public.routing_outcome (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    intent text NOT NULL,
    channel text NOT NULL,
    tier text DEFAULT ''::text NOT NULL,
    resolved_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    handle_seconds double precision,
    wait_seconds double precision,
    decided_at timestamp with time zone,
    block_at timestamp with time zone,
    learned boolean,
    model text,
    worth double precision,
    recontacted_at timestamp with time zone,
    settled_at timestamp with time zone,
    resolved boolean,
    satisfaction real,
    value smallint,
    "position" bigint,
    CONSTRAINT routing_outcome_check CHECK ((due_at > resolved_at)),
    CONSTRAINT routing_outcome_check1 CHECK (((settled_at IS NULL) = (resolved IS NULL))),
    CONSTRAINT routing_outcome_check2 CHECK (((("position" IS NULL) = (value IS NULL)) AND (("position" IS NULL) OR (settled_at IS NOT NULL)))),
    CONSTRAINT routing_outcome_handle_seconds_check CHECK ((handle_seconds >= (0)::double precision)),
    CONSTRAINT routing_outcome_position_check CHECK (("position" > 0)),
    CONSTRAINT routing_outcome_satisfaction_check CHECK (((satisfaction >= (0)::double precision) AND (satisfaction <= (1)::double precision))),
    CONSTRAINT routing_outcome_value_check CHECK (((value >= 0) AND (value <= 1000))),
    CONSTRAINT routing_outcome_wait_seconds_check CHECK ((wait_seconds >= (0)::double precision))
);

CREATE TABLE public.rule_count (
    org_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    matched bigint DEFAULT 0 NOT NULL,
    last_matched_at timestamp with time zone,
    failed bigint DEFAULT 0 NOT NULL,
    last_error text,
    last_failed_at timestamp with time zone
);

CREATE TABLE public.rule_set_version (
    org_id uuid NOT NULL,
    version bigint NOT NULL,
    mode text NOT NULL,
    rules jsonb NOT NULL,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    restored bigint,
    saved_by text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT rule_set_version_mode_check CHECK ((mode = ANY (ARRAY['first'::text, 'all'::text]))),
    CONSTRAINT rule_set_version_version_check CHECK ((version > 0))
);

CREATE TABLE public.rule_standing (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    rules_version bigint NOT NULL,
    interaction_version bigint NOT NULL,
    case_version bigint,
    customer_version bigint,
    signal_id uuid,
    decided jsonb DEFAULT '{}'::jsonb NOT NULL,
    own_queue_id uuid,
    queue_id uuid,
    priority smallint NOT NULL,
    given smallint DEFAULT 0 NOT NULL,
    looked_at timestamp with time zone NOT NULL
);

CREATE TABLE public.rule_step (
    org_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    step smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    CONSTRAINT rule_step_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT rule_step_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'over'::text, 'failed'::text]))),
    CONSTRAINT rule_step_step_check CHECK ((step >= 0))
);

CREATE TABLE public.saved_view (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    icon text,
    shared text DEFAULT 'nobody'::text NOT NULL,
    team_id uuid,
    filters jsonb DEFAULT '{}'::jsonb NOT NULL,
    sort text DEFAULT 'newest'::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT saved_view_check CHECK (((shared = 'team'::text) = (team_id IS NOT NULL))),
    CONSTRAINT saved_view_icon_check CHECK ((icon ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT saved_view_name_check CHECK (((name <> ''::text) AND (length(name) <= 80))),
    CONSTRAINT saved_view_shared_check CHECK ((shared = ANY (ARRAY['nobody'::text, 'team'::text, 'everybody'::text]))),
    CONSTRAINT saved_view_sort_check CHECK ((sort = ANY (ARRAY['newest'::text, 'waiting'::text, 'due'::text])))
);

CREATE TABLE public.saved_view_order (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    view_ids uuid[] NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.second_factor (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    secret bytea NOT NULL,
    last_step bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.session (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    agent_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    client text
);

CREATE TABLE public.sign_in_attempt (
    org_id uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    subject bytea NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sign_in_attempt_org_id_check CHECK ((org_id = '00000000-0000-0000-0000-000000000000'::uuid))
);

CREATE TABLE public.signal (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    interaction_id uuid NOT NULL,
    case_id uuid,
    message_id uuid,
    kind text NOT NULL,
    value double precision,
    label text,
    confidence real NOT NULL,
    producer text NOT NULL,
    producer_version text DEFAULT ''::text NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    superseded_by uuid,
    CONSTRAINT signal_check CHECK (((value IS NOT NULL) OR (label IS NOT NULL))),
    CONSTRAINT signal_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT signal_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE TABLE public.skill (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT skill_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text))
);

CREATE TABLE public.snooze (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    agent_id uuid NOT NULL,
    interaction_id uuid NOT NULL,
    until timestamp with time zone,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.survivorship (
    org_id uuid NOT NULL,
    rules jsonb DEFAULT '{}'::jsonb NOT NULL,
    pending_after uuid,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.team (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT team_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text))
);

CREATE TABLE public.team_member (
    org_id uuid NOT NULL,
    team_id uuid NOT NULL,
    agent_id uuid NOT NULL
);

CREATE TABLE public.term (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    vocabulary text NOT NULL,
    code text NOT NULL,
    label text NOT NULL,
    definition text DEFAULT ''::text NOT NULL,
    parent_vocabulary text,
    parent text,
    synonyms text[] DEFAULT '{}'::text[] NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT term_check CHECK (((parent IS NULL) = (parent_vocabulary IS NULL))),
    CONSTRAINT term_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_.]{0,126}$'::text)),
    CONSTRAINT term_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'active'::text, 'deprecated'::text])))
);

CREATE TABLE public.vocabulary (
    org_id uuid NOT NULL,
    id uuid DEFAULT uuidv7() NOT NULL,
    code text NOT NULL,
    label text NOT NULL,
    pack text,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT vocabulary_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_]{0,62}$'::text))
);

ALTER TABLE ONLY public.action_item
    ADD CONSTRAINT action_item_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.agent_role
    ADD CONSTRAINT agent_role_pkey PRIMARY KEY (org_id, agent_id, role_id);

ALTER TABLE ONLY public.agent_routing
    ADD CONSTRAINT agent_routing_pkey PRIMARY KEY (org_id, agent_id);

ALTER TABLE ONLY public.agent_skill
    ADD CONSTRAINT agent_skill_pkey PRIMARY KEY (org_id, agent_id, skill_id);

ALTER TABLE ONLY public.answer_wish
    ADD CONSTRAINT answer_wish_pkey PRIMARY KEY (org_id, interaction_id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_org_id_message_id_position_key UNIQUE (org_id, message_id, "position");

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.blob
    ADD CONSTRAINT blob_pkey PRIMARY KEY (org_id, sha256);

ALTER TABLE ONLY public.calendar
    ADD CONSTRAINT calendar_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.calendar
    ADD CONSTRAINT calendar_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.canned_response
    ADD CONSTRAINT canned_response_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.capture_template
    ADD CONSTRAINT capture_template_org_id_moment_channel_category_key UNIQUE NULLS NOT DISTINCT (org_id, moment, channel, category);

ALTER TABLE ONLY public.capture_template
    ADD CONSTRAINT capture_template_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.case_follow
    ADD CONSTRAINT case_follow_org_id_agent_id_case_id_key UNIQUE (org_id, agent_id, case_id);

ALTER TABLE ONLY public.case_follow
    ADD CONSTRAINT case_follow_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_reference_key UNIQUE (org_id, reference);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.case_term
    ADD CONSTRAINT case_term_pkey PRIMARY KEY (org_id, term, case_id);

ALTER TABLE ONLY public.channel_account
    ADD CONSTRAINT channel_account_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.channel_check
    ADD CONSTRAINT channel_check_pkey PRIMARY KEY (org_id, account_id, part);

ALTER TABLE ONLY public.connector_state
    ADD CONSTRAINT connector_state_pkey PRIMARY KEY (org_id, account_id, key);

ALTER TABLE ONLY public.connector_ticket
    ADD CONSTRAINT connector_ticket_pkey PRIMARY KEY (org_id, account_id, digest);

ALTER TABLE ONLY public.context_loss
    ADD CONSTRAINT context_loss_org_id_interaction_id_kind_message_id_hand_off_key UNIQUE NULLS NOT DISTINCT (org_id, interaction_id, kind, message_id, hand_off_id, field);

ALTER TABLE ONLY public.context_loss
    ADD CONSTRAINT context_loss_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.context_proposal
    ADD CONSTRAINT context_proposal_org_id_kind_switch_from_value_to_value_fie_key UNIQUE NULLS NOT DISTINCT (org_id, kind, switch, from_value, to_value, field);

ALTER TABLE ONLY public.context_proposal
    ADD CONSTRAINT context_proposal_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.continuity_model
    ADD CONSTRAINT continuity_model_org_id_number_key UNIQUE (org_id, number);

ALTER TABLE ONLY public.continuity_model
    ADD CONSTRAINT continuity_model_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.continuity_policy
    ADD CONSTRAINT continuity_policy_org_id_switch_from_value_to_value_key UNIQUE NULLS NOT DISTINCT (org_id, switch, from_value, to_value);

ALTER TABLE ONLY public.continuity_policy
    ADD CONSTRAINT continuity_policy_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.customer_attribute
    ADD CONSTRAINT customer_attribute_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.customer_fact
    ADD CONSTRAINT customer_fact_pkey PRIMARY KEY (org_id, fact, customer_id);

ALTER TABLE ONLY public.customer_name
    ADD CONSTRAINT customer_name_pkey PRIMARY KEY (org_id, customer_id, given, family) INCLUDE (guessed);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.customer_question
    ADD CONSTRAINT customer_question_org_id_message_id_span_key UNIQUE (org_id, message_id, span);

ALTER TABLE ONLY public.customer_question
    ADD CONSTRAINT customer_question_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.customer_reference
    ADD CONSTRAINT customer_reference_org_id_customer_id_kind_external_id_sour_key UNIQUE (org_id, customer_id, kind, external_id, source, external_key);

ALTER TABLE ONLY public.customer_reference
    ADD CONSTRAINT customer_reference_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.dead_letter
    ADD CONSTRAINT dead_letter_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.deduplication
    ADD CONSTRAINT deduplication_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (org_id, message_id);

ALTER TABLE ONLY public.entity_pattern
    ADD CONSTRAINT entity_pattern_org_id_kind_label_key UNIQUE (org_id, kind, label);

ALTER TABLE ONLY public.entity_pattern
    ADD CONSTRAINT entity_pattern_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.entity_ref
    ADD CONSTRAINT entity_ref_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.estimate
    ADD CONSTRAINT estimate_pkey PRIMARY KEY (org_id, interaction_id, minute);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (org_id, xact, seq);

ALTER TABLE ONLY public.event_seal_head
    ADD CONSTRAINT event_seal_head_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.event_seal
    ADD CONSTRAINT event_seal_pkey PRIMARY KEY (org_id, "position");

ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.feed_row
    ADD CONSTRAINT feed_row_pkey PRIMARY KEY (org_id, feed_id, external_key);

ALTER TABLE ONLY public.feed_row_problem
    ADD CONSTRAINT feed_row_problem_pkey PRIMARY KEY (org_id, run_id, row_number, "position");

ALTER TABLE ONLY public.feed_run
    ADD CONSTRAINT feed_run_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.handle
    ADD CONSTRAINT handle_org_id_scheme_value_key UNIQUE (org_id, scheme, value);

ALTER TABLE ONLY public.handle
    ADD CONSTRAINT handle_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.handle_use
    ADD CONSTRAINT handle_use_pkey PRIMARY KEY (org_id, handle_id, customer_id);

ALTER TABLE ONLY public.held_reply
    ADD CONSTRAINT held_reply_pkey PRIMARY KEY (org_id, message_id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (org_id, actor, key);

ALTER TABLE ONLY public.identity_decision
    ADD CONSTRAINT identity_decision_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_customer_id_other_customer_id_key UNIQUE (org_id, customer_id, other_customer_id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.interaction_link
    ADD CONSTRAINT interaction_link_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (org_id, name);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.offer
    ADD CONSTRAINT offer_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.preferred_agent
    ADD CONSTRAINT preferred_agent_pkey PRIMARY KEY (org_id, customer_id);

ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (org_id, agent_id);

ALTER TABLE ONLY public.presence_reason
    ADD CONSTRAINT presence_reason_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.presence_reason
    ADD CONSTRAINT presence_reason_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.queue_team
    ADD CONSTRAINT queue_team_pkey PRIMARY KEY (org_id, queue_id, team_id);

ALTER TABLE ONLY public.reaction_cursor
    ADD CONSTRAINT reaction_cursor_pkey PRIMARY KEY (org_id, reaction, shard);

ALTER TABLE ONLY public.read_mark
    ADD CONSTRAINT read_mark_pkey PRIMARY KEY (org_id, agent_id, interaction_id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (org_id, agent_id, code_hash);

ALTER TABLE ONLY public.relationship
    ADD CONSTRAINT relationship_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.routing_model
    ADD CONSTRAINT routing_model_org_id_number_key UNIQUE (org_id, number);

ALTER TABLE ONLY public.routing_model
    ADD CONSTRAINT routing_model_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.routing_outcome
    ADD CONSTRAINT routing_outcome_org_id_interaction_id_resolved_at_key UNIQUE (org_id, interaction_id, resolved_at);

ALTER TABLE ONLY public.routing_outcome
    ADD CONSTRAINT routing_outcome_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.rule_count
    ADD CONSTRAINT rule_count_pkey PRIMARY KEY (org_id, rule_id);

ALTER TABLE ONLY public.rule_set_version
    ADD CONSTRAINT rule_set_version_pkey PRIMARY KEY (org_id, version);

ALTER TABLE ONLY public.rule_standing
    ADD CONSTRAINT rule_standing_pkey PRIMARY KEY (org_id, interaction_id);

ALTER TABLE ONLY public.rule_step
    ADD CONSTRAINT rule_step_pkey PRIMARY KEY (org_id, interaction_id, rule_id, step);

ALTER TABLE ONLY public.saved_view_order
    ADD CONSTRAINT saved_view_order_pkey PRIMARY KEY (org_id, agent_id);

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.search_line
    ADD CONSTRAINT search_line_pkey PRIMARY KEY (org_id, interaction_id);

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (org_id, agent_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.snooze
    ADD CONSTRAINT snooze_org_id_agent_id_interaction_id_key UNIQUE (org_id, agent_id, interaction_id);

ALTER TABLE ONLY public.snooze
    ADD CONSTRAINT snooze_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.survivorship
    ADD CONSTRAINT survivorship_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (org_id, team_id, agent_id);

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_org_id_vocabulary_code_key UNIQUE (org_id, vocabulary, code);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.vocabulary
    ADD CONSTRAINT vocabulary_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.vocabulary
    ADD CONSTRAINT vocabulary_pkey PRIMARY KEY (org_id, id);

ALTER TABLE ONLY public.work_need
    ADD CONSTRAINT work_need_pkey PRIMARY KEY (org_id, interaction_id);

CREATE INDEX action_item_by_case ON public.action_item USING btree (org_id, case_id);

CREATE INDEX action_item_due ON public.action_item USING btree (org_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX agent_by_email ON public.agent USING btree (org_id, email);

CREATE INDEX agent_skill_by_skill ON public.agent_skill USING btree (org_id, skill_id);

CREATE UNIQUE INDEX api_key_by_hash ON public.api_key USING btree (org_id, key_hash);

CREATE INDEX attachment_by_blob ON public.attachment USING btree (org_id, sha256) WHERE (sha256 IS NOT NULL);

CREATE INDEX callback_by_interaction ON public.callback USING btree (org_id, interaction_id, id);

CREATE UNIQUE INDEX callback_open_once ON public.callback USING btree (org_id, interaction_id) WHERE (status = 'waiting'::text);

CREATE UNIQUE INDEX canned_response_code ON public.canned_response USING btree (org_id, code, scope, COALESCE(agent_id, team_id, org_id));

CREATE INDEX case_by_customer ON public.case_record USING btree (org_id, customer_id, last_contact_at DESC);

CREATE INDEX case_by_join ON public.case_record USING btree (org_id, joined_into) WHERE (joined_into IS NOT NULL);

CREATE INDEX case_by_owner ON public.case_record USING btree (org_id, owner_id, id) WHERE (owner_id IS NOT NULL);

CREATE INDEX case_by_status ON public.case_record USING btree (org_id, status, id);

CREATE INDEX case_decision_because ON public.case_decision USING btree (org_id, because) WHERE (because IS NOT NULL);

CREATE INDEX case_decision_by_interaction ON public.case_decision USING btree (org_id, interaction_id, id);

CREATE INDEX case_decision_corrected ON public.case_decision USING btree (org_id) WHERE ((answer IS NOT NULL) OR (kind = ANY (ARRAY['move'::text, 'split'::text, 'join'::text, 'undo'::text])));

CREATE INDEX case_decision_suggested ON public.case_decision USING btree (org_id, id) WHERE ((kind = 'suggest'::text) AND (answer IS NULL));

CREATE UNIQUE INDEX case_decision_undone_once ON public.case_decision USING btree (org_id, undoes) WHERE ((undoes IS NOT NULL) AND (undone_at IS NULL));

CREATE INDEX case_decision_weighed ON public.case_decision USING btree (org_id, at DESC) WHERE ((kind = ANY (ARRAY['new'::text, 'attach'::text, 'suggest'::text])) AND (candidates <> '[]'::jsonb));

CREATE INDEX case_follow_by_case ON public.case_follow USING btree (org_id, case_id);

CREATE INDEX case_term_by_case ON public.case_term USING btree (org_id, case_id);

CREATE UNIQUE INDEX channel_account_by_address ON public.channel_account USING btree (org_id, connector, channel, address);

CREATE INDEX channel_account_by_id ON public.channel_account USING btree (id);

CREATE INDEX connector_ticket_expiring ON public.connector_ticket USING btree (org_id, expires_at);

CREATE INDEX context_loss_by_hand_off ON public.context_loss USING btree (org_id, hand_off_id) WHERE (hand_off_id IS NOT NULL);

CREATE INDEX context_loss_by_message ON public.context_loss USING btree (org_id, message_id) WHERE (message_id IS NOT NULL);

CREATE INDEX context_loss_by_time ON public.context_loss USING btree (org_id, at);

CREATE UNIQUE INDEX continuity_model_active ON public.continuity_model USING btree (org_id) WHERE (status = 'active'::text);

CREATE UNIQUE INDEX customer_attribute_once ON public.customer_attribute USING btree (org_id, customer_id, name, source, external_key, md5((value)::text));

CREATE INDEX customer_by_merge ON public.customer USING btree (org_id, merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX customer_by_name ON public.customer USING btree (org_id, sought_name, id);

CREATE INDEX customer_by_root ON public.customer USING btree (org_id, root_id);

CREATE INDEX customer_fact_by_customer ON public.customer_fact USING btree (org_id, customer_id);

CREATE INDEX customer_fact_by_handle ON public.customer_fact USING btree (org_id, handle_id) WHERE (handle_id IS NOT NULL);

CREATE INDEX customer_merged ON public.customer USING btree (org_id, id) INCLUDE (root_id) WHERE (merged_into IS NOT NULL);

CREATE INDEX customer_merged_by_root ON public.customer USING btree (org_id, root_id, id) WHERE (merged_into IS NOT NULL);

CREATE INDEX customer_name_by_beginning ON public.customer_name USING btree (org_id, beginning, customer_id) INCLUDE (given, family) WHERE (NOT guessed);

CREATE INDEX customer_name_by_ending ON public.customer_name USING btree (org_id, ending, customer_id) INCLUDE (given, family) WHERE (NOT guessed);

CREATE INDEX customer_name_by_handle ON public.customer_name USING btree (org_id, handle_id) WHERE (handle_id IS NOT NULL);

CREATE INDEX customer_question_by_answer ON public.customer_question USING btree (org_id, answered_by) WHERE (answered_by IS NOT NULL);

CREATE INDEX customer_question_by_interaction ON public.customer_question USING btree (org_id, interaction_id);

CREATE INDEX customer_reference_by_object ON public.customer_reference USING btree (org_id, kind, external_id);

CREATE UNIQUE INDEX dead_letter_once ON public.dead_letter USING btree (org_id, reaction, xact, seq) WHERE (resolved_at IS NULL);

CREATE UNIQUE INDEX deduplication_under_way ON public.deduplication USING btree (org_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX delivery_automatic ON public.delivery USING btree (org_id, handle_id, created_at) WHERE automatic;

CREATE INDEX delivery_by_account ON public.delivery USING btree (org_id, account_id, updated_at) WHERE (status = 'sent'::text);

CREATE INDEX entity_ref_by_case ON public.entity_ref USING btree (org_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX entity_ref_by_interaction ON public.entity_ref USING btree (org_id, interaction_id) WHERE (interaction_id IS NOT NULL);

CREATE INDEX entity_ref_by_message ON public.entity_ref USING btree (org_id, message_id) WHERE (message_id IS NOT NULL);

CREATE INDEX entity_ref_by_object ON public.entity_ref USING btree (org_id, kind, external_id);

CREATE UNIQUE INDEX entity_ref_found_once ON public.entity_ref USING btree (org_id, message_id, kind, span) WHERE (source = 'system:context'::text);

CREATE INDEX envelope_by_account ON public.envelope USING btree (org_id, account_id, id);

CREATE UNIQUE INDEX envelope_by_external_id ON public.envelope USING btree (org_id, account_id, external_id);

CREATE INDEX envelope_troubled ON public.envelope USING btree (org_id, status, id) WHERE (status = ANY (ARRAY['failed'::text, 'unknown'::text]));

CREATE INDEX envelope_waiting ON public.envelope USING btree (org_id, lane, id) WHERE (status = 'accepted'::text);

CREATE INDEX escalation_by_interaction ON public.escalation USING btree (org_id, interaction_id);

CREATE INDEX escalation_open ON public.escalation USING btree (org_id, id) WHERE (resolved_at IS NULL);

CREATE UNIQUE INDEX escalation_open_once ON public.escalation USING btree (org_id, interaction_id, rule_id) WHERE (resolved_at IS NULL);

CREATE INDEX estimate_answered ON public.estimate USING btree (org_id, queue_id, at) WHERE (waited_seconds IS NOT NULL);

CREATE INDEX event_by_case ON public.event USING btree (org_id, case_id, xact, seq) WHERE (case_id IS NOT NULL);

CREATE INDEX event_by_customer ON public.event USING btree (org_id, customer_id, xact, seq) WHERE ((customer_id IS NOT NULL) AND (case_id IS NULL));

CREATE INDEX event_by_interaction ON public.event USING btree (org_id, interaction_id, xact, seq) WHERE (interaction_id IS NOT NULL);

CREATE INDEX event_by_time ON public.event USING brin (at) WITH (autosummarize='on');

CREATE INDEX event_seal_by_name ON public.event_seal USING gin (names);

CREATE UNIQUE INDEX feed_by_id ON public.feed USING btree (id);

CREATE INDEX feed_run_by_feed ON public.feed_run USING btree (org_id, feed_id, id);

CREATE INDEX followed_because ON public.followed USING btree (org_id, because) WHERE (undone_at IS NULL);

CREATE INDEX followed_case ON public.followed USING btree (org_id, case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX followed_interaction ON public.followed USING btree (org_id, interaction_id) WHERE (interaction_id IS NOT NULL);

CREATE INDEX hand_off_accepted ON public.hand_off USING btree (org_id, accepted_at) WHERE (accepted_at IS NOT NULL);

CREATE INDEX hand_off_by_interaction ON public.hand_off USING btree (org_id, interaction_id);

CREATE UNIQUE INDEX hand_off_open_once ON public.hand_off USING btree (org_id, interaction_id) WHERE (status = 'offered'::text);

CREATE INDEX handle_by_customer ON public.handle USING btree (org_id, customer_id);

CREATE INDEX handle_use_by_customer ON public.handle_use USING btree (org_id, customer_id);

CREATE INDEX idempotency_key_by_age ON public.idempotency_key USING btree (created_at);

CREATE INDEX identity_decision_by_customer ON public.identity_decision USING btree (org_id, customer_id);

CREATE INDEX identity_decision_by_handle ON public.identity_decision USING btree (org_id, handle_id) WHERE (handle_id IS NOT NULL);

CREATE INDEX identity_decision_by_other ON public.identity_decision USING btree (org_id, other_customer_id) WHERE (other_customer_id IS NOT NULL);

CREATE UNIQUE INDEX identity_decision_suggested_once ON public.identity_decision USING btree (org_id, customer_id, other_customer_id) WHERE (kind = 'suggest'::text);

CREATE UNIQUE INDEX identity_decision_undone_once ON public.identity_decision USING btree (org_id, undoes) WHERE ((undoes IS NOT NULL) AND (undone_at IS NULL));

CREATE INDEX identity_proposal_by_other ON public.identity_proposal USING btree (org_id, other_customer_id);

CREATE INDEX identity_proposal_queue ON public.identity_proposal USING btree (org_id, state, score DESC, id DESC);

CREATE INDEX interaction_answered ON public.interaction USING btree (org_id, queue_id, answered_at) WHERE (answered_at IS NOT NULL);

CREATE INDEX interaction_awaiting ON public.interaction USING btree (org_id, public.waits_since(queued_at, started_at), id) WHERE public.awaits_answer(status, first_response_at, medium, direction, automatic);

CREATE INDEX interaction_awaiting_in_queue ON public.interaction USING btree (org_id, queue_id, public.waits_since(queued_at, started_at), id) WHERE ((queue_id IS NOT NULL) AND public.awaits_answer(status, first_response_at, medium, direction, automatic));

CREATE INDEX interaction_by_activity ON public.interaction USING btree (org_id, last_message_at, id);

CREATE INDEX interaction_by_case ON public.interaction USING btree (org_id, case_id, id);

CREATE INDEX interaction_by_category ON public.interaction USING btree (org_id, category, started_at) WHERE (category IS NOT NULL);

CREATE INDEX interaction_by_channel ON public.interaction USING btree (org_id, channel, started_at);

CREATE INDEX interaction_by_customer ON public.interaction USING btree (org_id, customer_id, id);

CREATE INDEX interaction_by_handle ON public.interaction USING btree (org_id, handle_id, id);

CREATE INDEX interaction_by_owner ON public.interaction USING btree (org_id, owner_id, started_at) WHERE (owner_id IS NOT NULL);

CREATE INDEX interaction_by_queue ON public.interaction USING btree (org_id, queue_id, started_at) WHERE (queue_id IS NOT NULL);

CREATE INDEX interaction_by_session ON public.interaction USING btree (org_id, account_id, session) WHERE (session IS NOT NULL);

CREATE INDEX interaction_by_start ON public.interaction USING btree (org_id, started_at);

CREATE INDEX interaction_by_status ON public.interaction USING btree (org_id, status, started_at);

CREATE INDEX interaction_gave_up ON public.interaction USING btree (org_id, queue_id, ended_at) WHERE (status = 'abandoned'::text);

CREATE INDEX interaction_in_hand ON public.interaction USING btree (org_id, owner_id, medium) WHERE ((owner_id IS NOT NULL) AND ((status = ANY (ARRAY['active'::text, 'on_hold'::text, 'wrap_up'::text])) OR ((status = 'waiting_customer'::text) AND (session IS NOT NULL))));

CREATE INDEX interaction_in_hands ON public.interaction USING btree (org_id, owner_id, last_message_at, id) WHERE ((owner_id IS NOT NULL) AND (status <> ALL (ARRAY['resolved'::text, 'closed'::text, 'abandoned'::text])));

CREATE INDEX interaction_kept_for ON public.interaction USING btree (org_id, COALESCE(preferred_id, owner_id)) WHERE ((status = 'queued'::text) AND (NOT automatic) AND ((preferred_id IS NOT NULL) OR (queue_id IS NULL)));

CREATE INDEX interaction_link_by_target ON public.interaction_link USING btree (org_id, to_id);

CREATE UNIQUE INDEX interaction_link_once ON public.interaction_link USING btree (org_id, from_id, to_id, kind) WHERE (undone_at IS NULL);

CREATE INDEX interaction_unassigned ON public.interaction USING btree (org_id, last_message_at, id) WHERE ((owner_id IS NULL) AND (status <> ALL (ARRAY['resolved'::text, 'closed'::text, 'abandoned'::text])));

CREATE INDEX interaction_waiting ON public.interaction USING btree (org_id, queue_id, medium, public.waiting_key(queued_at, priority), id) WHERE ((status = 'queued'::text) AND (NOT automatic));

CREATE INDEX invitation_by_interaction ON public.invitation USING btree (org_id, interaction_id, id);

CREATE INDEX invitation_of_agent ON public.invitation USING btree (org_id, agent_id, medium) WHERE (status = 'joined'::text);

CREATE UNIQUE INDEX invitation_once ON public.invitation USING btree (org_id, interaction_id, agent_id) WHERE ((status = ANY (ARRAY['invited'::text, 'joined'::text])) AND (agent_id IS NOT NULL));

CREATE UNIQUE INDEX invitation_once_queue ON public.invitation USING btree (org_id, interaction_id, queue_id) WHERE ((status = 'invited'::text) AND (queue_id IS NOT NULL));

CREATE UNIQUE INDEX invitation_once_team ON public.invitation USING btree (org_id, interaction_id, team_id) WHERE ((status = 'invited'::text) AND (team_id IS NOT NULL));

CREATE INDEX invitation_open ON public.invitation USING btree (org_id, agent_id) WHERE (status = 'invited'::text);

CREATE UNIQUE INDEX message_by_external_id ON public.message USING btree (org_id, account_id, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX message_by_interaction ON public.message USING btree (org_id, interaction_id, id);

CREATE INDEX message_failed ON public.message USING btree (org_id, at) WHERE (delivery = 'failed'::text);

CREATE INDEX message_not_sent ON public.message USING btree (org_id, id) WHERE (delivery = 'failed'::text);

CREATE INDEX notification_by_agent ON public.notification USING btree (org_id, agent_id, id);

CREATE INDEX notification_by_message ON public.notification USING btree (org_id, message_id) WHERE (message_id IS NOT NULL);

CREATE INDEX notification_mentions ON public.notification USING btree (org_id, agent_id, id) WHERE (kind = 'mention'::text);

CREATE UNIQUE INDEX notification_once ON public.notification USING btree (org_id, agent_id, kind, cause);

CREATE INDEX notification_read ON public.notification USING btree (org_id, read_at) WHERE (read_at IS NOT NULL);

CREATE INDEX notification_unread ON public.notification USING btree (org_id, agent_id, id) WHERE (read_at IS NULL);

CREATE INDEX offer_by_interaction ON public.offer USING btree (org_id, interaction_id, id);

CREATE INDEX offer_expiring ON public.offer USING btree (org_id, expires_at) WHERE (answered_at IS NULL);

CREATE UNIQUE INDEX offer_open_once ON public.offer USING btree (org_id, agent_id, interaction_id) WHERE (status = 'offered'::text);

CREATE INDEX participant_by_interaction ON public.participant USING btree (org_id, interaction_id);

CREATE INDEX password_reset_by_agent ON public.password_reset USING btree (org_id, agent_id);

CREATE UNIQUE INDEX password_reset_by_token ON public.password_reset USING btree (org_id, token_hash);

CREATE INDEX preferred_agent_by_agent ON public.preferred_agent USING btree (org_id, agent_id);

CREATE INDEX presence_at_work ON public.presence USING btree (org_id, agent_id) WHERE (status <> 'offline'::text);

CREATE INDEX queue_by_calendar ON public.queue USING btree (org_id, calendar_id) WHERE (calendar_id IS NOT NULL);

CREATE INDEX queue_by_overflow ON public.queue USING btree (org_id, overflow_queue_id) WHERE (overflow_queue_id IS NOT NULL);

CREATE INDEX queue_team_by_team ON public.queue_team USING btree (org_id, team_id);

CREATE INDEX read_mark_by_interaction ON public.read_mark USING btree (org_id, interaction_id);

CREATE INDEX read_mark_by_time ON public.read_mark USING btree (org_id, at);

CREATE INDEX relationship_by_other ON public.relationship USING btree (org_id, other_customer_id);

CREATE UNIQUE INDEX relationship_once ON public.relationship USING btree (org_id, customer_id, other_customer_id, kind) WHERE (ended_at IS NULL);

CREATE INDEX routing_model_by_time ON public.routing_model USING btree (org_id, published_at);

CREATE UNIQUE INDEX routing_outcome_by_position ON public.routing_outcome USING btree (org_id, "position") WHERE ("position" IS NOT NULL);

CREATE INDEX routing_outcome_by_time ON public.routing_outcome USING btree (org_id, resolved_at);

CREATE INDEX routing_outcome_due ON public.routing_outcome USING btree (org_id, due_at) WHERE ("position" IS NULL);

CREATE INDEX routing_outcome_open ON public.routing_outcome USING btree (org_id, customer_id) WHERE (settled_at IS NULL);

CREATE INDEX rule_step_due ON public.rule_step USING btree (org_id, due_at) WHERE (ended_at IS NULL);

CREATE INDEX saved_view_by_owner ON public.saved_view USING btree (org_id, owner_id, id);

CREATE INDEX saved_view_by_team ON public.saved_view USING btree (org_id, team_id, id) WHERE (team_id IS NOT NULL);

CREATE INDEX saved_view_shared ON public.saved_view USING btree (org_id, id) WHERE (shared = 'everybody'::text);

CREATE INDEX search_line_words ON public.search_line USING gin (words) WITH (gin_pending_list_limit='512');

CREATE INDEX session_by_agent ON public.session USING btree (org_id, agent_id);

CREATE UNIQUE INDEX session_by_token ON public.session USING btree (org_id, token_hash);

CREATE INDEX sign_in_attempt_by_age ON public.sign_in_attempt USING btree (org_id, at);

CREATE INDEX sign_in_attempt_by_subject ON public.sign_in_attempt USING btree (org_id, subject, at);

CREATE INDEX signal_by_case ON public.signal USING btree (org_id, case_id) WHERE ((case_id IS NOT NULL) AND (superseded_by IS NULL));

CREATE INDEX signal_by_message ON public.signal USING btree (org_id, message_id) WHERE (message_id IS NOT NULL);

CREATE UNIQUE INDEX signal_latest ON public.signal USING btree (org_id, interaction_id, kind) WHERE (superseded_by IS NULL);

CREATE INDEX snooze_by_interaction ON public.snooze USING btree (org_id, interaction_id);

CREATE INDEX team_member_by_agent ON public.team_member USING btree (org_id, agent_id);

CREATE INDEX work_need_later ON public.work_need USING btree (org_id, not_before) WHERE (not_before IS NOT NULL);

CREATE INDEX work_need_targets ON public.work_need USING btree (org_id, service_seconds) WHERE (service_seconds IS NOT NULL);

CREATE TRIGGER check_status BEFORE UPDATE OF status ON public.interaction FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.check_interaction_status();

CREATE TRIGGER only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event_seal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER renew_queues AFTER UPDATE OF timezone, weekly, holidays, exceptions ON public.calendar FOR EACH ROW WHEN (((((old.timezone IS DISTINCT FROM new.timezone) OR (old.weekly IS DISTINCT FROM new.weekly)) OR (old.holidays IS DISTINCT FROM new.holidays)) OR (old.exceptions IS DISTINCT FROM new.exceptions))) EXECUTE FUNCTION public.renew_queues_of_calendar();

CREATE TRIGGER touch BEFORE UPDATE ON public.action_item FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.agent FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.agent_routing FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE OF name, scopes, expires_at, revoked_at ON public.api_key FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.calendar FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.callback FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.canned_response FOR EACH ROW WHEN ((old.uses = new.uses)) EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.capture_template FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.case_record FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.channel_account FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.context_loss FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.context_proposal FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.continuity_model FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.continuity_policy FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.customer FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.customer_reference FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.deduplication FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.entity_pattern FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.escalation FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.feed FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.feed_run FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.hand_off FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.handle FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.identity_proposal FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.interaction FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.message FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.notification FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.offer FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.organization FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.presence FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.presence_reason FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.queue FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.relationship FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.role FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.saved_view FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.saved_view_order FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.skill FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.snooze FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.survivorship FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.team FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.term FOR EACH ROW EXECUTE FUNCTION public.touch();

CREATE TRIGGER touch BEFORE UPDATE ON public.vocabulary FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE ONLY public.action_item
    ADD CONSTRAINT action_item_org_id_assignee_id_fkey FOREIGN KEY (org_id, assignee_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.action_item
    ADD CONSTRAINT action_item_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.action_item
    ADD CONSTRAINT action_item_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.agent_role
    ADD CONSTRAINT agent_role_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agent_role
    ADD CONSTRAINT agent_role_org_id_role_id_fkey FOREIGN KEY (org_id, role_id) REFERENCES public.role(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agent_routing
    ADD CONSTRAINT agent_routing_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agent_skill
    ADD CONSTRAINT agent_skill_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agent_skill
    ADD CONSTRAINT agent_skill_org_id_skill_id_fkey FOREIGN KEY (org_id, skill_id) REFERENCES public.skill(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.answer_wish
    ADD CONSTRAINT answer_wish_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.answer_wish
    ADD CONSTRAINT answer_wish_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.answer_wish
    ADD CONSTRAINT answer_wish_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_org_id_sha256_fkey FOREIGN KEY (org_id, sha256) REFERENCES public.blob(org_id, sha256);

ALTER TABLE ONLY public.blob
    ADD CONSTRAINT blob_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.calendar
    ADD CONSTRAINT calendar_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.callback
    ADD CONSTRAINT callback_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.canned_response
    ADD CONSTRAINT canned_response_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.canned_response
    ADD CONSTRAINT canned_response_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.canned_response
    ADD CONSTRAINT canned_response_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.capture_template
    ADD CONSTRAINT capture_template_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_org_id_because_fkey FOREIGN KEY (org_id, because) REFERENCES public.identity_decision(org_id, id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_org_id_previous_case_id_fkey FOREIGN KEY (org_id, previous_case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.case_decision
    ADD CONSTRAINT case_decision_org_id_undoes_fkey FOREIGN KEY (org_id, undoes) REFERENCES public.case_decision(org_id, id);

ALTER TABLE ONLY public.case_follow
    ADD CONSTRAINT case_follow_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_follow
    ADD CONSTRAINT case_follow_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_joined_into_fkey FOREIGN KEY (org_id, joined_into) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.case_record
    ADD CONSTRAINT case_record_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.case_term
    ADD CONSTRAINT case_term_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.channel_account
    ADD CONSTRAINT channel_account_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.channel_account
    ADD CONSTRAINT channel_account_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.channel_check
    ADD CONSTRAINT channel_check_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.connector_state
    ADD CONSTRAINT connector_state_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.connector_ticket
    ADD CONSTRAINT connector_ticket_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.context_loss
    ADD CONSTRAINT context_loss_org_id_hand_off_id_fkey FOREIGN KEY (org_id, hand_off_id) REFERENCES public.hand_off(org_id, id);

ALTER TABLE ONLY public.context_loss
    ADD CONSTRAINT context_loss_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.context_loss
    ADD CONSTRAINT context_loss_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.context_proposal
    ADD CONSTRAINT context_proposal_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.continuity_model
    ADD CONSTRAINT continuity_model_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.continuity_policy
    ADD CONSTRAINT continuity_policy_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.continuity_policy
    ADD CONSTRAINT continuity_policy_org_id_owner_team_id_fkey FOREIGN KEY (org_id, owner_team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.customer_attribute
    ADD CONSTRAINT customer_attribute_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.customer_fact
    ADD CONSTRAINT customer_fact_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.customer_fact
    ADD CONSTRAINT customer_fact_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.customer_name
    ADD CONSTRAINT customer_name_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.customer_name
    ADD CONSTRAINT customer_name_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_org_id_merged_into_fkey FOREIGN KEY (org_id, merged_into) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.customer_question
    ADD CONSTRAINT customer_question_org_id_answered_by_fkey FOREIGN KEY (org_id, answered_by) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.customer_question
    ADD CONSTRAINT customer_question_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.customer_question
    ADD CONSTRAINT customer_question_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.customer_reference
    ADD CONSTRAINT customer_reference_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.dead_letter
    ADD CONSTRAINT dead_letter_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.deduplication
    ADD CONSTRAINT deduplication_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.entity_pattern
    ADD CONSTRAINT entity_pattern_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.entity_ref
    ADD CONSTRAINT entity_ref_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.entity_ref
    ADD CONSTRAINT entity_ref_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.entity_ref
    ADD CONSTRAINT entity_ref_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.escalation
    ADD CONSTRAINT escalation_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.estimate
    ADD CONSTRAINT estimate_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.estimate
    ADD CONSTRAINT estimate_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.event_seal_head
    ADD CONSTRAINT event_seal_head_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.event_seal
    ADD CONSTRAINT event_seal_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.feed
    ADD CONSTRAINT feed_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.feed_row
    ADD CONSTRAINT feed_row_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.feed_row
    ADD CONSTRAINT feed_row_org_id_feed_id_fkey FOREIGN KEY (org_id, feed_id) REFERENCES public.feed(org_id, id);

ALTER TABLE ONLY public.feed_row_problem
    ADD CONSTRAINT feed_row_problem_org_id_run_id_fkey FOREIGN KEY (org_id, run_id) REFERENCES public.feed_run(org_id, id);

ALTER TABLE ONLY public.feed_run
    ADD CONSTRAINT feed_run_org_id_feed_id_fkey FOREIGN KEY (org_id, feed_id) REFERENCES public.feed(org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_org_id_because_fkey FOREIGN KEY (org_id, because) REFERENCES public.identity_decision(org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_org_id_customer_after_fkey FOREIGN KEY (org_id, customer_after) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_org_id_customer_before_fkey FOREIGN KEY (org_id, customer_before) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.followed
    ADD CONSTRAINT followed_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.handle
    ADD CONSTRAINT handle_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.handle_use
    ADD CONSTRAINT handle_use_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.handle_use
    ADD CONSTRAINT handle_use_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.held_reply
    ADD CONSTRAINT held_reply_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.held_reply
    ADD CONSTRAINT held_reply_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.held_reply
    ADD CONSTRAINT held_reply_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.identity_decision
    ADD CONSTRAINT identity_decision_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.identity_decision
    ADD CONSTRAINT identity_decision_org_id_handle_id_fkey FOREIGN KEY (org_id, handle_id) REFERENCES public.handle(org_id, id);

ALTER TABLE ONLY public.identity_decision
    ADD CONSTRAINT identity_decision_org_id_other_customer_id_fkey FOREIGN KEY (org_id, other_customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.identity_decision
    ADD CONSTRAINT identity_decision_org_id_undoes_fkey FOREIGN KEY (org_id, undoes) REFERENCES public.identity_decision(org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_deduplication_id_fkey FOREIGN KEY (org_id, deduplication_id) REFERENCES public.deduplication(org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_merge_id_fkey FOREIGN KEY (org_id, merge_id) REFERENCES public.identity_decision(org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_other_customer_id_fkey FOREIGN KEY (org_id, other_customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.identity_proposal
    ADD CONSTRAINT identity_proposal_org_id_suggestion_id_fkey FOREIGN KEY (org_id, suggestion_id) REFERENCES public.identity_decision(org_id, id);

ALTER TABLE ONLY public.interaction_link
    ADD CONSTRAINT interaction_link_org_id_from_id_fkey FOREIGN KEY (org_id, from_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.interaction_link
    ADD CONSTRAINT interaction_link_org_id_to_id_fkey FOREIGN KEY (org_id, to_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.channel_account(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.interaction
    ADD CONSTRAINT interaction_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_org_id_invited_by_fkey FOREIGN KEY (org_id, invited_by) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_org_id_participant_id_fkey FOREIGN KEY (org_id, participant_id) REFERENCES public.participant(org_id, id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.preferred_agent
    ADD CONSTRAINT preferred_agent_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.preferred_agent
    ADD CONSTRAINT preferred_agent_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.presence_reason
    ADD CONSTRAINT presence_reason_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_org_id_calendar_id_fkey FOREIGN KEY (org_id, calendar_id) REFERENCES public.calendar(org_id, id);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.queue
    ADD CONSTRAINT queue_org_id_overflow_queue_id_fkey FOREIGN KEY (org_id, overflow_queue_id) REFERENCES public.queue(org_id, id);

ALTER TABLE ONLY public.queue_team
    ADD CONSTRAINT queue_team_org_id_queue_id_fkey FOREIGN KEY (org_id, queue_id) REFERENCES public.queue(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.queue_team
    ADD CONSTRAINT queue_team_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.reaction_cursor
    ADD CONSTRAINT reaction_cursor_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.read_mark
    ADD CONSTRAINT read_mark_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.read_mark
    ADD CONSTRAINT read_mark_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.relationship
    ADD CONSTRAINT relationship_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.relationship
    ADD CONSTRAINT relationship_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.relationship
    ADD CONSTRAINT relationship_org_id_other_customer_id_fkey FOREIGN KEY (org_id, other_customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.routing_model
    ADD CONSTRAINT routing_model_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.routing_outcome
    ADD CONSTRAINT routing_outcome_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id);

ALTER TABLE ONLY public.routing_outcome
    ADD CONSTRAINT routing_outcome_org_id_customer_id_fkey FOREIGN KEY (org_id, customer_id) REFERENCES public.customer(org_id, id);

ALTER TABLE ONLY public.routing_outcome
    ADD CONSTRAINT routing_outcome_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.rule_count
    ADD CONSTRAINT rule_count_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.rule_set_version
    ADD CONSTRAINT rule_set_version_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.rule_set_version
    ADD CONSTRAINT rule_set_version_org_id_restored_fkey FOREIGN KEY (org_id, restored) REFERENCES public.rule_set_version(org_id, version);

ALTER TABLE ONLY public.rule_standing
    ADD CONSTRAINT rule_standing_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.rule_step
    ADD CONSTRAINT rule_step_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.saved_view_order
    ADD CONSTRAINT saved_view_order_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id);

ALTER TABLE ONLY public.search_line
    ADD CONSTRAINT search_line_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.second_factor
    ADD CONSTRAINT second_factor_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_org_id_case_id_fkey FOREIGN KEY (org_id, case_id) REFERENCES public.case_record(org_id, id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE ONLY public.signal
    ADD CONSTRAINT signal_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.message(org_id, id);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.snooze
    ADD CONSTRAINT snooze_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.snooze
    ADD CONSTRAINT snooze_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.survivorship
    ADD CONSTRAINT survivorship_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_org_id_agent_id_fkey FOREIGN KEY (org_id, agent_id) REFERENCES public.agent(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT team_member_org_id_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES public.team(org_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.team
    ADD CONSTRAINT team_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_org_id_parent_vocabulary_parent_fkey FOREIGN KEY (org_id, parent_vocabulary, parent) REFERENCES public.term(org_id, vocabulary, code);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_org_id_vocabulary_fkey FOREIGN KEY (org_id, vocabulary) REFERENCES public.vocabulary(org_id, code);

ALTER TABLE ONLY public.vocabulary
    ADD CONSTRAINT vocabulary_org_id_fkey FOREIGN KEY (org_id) REFERENCES public.organization(org_id);

ALTER TABLE ONLY public.work_need
    ADD CONSTRAINT work_need_org_id_interaction_id_fkey FOREIGN KEY (org_id, interaction_id) REFERENCES public.interaction(org_id, id);

ALTER TABLE public.action_item ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agent_role ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agent_routing ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.agent_skill ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.answer_wish ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.blob ENABLE ROW LEVEL SECURITY;

CREATE POLICY by_org ON public.action_item USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.agent USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.agent_role USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.agent_routing USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.agent_skill USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.answer_wish USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.api_key USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.attachment USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.blob USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.calendar USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.callback USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.canned_response USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.capture_template USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.case_decision USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.case_follow USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.case_record USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.case_term USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.channel_account USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.channel_check USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.connector_state USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.connector_ticket USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.context_loss USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.context_proposal USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.continuity_model USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.continuity_policy USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer_attribute USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer_fact USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer_name USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer_question USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.customer_reference USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.dead_letter USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.deduplication USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.delivery USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.entity_pattern USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.entity_ref USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.envelope USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.escalation USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.estimate USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.event USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.event_seal USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.event_seal_head USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.feed USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.feed_row USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.feed_row_problem USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.feed_run USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.followed USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.hand_off USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.handle USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.handle_use USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.held_reply USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.idempotency_key USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.identity_decision USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.identity_proposal USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.interaction USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.interaction_link USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.invitation USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.lease USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.message USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.notification USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.offer USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.organization USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.participant USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.password_reset USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.preferred_agent USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.presence USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.presence_reason USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.queue USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.queue_team USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.reaction_cursor USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.read_mark USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.recovery_code USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.relationship USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.role USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.routing_model USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.routing_outcome USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.rule_count USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.rule_set_version USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.rule_standing USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.rule_step USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.saved_view USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.saved_view_order USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.search_line USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.second_factor USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.session USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.sign_in_attempt USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.signal USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.skill USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.snooze USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.survivorship USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.team USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.team_member USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.term USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.vocabulary USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

CREATE POLICY by_org ON public.work_need USING ((org_id = public.current_org())) WITH CHECK ((org_id = public.current_org()));

ALTER TABLE public.calendar ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.callback ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.canned_response ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.capture_template ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.case_decision ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.case_follow ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.case_record ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.case_term ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.channel_account ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.channel_check ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.connector_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.connector_ticket ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.context_loss ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.context_proposal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.continuity_model ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.continuity_policy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_attribute ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_fact ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_name ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_question ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_reference ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dead_letter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.deduplication ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.entity_pattern ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.entity_ref ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.envelope ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.escalation ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.estimate ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event_seal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.event_seal_head ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_row ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_row_problem ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.feed_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.followed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.hand_off ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.handle ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.handle_use ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.held_reply ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.idempotency_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.identity_decision ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.identity_proposal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.interaction ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.interaction_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invitation ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lease ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notification ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.offer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organization ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.participant ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.password_reset ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.preferred_agent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.presence ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.presence_reason ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.queue_team ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.reaction_cursor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.read_mark ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recovery_code ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.relationship ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.role ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.routing_model ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.routing_outcome ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rule_count ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rule_set_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rule_standing ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rule_step ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.saved_view ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.saved_view_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.search_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.second_factor ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_attempt ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.signal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.skill ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.snooze ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.survivorship ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.team ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.team_member ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.term ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.vocabulary ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.work_need ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO warmline_app;

GRANT SELECT,INSERT ON TABLE public.event TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interaction TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.interaction_link TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.queue_team TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_record TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.invitation TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offer TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.queue TO warmline_app;

REVOKE ALL ON FUNCTION public.count_the_record() FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_the_record() TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed TO warmline_app;

REVOKE ALL ON FUNCTION public.feed_organization(the_feed uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.feed_organization(the_feed uuid) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lease TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organization TO warmline_app;

REVOKE ALL ON FUNCTION public.free_leases(which text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.free_leases(which text) TO warmline_app;

REVOKE ALL ON FUNCTION public.organization_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organization_ids() TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channel_account TO warmline_app;

REVOKE ALL ON FUNCTION public.organization_of_account(account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organization_of_account(account uuid) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reaction_cursor TO warmline_app;

REVOKE ALL ON FUNCTION public.organizations_behind(reactions text[], readers integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_behind(reactions text[], readers integer) TO warmline_app;

REVOKE ALL ON FUNCTION public.organizations_with_connector(code text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_with_connector(code text) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.envelope TO warmline_app;

REVOKE ALL ON FUNCTION public.organizations_with_envelopes() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_with_envelopes() TO warmline_app;

REVOKE ALL ON FUNCTION public.organizations_with_news(orgs uuid[], xacts text[], seqs bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_with_news(orgs uuid[], xacts text[], seqs bigint[]) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entity_ref TO warmline_app;

REVOKE ALL ON FUNCTION public.renew_leases(which text, who uuid, orgs uuid[], epochs bigint[], seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION public.renew_leases(which text, who uuid, orgs uuid[], epochs bigint[], seconds double precision) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.work_need TO warmline_app;

GRANT SELECT,INSERT ON TABLE public.event_seal TO warmline_app;

REVOKE ALL ON FUNCTION public.seals_naming(wanted bigint[], since timestamp with time zone, before_xact xid8, before_seq bigint, size integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.seals_naming(wanted bigint[], since timestamp with time zone, before_xact xid8, before_seq bigint, size integer) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_line TO warmline_app;

REVOKE ALL ON FUNCTION public.search_by_words(wanted tsquery, before_at timestamp with time zone, before_id uuid, since timestamp with time zone, until timestamp with time zone, channels text[], queues uuid[], owners uuid[], teams uuid[], statuses text[], categories text[], customers uuid[], directions text[], size integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.search_by_words(wanted tsquery, before_at timestamp with time zone, before_id uuid, since timestamp with time zone, until timestamp with time zone, channels text[], queues uuid[], owners uuid[], teams uuid[], statuses text[], categories text[], customers uuid[], directions text[], size integer) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agent TO warmline_app;

REVOKE ALL ON FUNCTION public.sign_in_organizations(address text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sign_in_organizations(address text) TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.participant TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.read_mark TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.action_item TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agent_role TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agent_routing TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.agent_skill TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.answer_wish TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_key TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attachment TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.blob TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.callback TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.canned_response TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.capture_template TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_decision TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_follow TO warmline_app;

GRANT SELECT,USAGE ON SEQUENCE public.case_number TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_term TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channel_check TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.connector_state TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.connector_ticket TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.context_loss TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.context_proposal TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.continuity_model TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.continuity_policy TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_attribute TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_fact TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_name TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_question TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_reference TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dead_letter TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deduplication TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.delivery TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.entity_pattern TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.escalation TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.estimate TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_seal_head TO warmline_app;

GRANT SELECT,USAGE ON SEQUENCE public.event_seq_seq TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed_row TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed_row_problem TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.feed_run TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.followed TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.hand_off TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.handle TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.handle_use TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.held_reply TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_key TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_decision TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.identity_proposal TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.password_reset TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.preferred_agent TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.presence TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.presence_reason TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_code TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relationship TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.role TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.routing_model TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.routing_outcome TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_count TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_set_version TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_standing TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rule_step TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_view TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_view_order TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.second_factor TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_attempt TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.signal TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.skill TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.snooze TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.survivorship TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team_member TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.term TO warmline_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vocabulary TO warmline_app;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO warmline_app;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO warmline_app;
