-- One act on many runs, worked off in the background; and what the list of runs needs to stay quick when there are many.

CREATE TABLE bulk_action (
  id uuid NOT NULL,
  action text NOT NULL,
  filter jsonb NOT NULL,
  reason text NOT NULL,
  state text NOT NULL,
  total integer NOT NULL,
  done integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  asked_by jsonb NOT NULL,
  request_id text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  stopped_by jsonb,
  stopped_reason text,
  worker text,
  lease_until timestamptz(3),
  CONSTRAINT bulk_action_pkey PRIMARY KEY (id)
);

CREATE TABLE bulk_action_item (
  bulk_id uuid NOT NULL,
  position integer NOT NULL,
  run_id uuid NOT NULL,
  outcome text,
  code text,
  message text,
  at timestamptz(3),
  CONSTRAINT bulk_action_item_pkey PRIMARY KEY (bulk_id,position)
);

CREATE INDEX bulk_action_created_at_id_idx ON bulk_action(created_at DESC, id DESC);
ALTER TABLE bulk_action_item ADD CONSTRAINT bulk_action_item_bulk_id_fkey FOREIGN KEY (bulk_id) REFERENCES bulk_action(id) ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX bulk_action_running_idx ON bulk_action (lease_until) WHERE state = 'running';
CREATE INDEX bulk_action_item_waiting_idx ON bulk_action_item (bulk_id, position) WHERE outcome IS NULL;
CREATE INDEX bulk_action_item_failed_idx ON bulk_action_item (bulk_id, position) WHERE outcome = 'failed';

ALTER TABLE bulk_action
  ADD CONSTRAINT bulk_action_known CHECK (action IN ('cancel', 'pause', 'redrive', 'resume')),
  ADD CONSTRAINT bulk_action_state_known CHECK (state IN ('running', 'done', 'aborted')),
  ADD CONSTRAINT bulk_action_finished_when_not_running CHECK ((state = 'running') = (finished_at IS NULL)),
  ADD CONSTRAINT bulk_action_stopped_by_somebody CHECK ((state = 'aborted') = (stopped_by IS NOT NULL)),
  ADD CONSTRAINT bulk_action_counts CHECK (done >= 0 AND skipped >= 0 AND failed >= 0 AND total >= 1 AND done + skipped + failed <= total),
  ADD CONSTRAINT bulk_action_filter_not_empty CHECK (filter <> '{}');
ALTER TABLE bulk_action_item
  ADD CONSTRAINT bulk_action_item_outcome_known CHECK (outcome IN ('done', 'skipped', 'failed')),
  ADD CONSTRAINT bulk_action_item_settled CHECK ((outcome IS NULL) = (at IS NULL)),
  ADD CONSTRAINT bulk_action_item_says_why CHECK ((coalesce(outcome, 'done') <> 'done') = (message IS NOT NULL AND code IS NOT NULL));

-- The counts are rewritten with each item: room on the page keeps that out of the indexes.
ALTER TABLE bulk_action SET (fillfactor = 50);
ALTER TABLE bulk_action_item SET (fillfactor = 70);

COMMENT ON TABLE bulk_action IS 'One act on all runs that a filter found when it was asked for.';
COMMENT ON COLUMN bulk_action.state IS
  'running: items are left. done: each item has its outcome. aborted: stopped by somebody, what was left stays undone.';
COMMENT ON COLUMN bulk_action.asked_by IS 'Whose right is checked again before each item.';
COMMENT ON COLUMN bulk_action.lease_until IS
  'Until when worker alone works it off. Set anew with each item; the least recently worked comes next.';
COMMENT ON COLUMN bulk_action_item.outcome IS
  'null: still to do. done: in the very transaction of the act. skipped: does not apply to the run as it is. failed: refused.';

-- ── Searching runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What a search looks into, in small letters, beside the run and not on it: a run's row is rewritten with each claim and each park,
-- and a text index on it would be paid for each time. Kept by triggers, so that whoever writes a run need not think of it.
CREATE TABLE run_text (
  run_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  body text NOT NULL,
  CONSTRAINT run_text_pkey PRIMARY KEY (run_id)
);
CREATE INDEX run_text_created_at_run_id_idx ON run_text(created_at DESC, run_id DESC);

CREATE FUNCTION run_search_body(run) RETURNS text LANGUAGE sql STABLE
  RETURN lower(concat_ws(' ', $1.id, left($1.input::text, 10000), $1.error_code, left($1.error_message, 2000)));
COMMENT ON FUNCTION run_search_body IS 'Where q looks for a part: id, the first 10 000 characters of the input, error.';

CREATE FUNCTION keep_run_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_text (run_id, created_at, body) VALUES (NEW.id, NEW.created_at, run_search_body(NEW))
    ON CONFLICT (run_id) DO UPDATE SET body = excluded.body;
  RETURN NULL;
END
$$;
INSERT INTO run_text (run_id, created_at, body) SELECT id, created_at, run_search_body(run) FROM run;
CREATE TRIGGER run_text_made AFTER INSERT ON run FOR EACH ROW EXECUTE FUNCTION keep_run_text();
CREATE TRIGGER run_text_changed AFTER UPDATE OF error_code, error_message ON run FOR EACH ROW
  WHEN (OLD.error_code IS DISTINCT FROM NEW.error_code OR OLD.error_message IS DISTINCT FROM NEW.error_message)
  EXECUTE FUNCTION keep_run_text();

-- Trigrams make a search for a part of a text quick. The extension is a trusted one that comes with PostgreSQL; where it may not be
-- made, searches read run_text instead: as right, and slower.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX run_text_body_idx ON run_text USING gin (body gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm can not be used here (%): searching runs will be slower', SQLERRM;
END
$$;

CREATE INDEX run_waiting_reason_idx ON run ((waiting->>'reason'), created_at DESC, id DESC) WHERE waiting IS NOT NULL;

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE ON bulk_action, bulk_action_item, run_text TO bulkhead_app;
END
$$;
