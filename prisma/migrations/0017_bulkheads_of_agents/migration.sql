-- How many runs of an agent may be running at once: what its active version says, where every claim looks.
ALTER TABLE agent
  ADD COLUMN concurrency integer,
  ADD CONSTRAINT agent_concurrency_positive CHECK (concurrency >= 1);
COMMENT ON COLUMN agent.concurrency IS 'Of the active version; null: no limit. The slots agent:NAME are held by its running runs.';
