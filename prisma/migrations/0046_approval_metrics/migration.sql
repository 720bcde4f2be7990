-- What the figures of approvals are counted by (docs/decisions/0051-figures-of-decisions.md), in columns that an index can hold.
ALTER TABLE approval
  ADD COLUMN by_people boolean NOT NULL DEFAULT false,
  ADD COLUMN edited boolean GENERATED ALWAYS AS (asked_arguments IS NOT NULL) STORED,
  ADD COLUMN confidence double precision,
  ADD COLUMN model text,
  ADD COLUMN held_for text;

-- As text: what stands beside it may hold NUL, which no function of json reads past. Quotes inside of texts are escaped, so that these are keys.
UPDATE approval a SET
  by_people = a.status IN ('approved', 'rejected', 'answered') AND EXISTS (
    SELECT FROM approval_decision v WHERE v.approval_id = a.id AND v.round = a.round),
  confidence = substring(a.decision::text FROM '"confidence": *([0-9.eE+-]+)')::double precision,
  held_for = CASE WHEN a.reasons::text ~ '"rule": *"(?!escalation\.confidenceBelow")' THEN 'other' ELSE 'confidence' END;

ALTER TABLE approval
  ALTER COLUMN held_for SET NOT NULL,
  ADD CONSTRAINT approval_held_for_known CHECK (held_for IN ('sample', 'confidence', 'other')),
  ADD CONSTRAINT approval_by_people_decided CHECK (NOT by_people OR status IN ('approved', 'rejected', 'answered'));
COMMENT ON COLUMN approval.by_people IS 'People decided it; false where it ended by itself, and while it is pending.';
COMMENT ON COLUMN approval.edited IS 'An edit replaced what was asked for.';
COMMENT ON COLUMN approval.confidence IS 'As the model stated it, 0 to 1. null: it stated none.';
COMMENT ON COLUMN approval.model IS 'Whose answer asked for the call. null: no model''s, or from before it was recorded.';
COMMENT ON COLUMN approval.held_for IS 'sample: drawn by chance, and for nothing else. confidence: for it and at most the draw. other: for anything else as well.';

-- Counting reads these alone and not the rows, which hold whole calls.
CREATE INDEX approval_ended_idx ON approval (decided_at) INCLUDE (created_at, agent, tool, status, by_people, edited) WHERE decided_at IS NOT NULL;
CREATE INDEX approval_arrived_idx ON approval (created_at) INCLUDE (agent, tool);
CREATE INDEX approval_judged_idx ON approval (decided_at) INCLUDE (agent, model, confidence, held_for, edited, status)
  WHERE by_people AND kind = 'tool_call';
