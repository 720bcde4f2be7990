-- Signed callbacks: who is told of what, and the outbox of what has to be told. An event's row is written by a trigger, in the very commit
-- that makes it true, on every path there is (docs/decisions/0010-callback-outbox.md).

CREATE TABLE callback (
  name text NOT NULL,
  version integer NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  secret_ref text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  updated_by jsonb NOT NULL,
  archived_at timestamptz(3),
  CONSTRAINT callback_pkey PRIMARY KEY (name)
);

CREATE TABLE callback_delivery (
  id uuid NOT NULL,
  callback text NOT NULL,
  event_id uuid NOT NULL,
  event text NOT NULL,
  run_id uuid,
  approval_id uuid,
  status text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  body bytea,
  created_at timestamptz(3) NOT NULL,
  next_attempt_at timestamptz(3),
  gives_up_at timestamptz(3) NOT NULL,
  last_attempt_at timestamptz(3),
  last_status integer,
  last_error text,
  settled_at timestamptz(3),
  CONSTRAINT callback_delivery_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX callback_delivery_callback_event_id_key ON callback_delivery(callback, event_id);
CREATE INDEX callback_delivery_callback_created_at_id_idx ON callback_delivery(callback, created_at DESC, id DESC);
ALTER TABLE callback_delivery ADD CONSTRAINT callback_delivery_callback_fkey FOREIGN KEY (callback) REFERENCES callback(name)
  ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX callback_delivery_due_idx ON callback_delivery (callback, next_attempt_at) WHERE status = 'pending';
CREATE INDEX callback_delivery_settled_idx ON callback_delivery (settled_at) WHERE settled_at IS NOT NULL;

ALTER TABLE callback
  ADD CONSTRAINT callback_version_positive CHECK (version >= 1),
  ADD CONSTRAINT callback_events_known
    CHECK (events <@ ARRAY['run.finished', 'approval.pending', 'approval.expiring', 'approval.decided']);
ALTER TABLE callback_delivery
  ADD CONSTRAINT callback_delivery_status_known CHECK (status IN ('pending', 'delivered', 'failed', 'cancelled')),
  ADD CONSTRAINT callback_delivery_due_while_pending CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL)),
  ADD CONSTRAINT callback_delivery_settled_when_over CHECK ((status = 'pending') = (settled_at IS NULL)),
  ADD CONSTRAINT callback_delivery_attempts_not_negative CHECK (attempts >= 0);

-- ── The outbox ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- The id of an event follows from what happened, so that telling it again (a poll, a repeated commit) adds nothing: a hash
-- of that as a UUID of version 8.
CREATE FUNCTION tell_callbacks(happened text, mark text, run uuid, approval uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO callback_delivery (id, callback, event_id, event, run_id, approval_id, status, created_at, next_attempt_at, gives_up_at)
  SELECT gen_random_uuid(), c.name, overlay(overlay(md5(happened || ' ' || mark) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid, happened, run, approval, 'pending', now(), now(),
    now() + interval '24 hours'
  FROM callback c WHERE c.archived_at IS NULL AND happened = ANY (c.events)
  ON CONFLICT (callback, event_id) DO NOTHING
$$;
COMMENT ON FUNCTION tell_callbacks IS 'Places one delivery for each callback that wants this event; the same event again places none.';

CREATE FUNCTION tell_run_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks('run.finished', NEW.id::text || ' ' || NEW.finished_at::text, NEW.id, NULL);
  RETURN NULL;
END
$$;
CREATE FUNCTION tell_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks(TG_ARGV[0], NEW.id::text, NEW.run_id, NEW.id);
  RETURN NULL;
END
$$;
-- The conditions are looked at before a function is called: a commit that ends no run and asks nobody calls none.
CREATE TRIGGER tell_finished AFTER UPDATE ON run FOR EACH ROW
  WHEN (NEW.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at) EXECUTE FUNCTION tell_run_finished();
CREATE TRIGGER tell_pending AFTER INSERT ON approval FOR EACH ROW
  WHEN (NEW.status = 'pending') EXECUTE FUNCTION tell_approval('approval.pending');
CREATE TRIGGER tell_decided AFTER UPDATE ON approval FOR EACH ROW
  WHEN (OLD.status = 'pending' AND NEW.status <> 'pending') EXECUTE FUNCTION tell_approval('approval.decided');

COMMENT ON TABLE callback IS 'An address that is told of events, signed with a secret of the vault.';
COMMENT ON COLUMN callback.version IS 'Raised by each change, for If-Match.';
COMMENT ON COLUMN callback.events IS
  'run.finished: it reached a terminal status. approval.pending: a call waits for a person. approval.expiring: and little time is left. approval.decided: it waits no more.';
COMMENT ON TABLE callback_delivery IS 'One event for one callback: outbox and log.';
COMMENT ON COLUMN callback_delivery.event_id IS 'The same for all callbacks and attempts; receivers deduplicate by it.';
COMMENT ON COLUMN callback_delivery.status IS
  'pending: to be sent at next_attempt_at, which is also the lease of whoever sends it now. delivered: answered with 2xx. failed: given up. cancelled: its callback was deleted.';
COMMENT ON COLUMN callback_delivery.body IS 'What is sent, the same bytes at every attempt; null before the first.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE ON callback TO bulkhead_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON callback_delivery TO bulkhead_app;
END
$$;
