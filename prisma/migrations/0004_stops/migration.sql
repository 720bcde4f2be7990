-- What operators stop: everything (the halt) or one agent, each stop with the epoch that workers acknowledge.

CREATE TABLE stop (
  epoch bigint NOT NULL,
  scope text NOT NULL,
  reason text NOT NULL,
  set_by jsonb NOT NULL,
  set_at timestamptz(3) NOT NULL,
  lifted_epoch bigint,
  lifted_by jsonb,
  lifted_reason text,
  lifted_at timestamptz(3),
  CONSTRAINT stop_pkey PRIMARY KEY (epoch)
);
CREATE INDEX stop_lifted_at_idx ON stop(lifted_at DESC);

CREATE UNIQUE INDEX stop_open_idx ON stop (scope) WHERE lifted_epoch IS NULL;
ALTER TABLE stop
  ADD CONSTRAINT stop_scope_known CHECK (scope = 'global' OR scope LIKE 'agent:%'),
  ADD CONSTRAINT stop_epochs_rise CHECK (epoch >= 1 AND lifted_epoch > epoch),
  ADD CONSTRAINT stop_lifted_whole
    CHECK ((lifted_epoch IS NULL) = (lifted_at IS NULL) AND (lifted_epoch IS NULL) = (lifted_by IS NULL));

ALTER TABLE worker ADD COLUMN stop_epoch bigint NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN seen_input_seq integer NOT NULL DEFAULT 0;
ALTER TABLE run ADD CONSTRAINT run_seen_input_not_negative CHECK (seen_input_seq >= 0);
-- Under a stop only a run that was told something is claimed: found without reading the backlog that waits for the stop's end.
CREATE INDEX run_told_idx ON run (due_at) WHERE status IN ('queued', 'waiting') AND due_at IS NOT NULL AND input_seq > seen_input_seq;

COMMENT ON TABLE stop IS 'Each stop from its beginning to its lift; while one is open, nothing within its scope begins.';
COMMENT ON COLUMN stop.scope IS 'global: the halt. agent:NAME: the runs of one agent.';
COMMENT ON COLUMN stop.epoch IS 'Counts every setting and lifting of any stop, in the order of their commits.';
COMMENT ON COLUMN worker.stop_epoch IS 'The epoch of stops that this worker acts by: nothing begins there that was stopped at it.';
COMMENT ON COLUMN run.seen_input_seq IS 'The run_input that had been folded in when it last parked; an older one than input_seq may wake it under a stop.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE ON stop TO bulkhead_app;
END
$$;
