-- Differences of a version that is only logged are an index of what stands in the journal: the oldest are removed, and none is changed.
DROP TRIGGER append_only ON policy_difference;
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON policy_difference FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE INDEX policy_difference_at_idx ON policy_difference (at);

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT DELETE ON policy_difference TO bulkhead_app;
  END IF;
END
$$;
