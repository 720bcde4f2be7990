-- What an agent asks a person, and what was answered (docs/decisions/0052-what-people-are-asked.md).
ALTER TABLE approval DROP CONSTRAINT approval_kind_known;
ALTER TABLE approval ADD CONSTRAINT approval_kind_known CHECK (kind IN ('tool_call', 'unknown_outcome', 'question'));
ALTER TABLE approval_decision DROP CONSTRAINT approval_decision_known;
ALTER TABLE approval_decision ADD COLUMN answer text;
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_known CHECK (
  decision IN ('approve', 'edit', 'reject', 'respond', 'happened', 'did_not_happen', 'compensate'));
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_answer CHECK ((decision = 'respond') = (answer IS NOT NULL));
COMMENT ON COLUMN approval.kind IS 'tool_call: may it be sent? unknown_outcome: did it happen? question: what does a person say?';
