-- What the guarded client refused to send, by day: counted, never one row a request (docs/decisions/0047-egress.md).
CREATE TABLE egress_refusal (
  day date NOT NULL,
  caller text NOT NULL,
  name text NOT NULL,
  host text NOT NULL,
  code text NOT NULL,
  port integer,
  times bigint NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  run_id uuid,
  step integer,
  CONSTRAINT egress_refusal_pkey PRIMARY KEY (day, caller, name, host, code),
  CONSTRAINT egress_refusal_caller_known CHECK (caller IN ('tool', 'model', 'callback')),
  CONSTRAINT egress_refusal_bounded CHECK (octet_length(host) <= 253 AND octet_length(name) <= 253 AND octet_length(code) <= 60),
  CONSTRAINT egress_refusal_counted CHECK (times > 0 AND first_at <= last_at)
);
CREATE INDEX egress_refusal_last_idx ON egress_refusal (last_at, day, caller, name, host, code);
COMMENT ON COLUMN egress_refusal.day IS 'UTC, by the clock of the database.';
COMMENT ON COLUMN egress_refusal.host IS '*: all hosts of this caller and day beyond those that have rows of their own. Empty: a URL that can''t be read.';
COMMENT ON COLUMN egress_refusal.port IS 'Of the last attempt, as are run_id and step; null: none is known.';
COMMENT ON COLUMN egress_refusal.run_id IS 'No reference: the run may be gone.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON egress_refusal TO bulkhead_app;
  END IF;
END
$$;
