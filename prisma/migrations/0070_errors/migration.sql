-- Failures by cause (docs/decisions/0063-errors-by-cause.md): one row for each failed attempt and failed run, and their sums by fingerprint.
CREATE TABLE error_due (
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id uuid NOT NULL,
  seq integer,
  CONSTRAINT error_due_pkey PRIMARY KEY (id),
  CONSTRAINT error_due_of_no_dry_run CHECK (NOT is_dry_run(run_id))
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE error_due IS 'Journal rows that tell a failure and are in no sum yet: appended by the commit that holds them, taken by one merger at a time.';
COMMENT ON COLUMN error_due.seq IS 'null: the run failed, or its letter was dealt with; no row of its journal is read.';

CREATE TABLE run_error (
  run_id uuid NOT NULL,
  seq integer,
  letter uuid,
  fingerprint text NOT NULL,
  at timestamptz(3) NOT NULL,
  step integer,
  agent text NOT NULL,
  agent_version integer NOT NULL,
  called_version integer,
  ended text,
  CONSTRAINT run_error_of_no_dry_run CHECK (NOT is_dry_run(run_id)),
  CONSTRAINT run_error_told CHECK (seq IS NOT NULL OR letter IS NOT NULL),
  CONSTRAINT run_error_ended_terminal CHECK (ended IN ('succeeded', 'failed', 'cancelled')),
  CONSTRAINT run_error_once UNIQUE (run_id, seq),
  CONSTRAINT run_error_one_of_a_letter UNIQUE (letter)
) WITH (fillfactor = 90);
CREATE INDEX run_error_fingerprint_idx ON run_error (fingerprint, at DESC);
CREATE INDEX run_error_at_idx ON run_error (at);
CREATE INDEX run_error_open_idx ON run_error (run_id) WHERE ended IS NULL;
CREATE INDEX run_error_letter_idx ON run_error (fingerprint) WHERE letter IS NOT NULL;
COMMENT ON TABLE run_error IS 'What failed, each once, read off journals and dead letters; can be thrown away and read again.';
COMMENT ON COLUMN run_error.seq IS 'The row of the journal that tells it; null: the run failed of something that no attempt tells.';
COMMENT ON COLUMN run_error.letter IS 'The dead letter that this failure left.';
COMMENT ON COLUMN run_error.called_version IS 'Of the tool or model.';
COMMENT ON COLUMN run_error.ended IS 'How its run ended, as the last merge saw it; null while it has not.';

CREATE TABLE error_group (
  fingerprint text NOT NULL,
  tool text,
  model text,
  code text NOT NULL,
  message text NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  sample_of uuid NOT NULL,
  sample_seq integer,
  sample_step integer,
  seen bigint NOT NULL,
  runs bigint NOT NULL,
  succeeded bigint NOT NULL,
  failed bigint NOT NULL,
  cancelled bigint NOT NULL,
  CONSTRAINT error_group_pkey PRIMARY KEY (fingerprint),
  CONSTRAINT error_group_counts CHECK (seen >= runs AND runs >= succeeded + failed + cancelled AND least(succeeded, failed, cancelled) >= 0)
) WITH (fillfactor = 70);
CREATE INDEX error_group_last_idx ON error_group (last_at DESC, fingerprint DESC);
COMMENT ON TABLE error_group IS 'The rows of run_error added up by fingerprint, with the newest as their sample.';
COMMENT ON COLUMN error_group.sample_of IS 'The run of the newest failure.';

CREATE TABLE error_progress (
  one boolean NOT NULL DEFAULT true,
  recounted_to uuid,
  whole boolean NOT NULL,
  CONSTRAINT error_progress_pkey PRIMARY KEY (one),
  CONSTRAINT error_progress_is_one CHECK (one)
);
COMMENT ON TABLE error_progress IS 'How far the journals from before there were sums have been read.';
COMMENT ON COLUMN error_progress.recounted_to IS 'Runs up to this one, by id, are read.';
INSERT INTO error_progress (whole) SELECT NOT EXISTS (SELECT FROM run);

-- Off the hot path: a letter comes of a run that fails for good, and changes when a person deals with it.
CREATE FUNCTION note_failed_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO error_due (run_id) VALUES (NEW.run_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER note_failed_run AFTER INSERT OR UPDATE ON dead_letter FOR EACH ROW EXECUTE FUNCTION note_failed_run();

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON error_due, run_error, error_group, error_progress TO bulkhead_app;
  END IF;
END
$$;
