-- Events from outside and who waits for them: kept before the wait, given to one wait each, counted against follow-ups.
CREATE TABLE signal (
  id uuid NOT NULL,
  correlation_key text NOT NULL,
  run_id uuid,
  payload bytea NOT NULL,
  by jsonb NOT NULL,
  received_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT signal_pkey PRIMARY KEY (id)
);
CREATE INDEX signal_correlation_key_received_at_id_idx ON signal(correlation_key, received_at, id);
CREATE INDEX signal_expires_at_idx ON signal(expires_at);

CREATE TABLE event_wait (
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  step integer NOT NULL,
  correlation_key text NOT NULL,
  status text NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  until_at timestamptz(3) NOT NULL,
  signal_id uuid,
  ended_at timestamptz(3),
  CONSTRAINT event_wait_pkey PRIMARY KEY (id)
);
ALTER TABLE event_wait ADD CONSTRAINT event_wait_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX event_wait_run_id_idx ON event_wait(run_id);
ALTER TABLE event_wait
  ADD CONSTRAINT event_wait_status_known CHECK (status IN ('open', 'settled', 'timed_out', 'cancelled')),
  ADD CONSTRAINT event_wait_settled_by_signal CHECK (status <> 'settled' OR signal_id IS NOT NULL),
  ADD CONSTRAINT event_wait_ended CHECK ((status = 'open') = (ended_at IS NULL));
-- An event settles one wait. One whose wait was cancelled before its run took it in is free again.
CREATE UNIQUE INDEX event_wait_signal_idx ON event_wait (signal_id) WHERE status = 'settled';
CREATE INDEX event_wait_open_idx ON event_wait (correlation_key, opened_at, id) WHERE status = 'open';
CREATE INDEX event_wait_until_idx ON event_wait (until_at) WHERE status = 'open';
CREATE INDEX event_wait_given_back_idx ON event_wait (correlation_key) WHERE status = 'cancelled' AND signal_id IS NOT NULL;
CREATE INDEX event_wait_ended_at_idx ON event_wait (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE contact (
  correlation_key text NOT NULL,
  contacts text[] NOT NULL,
  most integer NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT contact_pkey PRIMARY KEY (correlation_key)
);
ALTER TABLE contact ADD CONSTRAINT contact_most_not_negative CHECK (most >= 0);
CREATE INDEX contact_updated_at_idx ON contact(updated_at);

ALTER TABLE run_input DROP CONSTRAINT run_input_type_known;
ALTER TABLE run_input
  ADD CONSTRAINT run_input_type_known CHECK (type IN ('decision', 'cancel', 'pause', 'resume', 'redrive', 'signal'));

COMMENT ON TABLE signal IS 'An event from outside: kept from its arrival, whether or not anybody waits for it.';
COMMENT ON COLUMN signal.run_id IS 'Only a wait of this run may take it; null: the oldest wait on the key.';
COMMENT ON COLUMN signal.payload IS 'Canonical JSON as UTF-8.';
COMMENT ON TABLE event_wait IS 'A step that waits, or waited, for an event.';
COMMENT ON COLUMN event_wait.status IS
  'open: waits. settled: signal_id was given to it. timed_out: its time was over first. cancelled: its run ended first; a signal_id that stands here was not taken in and is to be offered again.';
COMMENT ON TABLE contact IS 'Calls that contacted somebody on a key since its last event: scope and key of their effects.';
COMMENT ON COLUMN contact.most IS 'How many the last claim permitted.';
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised. redrive: a failed run goes on. signal: an event that is waited for came, or its time is over.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON signal, event_wait, contact TO bulkhead_app;
  END IF;
END
$$;
