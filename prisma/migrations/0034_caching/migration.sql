-- Results of reads that may stand for later calls (docs/decisions/0041-caching.md), and what caching saved, beside what was spent.
CREATE TABLE kept_result (
  tool text NOT NULL,
  tool_version integer NOT NULL,
  argument_hash text NOT NULL,
  secrets text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  run_id uuid NOT NULL,
  step integer NOT NULL,
  latency_ms integer NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  value bytea NOT NULL,
  tainted boolean NOT NULL,
  private_data boolean NOT NULL,
  CONSTRAINT kept_result_pkey PRIMARY KEY (tool, tool_version, argument_hash, secrets),
  CONSTRAINT kept_result_run_fkey FOREIGN KEY (run_id) REFERENCES run (id) ON DELETE CASCADE,
  CONSTRAINT kept_result_bounded CHECK (octet_length(value) <= 262144 AND expires_at > asked_at)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX kept_result_expires_idx ON kept_result (expires_at);
CREATE INDEX kept_result_run_idx ON kept_result (run_id);
COMMENT ON TABLE kept_result IS 'Results of reads whose tool says how long they may be reused. Losing a row costs a call and nothing else.';
COMMENT ON COLUMN kept_result.secrets IS 'NAME:VERSION of each secret that the request names, as they were in force before it was sent; empty where it names none.';
COMMENT ON COLUMN kept_result.asked_at IS 'Before the request was sent: the value is no older.';
COMMENT ON COLUMN kept_result.value IS 'Canonical JSON as UTF-8, redacted as in the journal.';

ALTER TABLE hold ADD COLUMN cache_write_tokens token_count, ADD COLUMN saved_micro_usd bigint;
ALTER TABLE spend_due
  ADD COLUMN cache_write_tokens token_count NOT NULL DEFAULT 0,
  ADD COLUMN saved_micro_usd bigint NOT NULL DEFAULT 0,
  ADD COLUMN saved_ms bigint NOT NULL DEFAULT 0,
  ADD COLUMN reused boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN spend_due.saved_micro_usd IS 'By caching: below zero where more was written to a cache than reads of it saved.';
COMMENT ON COLUMN spend_due.reused IS 'No attempt but a read for which an earlier result stood; appended by the commit itself.';

ALTER DOMAIN spend_facet DROP CONSTRAINT spend_facet_known;
ALTER DOMAIN spend_facet ADD CONSTRAINT spend_facet_known CHECK (VALUE IN ('all', 'model', 'tool', 'prefix', 'reuse'));
ALTER TABLE spend_run_hour
  ADD COLUMN cache_write_tokens token_count NOT NULL DEFAULT 0,
  ADD COLUMN saved_micro_usd bigint NOT NULL DEFAULT 0,
  ADD COLUMN saved_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE spend_cell
  ADD COLUMN cache_write_tokens token_count NOT NULL DEFAULT 0,
  ADD COLUMN saved_micro_usd bigint NOT NULL DEFAULT 0,
  ADD COLUMN saved_ms bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN spend_cell.saved_micro_usd IS 'By the prefix caches of providers (facet prefix, by model; below zero where writing cost more than reading saved) or by reused reads (facet reuse, by tool).';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON kept_result TO bulkhead_app;
  END IF;
END
$$;
