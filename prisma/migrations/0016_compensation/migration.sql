-- Compensation: a run that undoes what another one did names it in its trigger. The index finds it from the original's page, and the planner
-- learns from it how few there are.
ALTER TABLE run ADD CONSTRAINT run_compensation_names_its_original CHECK (
  (trigger->>'kind' = 'compensation') = (trigger->>'of' IS NOT NULL));
CREATE INDEX run_compensates_idx ON run ((trigger->>'of'), id) WHERE trigger->>'kind' = 'compensation';

ALTER TABLE approval_decision DROP CONSTRAINT approval_decision_known;
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_known CHECK (
  decision IN ('approve', 'edit', 'reject', 'happened', 'did_not_happen', 'compensate'));
