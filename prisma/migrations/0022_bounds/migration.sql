-- A run that stands at a bound fails when nobody raises it in time: it is told so once, like everything that comes from outside.
ALTER TABLE run_input DROP CONSTRAINT run_input_type_known;
ALTER TABLE run_input
  ADD CONSTRAINT run_input_type_known
    CHECK (type IN ('decision', 'cancel', 'pause', 'resume', 'redrive', 'signal', 'late_answer', 'bound_expired')),
  ADD CONSTRAINT run_input_bound_expired_once CHECK (type <> 'bound_expired' OR dedupe_key LIKE 'bound:%');
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised. redrive: a failed run goes on. signal: an event from outside that a run may wait for. late_answer: what a receiver said after the time of an attempt, evidence and no result; of a run that has ended it is kept, and folded in only by a redrive. bound_expired: the bound at which the run stands was not raised in time.';

-- Runs that stood at a bound before they had an end of it: a week, as for those whose agent says nothing.
UPDATE run SET due_at = updated_at + interval '7 days'
  WHERE status = 'waiting' AND due_at IS NULL AND waiting->'items' @> '[{"kind": "limit"}]';
