-- name: insert_canned!
-- A text to keep.
insert into canned_response (org_id, id, code, name, body, folder, language, channels, scope, agent_id, team_id)
values (:org_id, :id, :code, :name, :body, :folder, :language, :channels, :scope, :agent_id, :team_id);

-- name: canned_by_id
-- These texts, where the agent uses them: their own, their teams', everybody's. Who keeps order sees every shared one.
select id, code, name, body, folder, language, channels, scope, agent_id, team_id, uses, used_at, version, created_at, updated_at
from canned_response
where org_id = :org_id and id = any (:ids::uuid[])
  and (scope = 'everybody' or agent_id = :agent_id::uuid or team_id = any (:team_ids::uuid[]) or (:shared::bool and scope = 'team'));

-- name: list_canned
-- A page of these by code: those whose code, or a word of whose name, begins with what is sought, and that suit the channel
-- and the language.
select id, code, name, body, folder, language, channels, scope, agent_id, team_id, uses, used_at, version, created_at, updated_at
from canned_response
where org_id = :org_id
  and (scope = 'everybody' or agent_id = :agent_id::uuid or team_id = any (:team_ids::uuid[]) or (:shared::bool and scope = 'team'))
  and (:after_code::text is null or (code, id) > (:after_code, :after_id::uuid))
  and (:sought::text is null or code like :sought || '%' or lower(name) like :sought || '%' or lower(name) like '% ' || :sought || '%')
  and (:channel::text is null or channels = '{}' or :channel = any (channels))
  and (:language::text is null or language is null or split_part(lower(language), '-', 1) = split_part(lower(:language), '-', 1))
order by code, id
limit :size;

-- name: lock_canned^
-- A text, locked until commit.
select id, code, name, body, folder, language, channels, scope, agent_id, team_id, version
from canned_response where org_id = :org_id and id = :id for update;

-- name: change_canned!
-- What a text says, and what it suits.
update canned_response
set code = :code, name = :name, body = :body, folder = :folder, language = :language, channels = :channels
where org_id = :org_id and id = :id;

-- name: delete_canned!
-- A text that nobody is to use any more.
delete from canned_response where org_id = :org_id and id = :id;

-- name: count_use!
-- It was used once more.
update canned_response set uses = uses + 1, used_at = :at where org_id = :org_id and id = :id;
