-- Erasure of what a run held, on request (docs/decisions/0062-retention.md): digests stay, so that the chain does.
ALTER TABLE run
  ADD COLUMN erased_at timestamptz(3),
  ADD COLUMN erased_by jsonb,
  ADD COLUMN erased_reason text,
  ADD CONSTRAINT run_erased_whole CHECK ((erased_at IS NULL) = (erased_by IS NULL) AND (erased_at IS NULL) = (erased_reason IS NULL)),
  ADD CONSTRAINT run_erased_stays_ended CHECK (erased_at IS NULL OR finished_at IS NOT NULL);
COMMENT ON COLUMN run.erased_at IS 'When what it was given, said and did was erased, for good: it can not go on.';

-- Set by the one function that erases, for its own time alone. Grants keep the app from changing these tables whatever is set.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('bulkhead.erasing', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

-- As the owner, because the app may change no journal. Not without an event of the record that tells of it.
CREATE FUNCTION erase_run(erased uuid, erased_by_whom jsonb, why text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  part regclass;
  asked uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM audit_event WHERE entity_kind = 'run' AND entity_id = erased::text AND action = 'run.erase') THEN
    RAISE EXCEPTION 'the record does not say that run % is erased', erased USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('bulkhead.erasing', 'on', true);
  UPDATE run SET input = 'null', output = NULL, partial = NULL, error_message = CASE WHEN error_code IS NOT NULL THEN 'erased' END,
    erased_at = now(), erased_by = erased_by_whom, erased_reason = why WHERE id = erased AND finished_at IS NOT NULL AND erased_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'run % has not ended, or is erased', erased USING ERRCODE = 'check_violation';
  END IF;
  UPDATE run_text t SET body = run_search_body(r) FROM run r WHERE r.id = erased AND t.run_id = erased;

  -- The partition itself: the trigger that refuses stands on the journal as a whole.
  FOR part IN SELECT DISTINCT tableoid::regclass FROM checkpoint WHERE run_id = erased LOOP
    EXECUTE format('UPDATE %s SET payload = NULL WHERE run_id = $1', part) USING erased;
  END LOOP;

  -- What people told it (by whom, why, which bounds) stays; what others said to it does not.
  UPDATE run_input SET payload = convert_to('null', 'UTF8')
    WHERE run_id = erased AND type NOT IN ('cancel', 'pause', 'resume', 'redrive', 'bound_expired', 'escalated');
  UPDATE signal SET payload = convert_to('null', 'UTF8')
    WHERE run_id = erased OR id IN (SELECT signal_id FROM event_wait WHERE run_id = erased AND signal_id IS NOT NULL);

  -- The key stays, so that nothing is done twice; who comes with it later is told that the answer is gone.
  UPDATE effect SET response = CASE WHEN response IS NOT NULL THEN convert_to('{"erased":true}', 'UTF8') END,
    error = CASE WHEN error IS NOT NULL THEN json_build_object('class', error -> 'class', 'code', error -> 'code', 'message', 'erased') END
    WHERE run_id = erased;

  asked := ARRAY(SELECT id FROM approval WHERE run_id = erased
    UNION SELECT p.approval_id FROM planted_call p JOIN approval s ON s.id = p.source_id WHERE s.run_id = erased);
  UPDATE planted_call SET flaw = 'erased' WHERE approval_id = ANY (asked);
  UPDATE approval SET arguments = '{}', asked_arguments = CASE WHEN asked_arguments IS NOT NULL THEN '{}'::json END,
    decision = json_build_object('chosen', decision -> 'chosen', 'confidence', decision -> 'confidence', 'reasoning', NULL, 'alternatives', NULL),
    reasons = '[]', status = CASE WHEN status = 'pending' THEN 'cancelled' ELSE status END, decided_at = coalesce(decided_at, now())
    WHERE id = ANY (asked);
  UPDATE approval_decision SET arguments = CASE WHEN arguments IS NOT NULL THEN '{}'::json END,
    answer = CASE WHEN answer IS NOT NULL THEN 'erased' END WHERE approval_id = ANY (asked);
  UPDATE approval_event SET data = jsonb_build_object('text', 'erased') WHERE approval_id = ANY (asked) AND verb = 'commented';

  UPDATE dead_letter SET message = 'erased' WHERE run_id = erased;
  -- Of a table that a later migration makes: what is called is looked up when it runs.
  UPDATE error_group SET message = 'erased' WHERE sample_of = erased;
  UPDATE delivery SET body = NULL, last_error = NULL WHERE run_id = erased OR approval_id = ANY (asked);
  DELETE FROM kept_result WHERE run_id = erased;
  UPDATE api_idempotency SET response = convert_to(json_build_object('runId', erased, 'erased', true)::text, 'UTF8')
    WHERE position(convert_to(erased::text, 'UTF8') IN response) > 0;
  PERFORM set_config('bulkhead.erasing', 'off', true);
END
$$;
COMMENT ON FUNCTION erase_run IS 'Takes away what an ended run held, wherever it stands, and leaves digests, figures, keys and who decided what.';
REVOKE ALL ON FUNCTION erase_run FROM PUBLIC;

-- A receiver that answers after the erasure is not kept either.
CREATE FUNCTION drop_late_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM run WHERE id = NEW.run_id AND erased_at IS NOT NULL) THEN
    NEW.payload := convert_to('null', 'UTF8');
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER run_input_of_an_erased_run BEFORE INSERT ON run_input
  FOR EACH ROW WHEN (NEW.type = 'late_answer') EXECUTE FUNCTION drop_late_answer();

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT EXECUTE ON FUNCTION erase_run TO bulkhead_app;
  END IF;
END
$$;
