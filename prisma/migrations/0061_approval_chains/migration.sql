-- An approval that nobody decides goes on to those who are asked next (docs/decisions/0056-approval-chains.md).
ALTER TABLE approval
  ADD CONSTRAINT approval_chain_is_a_list CHECK (escalate_to IS NULL OR jsonb_typeof(escalate_to) = 'array' AND jsonb_array_length(escalate_to) > 0);
COMMENT ON COLUMN approval.escalate_to IS
  'Levels in their order, as the agent had them when the call was asked for: role, people (e-mail addresses; none: whoever has the role), expiresMs.';
COMMENT ON COLUMN approval.required_role IS 'Of those who are asked now: at a level of escalate_to that level''s.';

-- In its history and to those who want to know, in the statement that makes it true.
CREATE OR REPLACE FUNCTION tell_approval_escalated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval_event (approval_id, verb, data) VALUES (NEW.id, 'escalated', jsonb_build_object(
    'level', NEW.escalation_level,
    'to', jsonb_build_object('role', NEW.required_role,
      'people', coalesce(NEW.escalate_to -> (NEW.escalation_level - 1) -> 'people', '[]')),
    'until', to_char(NEW.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
  PERFORM tell_callbacks('approval.pending', NEW.id::text || ' ' || NEW.escalation_level, NEW.run_id, NEW.id);
  RETURN NULL;
END
$$;

-- The run behind a planted call hears no more of its levels than of its decision.
CREATE OR REPLACE FUNCTION refuse_planted_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM approval WHERE id = split_part(NEW.dedupe_key, ':', 2)::uuid AND planted) THEN
    RAISE EXCEPTION 'a planted call is never carried out' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER run_input_refuses_planted ON run_input;
CREATE TRIGGER run_input_refuses_planted BEFORE INSERT ON run_input
  FOR EACH ROW WHEN (NEW.dedupe_key LIKE 'approval:%' OR NEW.dedupe_key LIKE 'escalated:%') EXECUTE FUNCTION refuse_planted_decision();
