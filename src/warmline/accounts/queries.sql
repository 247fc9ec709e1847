-- name: current_organization$
-- The organisation that the transaction works for.
select current_org();

-- name: insert_organization!
-- A new organisation, in a transaction that works for it.
insert into organization (org_id, name, locale, time_zone) values (:org_id, :name, :locale, :time_zone);

-- name: organization^
-- The organisation.
select org_id as id, name, locale, time_zone, data_region, settings, version, created_at, updated_at
from organization
where org_id = :org_id;

-- name: lock_organization^
-- The organisation, locked until commit.
select org_id as id, name, locale, time_zone, data_region, settings, version, created_at, updated_at
from organization
where org_id = :org_id
for update;

-- name: update_organization!
-- Its new state.
update organization set name = :name, locale = :locale, time_zone = :time_zone, settings = :settings
where org_id = :org_id;

-- name: insert_agent!
-- A new agent.
insert into agent (org_id, id, kind, email, name, password_hash, locale, time_zone, languages, capacity)
values (:org_id, :id, :kind, :email, :name, :password_hash, :locale, :time_zone, :languages, :capacity);

-- name: agents_by_id
-- Agents with their roles, teams and skills.
select a.id, a.kind, a.email, a.name, a.active, a.password_hash is not null as has_password,
       a.second_factor_at, a.locale, a.time_zone, a.languages, a.capacity, a.version, a.created_at, a.updated_at,
       array(select r.role_id from agent_role r where r.org_id = :org_id and r.agent_id = a.id order by 1) as role_ids,
       array(select t.team_id from team_member t where t.org_id = :org_id and t.agent_id = a.id order by 1) as team_ids,
       coalesce((select jsonb_object_agg(s.skill_id, s.level) from agent_skill s
                 where s.org_id = :org_id and s.agent_id = a.id), '{}') as skills
from agent a
where a.org_id = :org_id and a.id = any (:ids::uuid[]);

-- name: list_agent_ids
-- A page of agents, by id: of one team, active or not, with a word in the name or address.
select a.id
from agent a
where a.org_id = :org_id and (:after::uuid is null or a.id > :after::uuid)
  and (:active::boolean is null or a.active = :active::boolean)
  and (:team_id::uuid is null or exists (
    select from team_member t where t.org_id = :org_id and t.team_id = :team_id::uuid and t.agent_id = a.id))
  and (:word::text is null or strpos(lower(a.name), lower(:word::text)) > 0 or strpos(a.email, lower(:word::text)) > 0)
order by a.id
limit :size;

-- name: lock_agent$
-- An agent's id, its row locked until commit.
select id from agent where org_id = :org_id and id = :id for update;

-- name: update_agent!
-- An agent's new profile; the version rises.
update agent set email = :email, name = :name, locale = :locale, time_zone = :time_zone, languages = :languages,
  capacity = :capacity
where org_id = :org_id and id = :id;

-- name: set_active!
-- An agent may sign in, or not.
update agent set active = :active where org_id = :org_id and id = :id;

-- name: set_password!
-- The hash of an agent's password.
update agent set password_hash = :password_hash where org_id = :org_id and id = :id;

-- name: replace_roles!
-- An agent's roles are these.
with gone as (
  delete from agent_role where org_id = :org_id and agent_id = :agent_id and role_id <> all (:ids::uuid[])
)
insert into agent_role (org_id, agent_id, role_id)
select :org_id::uuid, :agent_id::uuid, unnest(:ids::uuid[])
on conflict do nothing;

-- name: replace_teams!
-- An agent's teams are these.
with gone as (
  delete from team_member where org_id = :org_id and agent_id = :agent_id and team_id <> all (:ids::uuid[])
)
insert into team_member (org_id, agent_id, team_id)
select :org_id::uuid, :agent_id::uuid, unnest(:ids::uuid[])
on conflict do nothing;

-- name: replace_skills!
-- An agent's skills are these, at these levels.
with gone as (
  delete from agent_skill where org_id = :org_id and agent_id = :agent_id and skill_id <> all (:ids::uuid[])
)
insert into agent_skill (org_id, agent_id, skill_id, level)
select :org_id::uuid, :agent_id::uuid, unnest(:ids::uuid[]), unnest(:levels::smallint[])
on conflict (org_id, agent_id, skill_id) do update set level = excluded.level;

-- name: permissions_of_agents
-- What each of these agents may do by their roles.
select ar.agent_id, array_agg(distinct p.permission) as permissions
from agent_role ar
join role r on r.org_id = :org_id and r.id = ar.role_id
cross join lateral unnest(r.permissions) as p (permission)
where ar.org_id = :org_id and ar.agent_id = any (:ids::uuid[])
group by ar.agent_id;

