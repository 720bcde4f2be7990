-- What failed for good: one letter for each time that a run ended as failed, until somebody redrives or discards it.

CREATE TABLE dead_letter (
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  agent text NOT NULL,
  agent_version integer NOT NULL,
  fingerprint text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  step integer,
  tool text,
  model text,
  state text NOT NULL,
  failed_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  settled_by jsonb,
  settled_reason text,
  CONSTRAINT dead_letter_pkey PRIMARY KEY (id)
);
CREATE INDEX dead_letter_failed_at_id_idx ON dead_letter(failed_at DESC, id DESC);
CREATE INDEX dead_letter_fingerprint_failed_at_id_idx ON dead_letter(fingerprint, failed_at DESC, id DESC);
CREATE INDEX dead_letter_run_id_idx ON dead_letter(run_id);
ALTER TABLE dead_letter ADD CONSTRAINT dead_letter_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE UNIQUE INDEX dead_letter_open_idx ON dead_letter (run_id) WHERE state = 'open';
ALTER TABLE dead_letter
  ADD CONSTRAINT dead_letter_state_known CHECK (state IN ('open', 'redriven', 'discarded')),
  ADD CONSTRAINT dead_letter_settled_whole CHECK ((state = 'open') = (settled_at IS NULL) AND (state = 'open') = (settled_by IS NULL));

ALTER TABLE run_input DROP CONSTRAINT run_input_type_known;
ALTER TABLE run_input
  ADD CONSTRAINT run_input_type_known CHECK (type IN ('decision', 'cancel', 'pause', 'resume', 'redrive'));

-- Runs that failed before there were letters: grouped by their code, because their messages were not taken apart.
INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, state, failed_at)
  SELECT gen_random_uuid(), id, agent, agent_version, left(encode(sha256(convert_to('before:' || error_code, 'UTF8')), 'hex'), 16),
    error_code, error_message, 'open', finished_at
  FROM run WHERE status = 'failed' AND error_code IS NOT NULL;

COMMENT ON TABLE dead_letter IS 'A failed run as something to be dealt with; written by what ends the run.';
COMMENT ON COLUMN dead_letter.fingerprint IS 'Equal for failures of one cause: code, tool or model, and the words of the message.';
COMMENT ON COLUMN dead_letter.state IS
  'open: nobody has dealt with it. redriven: its run was sent on. discarded: its run stays failed for good.';
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised. redrive: a failed run goes on.';
COMMENT ON COLUMN run.status IS
  'queued: due and owned by nobody. running: a worker owns it. waiting: parked, see waiting. succeeded, failed, cancelled: terminal; failed is left by a redrive alone.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE ON dead_letter TO bulkhead_app;
END
$$;
