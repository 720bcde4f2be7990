-- Forks of runs (docs/decisions/0058-forks.md). A dry one is known by its id alone: a UUIDv8 where every other run has a UUIDv7.
CREATE FUNCTION is_dry_run(run_id uuid) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT substr(run_id::text, 15, 1) = '8' $$;
COMMENT ON FUNCTION is_dry_run IS 'Of the id of a run: it only tries, and has no place in ledger, budgets, windows, approvals or figures.';

ALTER TABLE run ADD COLUMN forked_seq int,
  ADD CONSTRAINT run_fork_whole CHECK ((forked_from IS NULL) = (forked_seq IS NULL) AND forked_seq > 0),
  ADD CONSTRAINT run_dry_is_forked CHECK (NOT is_dry_run(id) OR forked_from IS NOT NULL);
COMMENT ON COLUMN run.forked_seq IS 'The last row of its journal that is a copy of the one it was forked from.';
CREATE INDEX run_forked_from_idx ON run (forked_from, id) WHERE forked_from IS NOT NULL;
CREATE INDEX run_dry_open_idx ON run (due_at) WHERE is_dry_run(id) AND finished_at IS NULL;

-- Whatever a process does, by mistake or under attack: a dry run leaves nothing by which something is sent, asked, held, counted or told.
ALTER TABLE effect ADD CONSTRAINT effect_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE hold ADD CONSTRAINT hold_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE approval ADD CONSTRAINT approval_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE event_wait ADD CONSTRAINT event_wait_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE dead_letter ADD CONSTRAINT dead_letter_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE delivery ADD CONSTRAINT delivery_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE bulkhead_slot ADD CONSTRAINT bulkhead_slot_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE bulkhead_waiter ADD CONSTRAINT bulkhead_waiter_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE window_amount ADD CONSTRAINT window_amount_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE kept_result ADD CONSTRAINT kept_result_of_no_dry_run CHECK (NOT is_dry_run(run_id));
ALTER TABLE policy_difference ADD CONSTRAINT policy_difference_of_no_dry_run CHECK (NOT is_dry_run(run_id));

CREATE OR REPLACE TRIGGER tell_finished AFTER UPDATE ON run FOR EACH ROW
  WHEN (NEW.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at AND NOT is_dry_run(NEW.id))
  EXECUTE FUNCTION tell_run_finished();
