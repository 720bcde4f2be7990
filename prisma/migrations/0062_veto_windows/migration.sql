-- A call that can be undone is announced and runs unless somebody objects, where policy and agent allow it (docs/decisions/0057-veto-windows.md).
-- What ends so is nobody's approval, and what can't be taken back never gets such a window, whatever a process asks for.
ALTER TABLE approval
  DROP CONSTRAINT approval_status_known,
  DROP CONSTRAINT approval_expiry_known,
  ADD CONSTRAINT approval_status_known
    CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'answered', 'superseded', 'cancelled', 'unopposed')),
  ADD CONSTRAINT approval_expiry_known CHECK (on_expiry IN ('reject', 'escalate', 'execute')),
  ADD CONSTRAINT approval_window_of_what_can_be_undone CHECK (on_expiry IS DISTINCT FROM 'execute'
    OR kind = 'tool_call' AND effect IN ('idempotent', 'reconcilable') AND NOT tainted AND NOT planted AND expires_at IS NOT NULL),
  ADD CONSTRAINT approval_unopposed_by_nobody CHECK (status <> 'unopposed' OR on_expiry = 'execute' AND NOT by_people);
COMMENT ON COLUMN approval.on_expiry IS
  'reject: the call is rejected when nobody decides in time. escalate: the next level of escalate_to is asked. execute: a veto window, it runs unless somebody objected. null: it never expires.';

-- Who is not told can't object: an announcement waits for no quiet hours.
CREATE OR REPLACE FUNCTION tell_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks(TG_ARGV[0], NEW.id::text, NEW.run_id, NEW.id);
  IF NEW.status NOT IN ('superseded', 'cancelled') THEN
    PERFORM tell_channels_of_approval(TG_ARGV[0], NEW.id::text, NEW, NEW.status = 'pending' AND NEW.on_expiry IS NOT DISTINCT FROM 'execute');
  END IF;
  RETURN NULL;
END
$$;
