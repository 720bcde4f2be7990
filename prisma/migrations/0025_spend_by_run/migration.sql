-- What a run spent by the hour, so that runs are counted, and the dearest found, without reading journals.
CREATE TABLE spend_hour_run (
  hour timestamptz(0) NOT NULL,
  run_id uuid NOT NULL,
  called called_kind NOT NULL,
  name text NOT NULL,
  agent text NOT NULL,
  calls bigint NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  tokens token_count NOT NULL,
  CONSTRAINT spend_hour_run_pkey PRIMARY KEY (hour, run_id, called, name),
  CONSTRAINT spend_hour_run_calls CHECK (calls > 0)
);
COMMENT ON TABLE spend_hour_run IS 'Settled attempts of a run by the hour (UTC), counted when they leave hold.';
COMMENT ON COLUMN spend_hour_label.label IS 'KEY=VALUE; empty for runs without any.';

-- Told by whoever counts first: until then no attempt is held, and journals alone tell what was spent.
UPDATE spend_rollup SET complete_since = 'infinity';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE ON spend_hour_run TO bulkhead_app;
    GRANT UPDATE ON spend_rollup TO bulkhead_app;
  END IF;
END
$$;
