-- What the version that is only logged would have said otherwise: beside the admissions in the journal, so that it can be counted and listed.
CREATE TABLE policy_difference (
  run_id uuid NOT NULL,
  seq integer NOT NULL,
  version integer NOT NULL,
  step integer NOT NULL,
  at timestamptz(3) NOT NULL,
  agent text NOT NULL,
  tool text NOT NULL,
  decided text NOT NULL,
  said text NOT NULL,
  rules text[] NOT NULL,
  CONSTRAINT policy_difference_pkey PRIMARY KEY (run_id, seq),
  CONSTRAINT policy_difference_effects_known CHECK (decided IN ('permit', 'deny', 'ask') AND said IN ('permit', 'deny', 'ask'))
);
COMMENT ON TABLE policy_difference IS 'One row for each journal row whose admission holds a candidate that differs; written with it. Rows never change.';
COMMENT ON COLUMN policy_difference.said IS 'What the candidate would have said; the same as decided where only the role differs. rules: those that determine it.';

CREATE INDEX policy_difference_version_idx ON policy_difference (version, run_id, seq);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_difference FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT ON policy_difference TO bulkhead_app;
END
$$;
