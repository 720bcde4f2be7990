-- Hosts that a link in a model's text may lead to, in the console (docs/decisions/0053-text-of-models.md).
ALTER TABLE installation ADD COLUMN link_hosts text[] NOT NULL DEFAULT '{}';
ALTER TABLE installation ADD CONSTRAINT installation_link_hosts_bounded CHECK (cardinality(link_hosts) <= 100);
