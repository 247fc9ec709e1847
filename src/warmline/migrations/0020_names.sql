-- Customers by name and by fact, read from indexes alone
-- depends: 0019_shard

-- migrate: apply

-- Where many share a fact, who of them goes by a name is told by the key alone.
alter table customer_name drop constraint customer_name_pkey,
  add primary key (org_id, customer_id, given, family) include (guessed);

-- Of those who go by one name, the same ones are looked at each time.
drop index customer_name_by_beginning;
drop index customer_name_by_ending;
create index customer_name_by_beginning on customer_name (org_id, beginning, customer_id) include (given, family)
  where not guessed;
create index customer_name_by_ending on customer_name (org_id, ending, customer_id) include (given, family)
  where not guessed;

-- What a name is found by can be told from what is kept of it, also where that is not all of it.
update customer_name set ending = given || ' -' || right(family, 2) where length(family) = 100;

-- Few records count as another: who does, and which count as one, is soon looked up.
create index customer_merged on customer (org_id, id) include (root_id) where merged_into is not null;
create index customer_merged_by_root on customer (org_id, root_id, id) where merged_into is not null;

-- migrate: rollback