-- name: guard_administrators!
-- One change at a time of who has all permissions.
select pg_advisory_xact_lock(hashtextextended('administrators ' || :org_id::uuid::text, 0));

-- name: count_administrators$
-- Active people with all permissions.
select count(distinct a.id)
from agent a
join agent_role ar on ar.org_id = :org_id and ar.agent_id = a.id
join role r on r.org_id = :org_id and r.id = ar.role_id
where a.org_id = :org_id and a.active and a.kind = 'person' and '*' = any (r.permissions);

-- name: insert_team!
-- A new team.
insert into team (org_id, id, code, name) values (:org_id, :id, :code, :name);

-- name: teams_by_id
-- Teams.
select id, code, name, version, created_at, updated_at from team where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_teams
-- A page of teams, by id.
select id, code, name, version, created_at, updated_at
from team
where org_id = :org_id and (:after::uuid is null or id > :after::uuid)
order by id
limit :size;

-- name: lock_team^
-- A team, locked until commit.
select id, code, name, version, created_at, updated_at from team where org_id = :org_id and id = :id for update;

-- name: update_team!
-- A team's new state.
update team set code = :code, name = :name where org_id = :org_id and id = :id;

-- name: delete_team!
-- A team without members.
delete from team where org_id = :org_id and id = :id;

-- name: agents_in_team
-- Who is in a team.
select agent_id from team_member where org_id = :org_id and team_id = :id;

-- name: insert_skill!
-- A new skill.
insert into skill (org_id, id, code, name) values (:org_id, :id, :code, :name);

-- name: skills_by_id
-- Skills.
select id, code, name, version, created_at, updated_at from skill where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_skills
-- A page of skills, by id.
select id, code, name, version, created_at, updated_at
from skill
where org_id = :org_id and (:after::uuid is null or id > :after::uuid)
order by id
limit :size;

-- name: lock_skill^
-- A skill, locked until commit.
select id, code, name, version, created_at, updated_at from skill where org_id = :org_id and id = :id for update;

-- name: update_skill!
-- A skill's new state.
update skill set code = :code, name = :name where org_id = :org_id and id = :id;

-- name: delete_skill!
-- A skill that nobody has.
delete from skill where org_id = :org_id and id = :id;

-- name: agents_with_skill
-- Who has a skill.
select agent_id from agent_skill where org_id = :org_id and skill_id = :id;

-- name: queues_reaching_team
-- The queues that ask a team after a while; they belong to routing, and are only looked at.
select code from queue
where org_id = :org_id and jsonb_path_exists(rings, '$[*].team_ids[*] ? (@ == $team)', jsonb_build_object('team', :id::uuid))
order by code;

-- name: queues_needing_skill
-- The queues that ask for a skill by its code; they belong to routing, and are only looked at.
select code from queue where org_id = :org_id and jsonb_exists(skills, :code::text) order by code;

-- name: insert_role!
-- A new role.
insert into role (org_id, id, code, name, permissions) values (:org_id, :id, :code, :name, :permissions);

-- name: roles_by_id
-- Roles.
select id, code, name, permissions, version, created_at, updated_at
from role
where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_roles
-- A page of roles, by id.
select id, code, name, permissions, version, created_at, updated_at
from role
where org_id = :org_id and (:after::uuid is null or id > :after::uuid)
order by id
limit :size;

-- name: lock_role^
-- A role, locked until commit.
select id, code, name, permissions, version, created_at, updated_at
from role
where org_id = :org_id and id = :id
for update;

-- name: update_role!
-- A role's new state.
update role set code = :code, name = :name, permissions = :permissions where org_id = :org_id and id = :id;

-- name: delete_role!
-- A role that nobody has.
delete from role where org_id = :org_id and id = :id;

-- name: agents_with_role
-- Who has a role.
select agent_id from agent_role where org_id = :org_id and role_id = :id;

-- name: insert_key!
-- A new API key.
insert into api_key (org_id, id, name, prefix, key_hash, scopes, created_by, expires_at)
values (:org_id, :id, :name, :prefix, :key_hash, :scopes, :created_by, :expires_at);

-- name: keys_by_id
-- API keys.
select id, name, prefix, scopes, created_by, expires_at, last_used_at, revoked_at, version, created_at, updated_at
from api_key
where org_id = :org_id and id = any (:ids::uuid[]);

-- name: list_keys
-- A page of API keys, by id.
select id, name, prefix, scopes, created_by, expires_at, last_used_at, revoked_at, version, created_at, updated_at
from api_key
where org_id = :org_id and (:after::uuid is null or id > :after::uuid)
order by id
limit :size;

-- name: revoke_key$
-- Ends a key that has not ended.
update api_key set revoked_at = now() where org_id = :org_id and id = :id and revoked_at is null returning id;

