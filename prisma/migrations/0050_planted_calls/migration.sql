-- Calls that are planted among those that wait, to see whether people look (docs/decisions/0055-planted-calls.md). They look like any other and
-- can never be sent: no journal asks for them, and no run is ever told of a decision on one.
ALTER TABLE approval ADD COLUMN planted boolean NOT NULL DEFAULT false;

CREATE TABLE planted_call (
  approval_id uuid NOT NULL,
  source_id uuid NOT NULL,
  path text NOT NULL,
  flaw text NOT NULL,
  planted_at timestamptz(3) NOT NULL,
  decided_by text,
  caught boolean,
  CONSTRAINT planted_call_pkey PRIMARY KEY (approval_id),
  CONSTRAINT planted_call_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approval (id),
  CONSTRAINT planted_call_source_id_fkey FOREIGN KEY (source_id) REFERENCES approval (id),
  CONSTRAINT planted_call_decided_whole CHECK ((decided_by IS NULL) = (caught IS NULL))
);
CREATE INDEX planted_call_at_idx ON planted_call (planted_at);
CREATE INDEX planted_call_decided_by_idx ON planted_call (decided_by, planted_at) WHERE decided_by IS NOT NULL;
CREATE INDEX approval_decision_principal_idx ON approval_decision (principal, at);
CREATE INDEX approval_planted_pending_idx ON approval (id) WHERE planted AND status = 'pending';
COMMENT ON COLUMN planted_call.source_id IS 'The decided call that it was made from.';
COMMENT ON COLUMN planted_call.path IS 'Dotted: the argument that is wrong.';

-- Whatever a process does, by mistake or under attack: the run behind a planted call hears nothing of it.
CREATE FUNCTION refuse_planted_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM approval WHERE id = substr(NEW.dedupe_key, 10)::uuid AND planted) THEN
    RAISE EXCEPTION 'a planted call is never carried out' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER run_input_refuses_planted BEFORE INSERT ON run_input
  FOR EACH ROW WHEN (NEW.dedupe_key LIKE 'approval:%') EXECUTE FUNCTION refuse_planted_decision();

ALTER TABLE installation
  ADD COLUMN planted_share double precision NOT NULL DEFAULT 0,
  ADD COLUMN considered_least double precision NOT NULL DEFAULT 0.8,
  ADD CONSTRAINT installation_planted_bounded CHECK (planted_share BETWEEN 0 AND 0.2 AND considered_least BETWEEN 0 AND 1);

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE ON planted_call TO bulkhead_app;
  END IF;
END
$$;
