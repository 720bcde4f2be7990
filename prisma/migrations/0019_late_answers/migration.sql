-- What a receiver says after the time of an attempt reaches its run as an input of its own.
ALTER TABLE run_input DROP CONSTRAINT run_input_type_known;
ALTER TABLE run_input
  ADD CONSTRAINT run_input_type_known CHECK (type IN ('decision', 'cancel', 'pause', 'resume', 'redrive', 'signal', 'late_answer')),
  ADD CONSTRAINT run_input_late_answer_once CHECK (type <> 'late_answer' OR dedupe_key LIKE 'late:%');
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised. redrive: a failed run goes on. signal: an event from outside that a run may wait for. late_answer: what a receiver said after the time of an attempt, evidence and no result; of a run that has ended it is kept, and folded in only by a redrive.';
