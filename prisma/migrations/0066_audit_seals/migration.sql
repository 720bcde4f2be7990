-- The heads of runs' journals, sealed into the record at intervals, and heads of the record signed with a key that the database never holds
-- open (docs/decisions/0060-seals.md).

-- The key that signs, sealed with the master key; a new one only where the one before it was lost.
CREATE TABLE audit_key (
  id integer NOT NULL,
  sealed bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT audit_key_pkey PRIMARY KEY (id),
  CONSTRAINT audit_key_counted CHECK (id >= 1)
);
COMMENT ON COLUMN audit_key.key_id IS 'The master key that sealed it.';

CREATE TABLE audit_seal (
  seq bigint NOT NULL,
  audit_key integer NOT NULL,
  mac text NOT NULL,
  whole boolean NOT NULL,
  CONSTRAINT audit_seal_pkey PRIMARY KEY (seq),
  CONSTRAINT audit_seal_seq_fkey FOREIGN KEY (seq) REFERENCES audit_event (seq),
  CONSTRAINT audit_seal_audit_key_fkey FOREIGN KEY (audit_key) REFERENCES audit_key (id),
  CONSTRAINT audit_seal_mac_is_a_digest CHECK (mac ~ '^[0-9a-f]{64}$')
);
COMMENT ON COLUMN audit_seal.seq IS 'The event of the record that holds the digest of the sealed heads.';
COMMENT ON COLUMN audit_seal.mac IS 'HMAC-SHA-256 over this event''s number and hash, and so over everything before it.';
COMMENT ON COLUMN audit_seal.whole IS 'Nothing that had changed by then is left for the next seal.';

CREATE TABLE sealed_head (
  run_id uuid NOT NULL,
  seq integer NOT NULL,
  seal bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT sealed_head_pkey PRIMARY KEY (run_id, seq, seal),
  CONSTRAINT sealed_head_seal_fkey FOREIGN KEY (seal) REFERENCES audit_seal (seq)
);
CREATE INDEX sealed_head_seal_idx ON sealed_head (seal, run_id);
COMMENT ON COLUMN sealed_head.seq IS 'The newest row of the run''s journal when it was sealed; hash is that row''s.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whoever wants heads kept outside is sent each of them.
ALTER TABLE callback DROP CONSTRAINT callback_events_known;
ALTER TABLE callback ADD CONSTRAINT callback_events_known
  CHECK (events <@ ARRAY['run.finished', 'approval.pending', 'approval.expiring', 'approval.decided', 'alert', 'audit.sealed']);
ALTER TABLE delivery ADD COLUMN seal bigint;

CREATE FUNCTION tell_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO delivery (id, callback, event_id, event, seal, status, created_at, next_attempt_at, gives_up_at)
  SELECT gen_random_uuid(), c.name, event_id_of('audit.sealed', NEW.seq::text), 'audit.sealed', NEW.seq, 'pending', now(), now(), now() + interval '24 hours'
  FROM callback c WHERE c.archived_at IS NULL AND 'audit.sealed' = ANY (c.events)
  ON CONFLICT (receiver, event_id) DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_seal AFTER INSERT ON audit_seal FOR EACH ROW EXECUTE FUNCTION tell_seal();

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT ON audit_key, audit_seal, sealed_head TO bulkhead_app;
  END IF;
END
$$;
