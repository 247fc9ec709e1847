-- To run again what failed is a permission of its own
-- depends: 0031_taking_back

-- migrate: apply

-- envelope.read used to allow it too, so whoever had that loses nothing.
update role set permissions = permissions || '{envelope.retry}'
where 'envelope.read' = any (permissions) and not 'envelope.retry' = any (permissions);
update api_key set scopes = scopes || '{envelope.retry}'
where 'envelope.read' = any (scopes) and not 'envelope.retry' = any (scopes);

-- migrate: rollback

update role set permissions = array_remove(permissions, 'envelope.retry');
update api_key set scopes = array_remove(scopes, 'envelope.retry');
