-- What calls cost that fell back on another model, and journals that are too long to be read into the sums at once (docs/decisions/0036-spend-cells.md).
ALTER TABLE spend_run_hour ADD COLUMN fallback_micro_usd micro_usd NOT NULL DEFAULT 0;
COMMENT ON COLUMN spend_run_hour.fallback_micro_usd IS 'Of calls that were made of a stronger model because a call had failed for good, or a breaker was open.';
ALTER TABLE spend_cell ADD COLUMN fallback_micro_usd micro_usd NOT NULL DEFAULT 0;

CREATE TABLE spend_recount_hour (LIKE spend_run_hour INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT spend_recount_hour_pkey PRIMARY KEY (run_id, facet, name, hour));
COMMENT ON TABLE spend_recount_hour IS 'What was read so far of the journal of spend_rollup.recounting: it takes the place of its rows in spend_run_hour when it is read to the end.';

ALTER TABLE spend_rollup ADD COLUMN recounting uuid, ADD COLUMN recounted_seq integer,
  ADD CONSTRAINT spend_rollup_recounting_whole CHECK ((recounting IS NULL) = (recounted_seq IS NULL));
COMMENT ON COLUMN spend_rollup.recounting IS 'The run whose journal is read part by part: what it is charged meanwhile stays in spend_due. null: none.';
COMMENT ON COLUMN spend_rollup.recounted_seq IS 'Up to this row of its journal it is read.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON spend_recount_hour TO bulkhead_app;
  END IF;
END
$$;

-- What fell back before is told by the journals alone: where any call had a route, they are read anew.
UPDATE spend_rollup SET complete_since = 'infinity', recounted_to = NULL WHERE EXISTS (SELECT FROM spend_cell WHERE routed_micro_usd > 0);

-- ── What is spent with a model that its provider gives up is an alert, whatever other kinds there are by now ────────────────
DO $$
DECLARE
  known text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conrelid = 'alert'::regclass AND conname = 'alert_kinds_are_known');
BEGIN
  ALTER TABLE alert DROP CONSTRAINT alert_kinds_are_known;
  EXECUTE format('ALTER TABLE alert ADD CONSTRAINT alert_kinds_are_known CHECK (kind = ''deprecated_model'' OR (%s))', known);
END
$$;