-- name: forget_attempts!
-- Attempts to sign in that no longer count.
delete from sign_in_attempt where org_id = :org_id and at < now() - make_interval(mins => :minutes::integer);

-- name: lock_attempts!
-- One attempt at a time for an address and for a client; always locked in the same order.
select pg_advisory_xact_lock(key)
from (select distinct hashtextextended(encode(s, 'hex'), 0) as key from unnest(:subjects::bytea[]) as s order by 1) keys;

-- name: count_attempts
-- How many attempts count for each subject, and how many seconds until the oldest does not.
select subject, count(*) as attempts,
       ceil(extract(epoch from min(at) + make_interval(mins => :minutes::integer) - now()))::integer as seconds
from sign_in_attempt
where org_id = :org_id and subject = any (:subjects::bytea[]) and at >= now() - make_interval(mins => :minutes::integer)
group by subject;

-- name: insert_attempts!
-- An attempt, under each of its subjects.
insert into sign_in_attempt (org_id, subject) select :org_id::uuid, unnest(:subjects::bytea[]);

-- name: forgive_attempts!
-- The address signed in: its attempts count no longer, and one fewer of the client.
delete from sign_in_attempt
where org_id = :org_id and (
  subject = :address::bytea
  or id = (select id from sign_in_attempt where org_id = :org_id and subject = :client::bytea order by at desc limit 1)
);

-- name: sign_in_organizations
-- Where an address may try.
select sign_in_organizations(:email) as org_id;

-- name: sign_in_candidate^
-- Who would sign in, with the hash of the password.
select id, password_hash, second_factor_at is not null as second_factor
from agent
where org_id = :org_id and email = :email and active;

-- name: forgive_client!
-- The password was right: one fewer of the client.
delete from sign_in_attempt
where id = (select id from sign_in_attempt where org_id = :org_id and subject = :client::bytea order by at desc limit 1)
  and org_id = :org_id;

-- name: insert_session$
-- A new session; when it ends.
insert into session (org_id, id, agent_id, token_hash, client, expires_at)
values (:org_id, :id, :agent_id, :token_hash, :client, now() + make_interval(hours => :hours::integer))
returning expires_at;

-- name: session_actor^
-- The agent of a live session with all that they may do. stale: it is time to note that the session was used.
-- enrol_first: the organisation wants a second factor, and they have none.
select a.second_factor_at is null and exists (
         select from organization o where o.org_id = :org_id and o.settings -> 'second_factor_required' = 'true'
       ) as enrol_first,
       s.id as session_id, s.expires_at, s.last_seen_at < now() - interval '1 minute' as stale, a.id, a.name,
       array(select distinct p.permission
             from agent_role ar
             join role r on r.org_id = :org_id and r.id = ar.role_id
             cross join lateral unnest(r.permissions) as p (permission)
             where ar.org_id = :org_id and ar.agent_id = a.id) as permissions,
       array(select t.team_id from team_member t where t.org_id = :org_id and t.agent_id = a.id) as team_ids
from session s
join agent a on a.org_id = :org_id and a.id = s.agent_id and a.active
where s.org_id = :org_id and s.token_hash = :token_hash and s.revoked_at is null and s.expires_at > now();

-- name: touch_session!
-- A session lasts as long again from each use.
update session set last_seen_at = now(), expires_at = now() + (expires_at - last_seen_at)
where org_id = :org_id and id = :id;

-- name: key_actor^
-- A live API key. stale: it is time to note that it was used.
select id, name, scopes, coalesce(last_used_at < now() - interval '1 minute', true) as stale
from api_key
where org_id = :org_id and key_hash = :key_hash and revoked_at is null and (expires_at is null or expires_at > now());

-- name: touch_key!
-- When a key was last used.
update api_key set last_used_at = now() where org_id = :org_id and id = :id;

-- name: agent_actor^
-- An agent with all that they may do, whatever they came in by. enrol_first as of sessions.
select a.second_factor_at is null and exists (
         select from organization o where o.org_id = :org_id and o.settings -> 'second_factor_required' = 'true'
       ) as enrol_first,
       a.id, a.name,
       array(select distinct p.permission
             from agent_role ar
             join role r on r.org_id = :org_id and r.id = ar.role_id
             cross join lateral unnest(r.permissions) as p (permission)
             where ar.org_id = :org_id and ar.agent_id = a.id) as permissions,
       array(select t.team_id from team_member t where t.org_id = :org_id and t.agent_id = a.id) as team_ids
from agent a
where a.org_id = :org_id and a.id = :id and a.active;

-- name: key_rights^
-- A live API key, by its id.
select id, name, scopes
from api_key
where org_id = :org_id and id = :id and revoked_at is null and (expires_at is null or expires_at > now());

-- name: sessions_of_agent
-- Where an agent is signed in, the latest first.
select id, client, token_hash, created_at, last_seen_at, expires_at
from session
where org_id = :org_id and agent_id = :agent_id and revoked_at is null and expires_at > now()
order by id desc;

-- name: end_sessions
-- Ends live sessions of an agent: one, or all but the one with a token; which those were.
update session set revoked_at = now()
where org_id = :org_id and agent_id = :agent_id and revoked_at is null and expires_at > now()
  and (:id::uuid is null or id = :id::uuid) and (:keep::bytea is null or token_hash <> :keep::bytea)
returning id;

-- name: end_session_by_token^
-- Ends the session with this token.
update session set revoked_at = now()
where org_id = :org_id and token_hash = :token_hash and revoked_at is null
returning id, agent_id;

-- name: forget_sessions!
-- Sessions that ended a month ago.
delete from session
where org_id = :org_id and least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '30 days';

-- name: stored_hash$
-- The hash of an agent's password.
select password_hash from agent where org_id = :org_id and id = :id;

-- name: put_pending_factor!
-- A new secret, which does not count until a code has confirmed it. One that waited for that is replaced.
insert into second_factor (org_id, agent_id, secret)
values (:org_id, :agent_id, :secret)
on conflict (org_id, agent_id) do update set secret = excluded.secret, last_step = null, created_at = now();

-- name: second_factor^
-- An agent's secret, pending or not, and what was used of it.
select secret, last_step from second_factor where org_id = :org_id and agent_id = :agent_id;

-- name: use_step$
-- Takes the code of a step, unless it or a later one was taken: of two at once, one gets it.
update second_factor set last_step = :step::bigint
where org_id = :org_id and agent_id = :agent_id and (last_step is null or last_step < :step::bigint)
returning agent_id;

-- name: set_second_factor!
-- Since when a code is asked for; null for no more.
update agent set second_factor_at = case when :there::boolean then now() end where org_id = :org_id and id = :agent_id;

-- name: delete_second_factor!
-- The secret and what remains of the recovery codes.
with codes as (
  delete from recovery_code where org_id = :org_id and agent_id = :agent_id
)
delete from second_factor where org_id = :org_id and agent_id = :agent_id;

-- name: replace_recovery_codes!
-- An agent's recovery codes are these, unused.
with gone as (
  delete from recovery_code where org_id = :org_id and agent_id = :agent_id and code_hash <> all (:hashes::bytea[])
)
insert into recovery_code (org_id, agent_id, code_hash)
select :org_id::uuid, :agent_id::uuid, unnest(:hashes::bytea[])
on conflict do nothing;

-- name: use_recovery_code$
-- Takes a recovery code that has not been used.
update recovery_code set used_at = now()
where org_id = :org_id and agent_id = :agent_id and code_hash = :code_hash and used_at is null
returning agent_id;

-- name: count_recovery_codes$
-- How many are left.
select count(*) from recovery_code where org_id = :org_id and agent_id = :agent_id and used_at is null;

-- name: second_factors
-- All secrets, to seal them anew.
select agent_id, secret from second_factor where org_id = :org_id;

-- name: reseal_second_factor!
-- The same secret under another key, unless it was replaced in the meantime.
update second_factor set secret = :secret where org_id = :org_id and agent_id = :agent_id and secret = :was;

-- name: reset_candidate$
-- Whose password a mail to this address may set. Bots have none.
select id from agent where org_id = :org_id and email = :email and active and kind = 'person';

-- name: insert_reset!
-- A link that was asked for, whose token is made when the mail goes out.
insert into password_reset (org_id, id, agent_id, expires_at)
values (:org_id, :id, :agent_id, now() + make_interval(mins => :minutes::integer));

-- name: arm_reset^
-- Gives a link that can still be used its token; to whom it goes.
update password_reset r set token_hash = :token_hash
from agent a, organization o
where r.org_id = :org_id and r.id = :id and r.used_at is null and r.expires_at > now()
  and a.org_id = :org_id and a.id = r.agent_id and a.active and o.org_id = :org_id
returning a.email, a.name, a.locale, o.name as organization;

-- name: use_reset$
-- Takes a link; whose password may be set.
update password_reset r set used_at = now()
from agent a
where r.org_id = :org_id and r.token_hash = :token_hash and r.used_at is null and r.expires_at > now()
  and a.org_id = :org_id and a.id = r.agent_id and a.active
returning r.agent_id;

-- name: void_resets!
-- Links of an agent that nobody may use any more.
update password_reset set used_at = now() where org_id = :org_id and agent_id = :agent_id and used_at is null;

-- name: forget_resets!
-- Links that ended a day ago.
delete from password_reset where org_id = :org_id and expires_at < now() - interval '1 day';

-- name: guard_set_up!
-- One first run at a time.
select pg_advisory_xact_lock(hashtextextended('set up', 0));
