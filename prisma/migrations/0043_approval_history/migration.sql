-- What became of an approval from first to last, who is at it, who put it off, and who is asked next (docs/decisions/0048-approval-history.md).

ALTER TABLE approval
  ADD COLUMN claimed_by jsonb,
  ADD COLUMN claimed_person text,
  ADD COLUMN claimed_until timestamptz(3),
  ADD COLUMN escalate_to jsonb,
  ADD COLUMN escalation_level integer NOT NULL DEFAULT 0,
  ADD COLUMN warned_at timestamptz(3),
  DROP CONSTRAINT approval_expiry_known,
  ADD CONSTRAINT approval_expiry_known CHECK (on_expiry IN ('reject', 'escalate')),
  ADD CONSTRAINT approval_claim_whole
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL) AND (claimed_by IS NULL) = (claimed_person IS NULL)),
  ADD CONSTRAINT approval_escalation_known CHECK (escalation_level >= 0 AND (on_expiry IS DISTINCT FROM 'escalate'
    OR escalate_to IS NOT NULL AND escalation_level < jsonb_array_length(escalate_to)));
COMMENT ON COLUMN approval.on_expiry IS
  'reject: the call is rejected when nobody decides in time. escalate: the next level of escalate_to is asked. null: it never expires.';
COMMENT ON COLUMN approval.claimed_by IS 'Who said that they are at it; over once claimed_until is past. Keeps nobody from deciding.';
COMMENT ON COLUMN approval.claimed_person IS 'The person behind claimed_by.';
COMMENT ON COLUMN approval.escalate_to IS 'Levels in their order, as the agent had them when the call was asked for: role, people, afterMs.';
COMMENT ON COLUMN approval.escalation_level IS '0: those who were asked first; n: the nth of escalate_to.';
COMMENT ON COLUMN approval.warned_at IS 'When it was told that the time of this level runs out.';

ALTER TABLE approval_decision
  ADD COLUMN on_card_ms integer,
  ADD CONSTRAINT approval_decision_on_card CHECK (on_card_ms BETWEEN 0 AND 86400000);
COMMENT ON COLUMN approval_decision.on_card_ms IS 'How long the card was in sight and in focus before this; null: the client did not say.';

-- A UUIDv7 whose order is the order of microseconds: events of one transaction stay in theirs.
CREATE FUNCTION approval_event_id(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex(us / 1000), 12, '0') || '7' || lpad(to_hex(us % 1000 * 4096 / 1000), 3, '0')
    || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid
  FROM (SELECT (extract(epoch FROM at) * 1000000)::bigint AS us) t
$$;

CREATE TABLE approval_event (
  id uuid NOT NULL DEFAULT approval_event_id(),
  approval_id uuid NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  verb text NOT NULL,
  actor jsonb NOT NULL DEFAULT '{"kind": "system", "id": "runtime", "label": "Bulkhead"}',
  person text,
  data jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT approval_event_pkey PRIMARY KEY (id),
  CONSTRAINT approval_event_verb_known CHECK (verb IN ('created', 'notified', 'viewed', 'claimed', 'released', 'snoozed', 'commented',
    'voted', 'decided', 'warned', 'escalated', 'expired', 'reopened'))
);
CREATE INDEX approval_event_approval_id_id_idx ON approval_event(approval_id, id);
ALTER TABLE approval_event ADD CONSTRAINT approval_event_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approval(id)
  ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX approval_event_viewed_once ON approval_event (approval_id, person) WHERE verb = 'viewed';
COMMENT ON TABLE approval_event IS 'The history of each approval: append-only.';
COMMENT ON COLUMN approval_event.at IS 'By the clock of the database.';
COMMENT ON COLUMN approval_event.person IS 'The person behind actor; null where none acted.';
COMMENT ON COLUMN approval_event.data IS 'By the verb: lib/domain/approval-event.ts.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE approval_snooze (
  approval_id uuid NOT NULL,
  person text NOT NULL,
  until timestamptz(3) NOT NULL,
  payload_hash text NOT NULL,
  round integer NOT NULL,
  level integer NOT NULL,
  CONSTRAINT approval_snooze_pkey PRIMARY KEY (approval_id, person)
);
ALTER TABLE approval_snooze ADD CONSTRAINT approval_snooze_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approval(id)
  ON DELETE RESTRICT ON UPDATE CASCADE;
COMMENT ON TABLE approval_snooze IS 'Who does not want to see which approval until when. Holds only while what was seen then is what there is.';

-- ── What happened before there was a history ────────────────────────────────────────────────────────────────────────────────
INSERT INTO approval_event (id, approval_id, at, verb, data)
  SELECT approval_event_id(created_at), id, created_at, 'created', jsonb_strip_nulls(jsonb_build_object('supersedes', supersedes))
  FROM approval;
INSERT INTO approval_event (id, approval_id, at, verb, data)
  SELECT approval_event_id(a.created_at), o.id, a.created_at, 'reopened', jsonb_build_object('as', a.id, 'changed', to_jsonb(a.changed))
  FROM approval a JOIN approval o ON o.id = a.supersedes;
INSERT INTO approval_event (id, approval_id, at, verb, actor, person, data)
  SELECT approval_event_id(at), approval_id, at, 'voted', by, principal,
    jsonb_strip_nulls(jsonb_build_object('decision', decision, 'reason', reason)) FROM approval_decision;
INSERT INTO approval_event (id, approval_id, at, verb, data)
  SELECT approval_event_id(decided_at + interval '1 microsecond'), id, decided_at, 'expired', '{}' FROM approval WHERE status = 'expired';
INSERT INTO approval_event (id, approval_id, at, verb, actor, person, data)
  SELECT approval_event_id(a.decided_at + interval '1 microsecond'), a.id, a.decided_at, 'decided',
    coalesce(v.by, '{"kind": "system", "id": "runtime", "label": "Bulkhead"}'), v.principal, jsonb_build_object('status', a.status)
  FROM approval a LEFT JOIN LATERAL (SELECT by, principal FROM approval_decision d WHERE d.approval_id = a.id AND d.at = a.decided_at
    ORDER BY d.round DESC LIMIT 1) v ON true
  WHERE a.status IN ('approved', 'rejected', 'answered', 'superseded', 'cancelled');

-- ── From here on, in the transaction of what it tells of, on every path ─────────────────────────────────────────────────────
CREATE FUNCTION note_approvals_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval_event (approval_id, verb, data)
  SELECT id, 'created', jsonb_strip_nulls(jsonb_build_object('supersedes', supersedes)) FROM made;
  INSERT INTO approval_event (approval_id, verb, data)
  SELECT o.id, 'reopened', jsonb_build_object('as', made.id, 'changed', to_jsonb(made.changed))
  FROM made JOIN approval o ON o.id = made.supersedes WHERE made.supersedes IS NOT NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_made AFTER INSERT ON approval REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION note_approvals_made();

CREATE FUNCTION note_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval_event (approval_id, at, verb, actor, person, data)
  SELECT v.approval_id, v.at, 'voted', v.by, v.principal, jsonb_strip_nulls(jsonb_build_object(
    'decision', v.decision, 'reason', v.reason, 'onCardMs', v.on_card_ms,
    'overClaimOf', CASE WHEN a.claimed_until > now() AND a.claimed_person <> v.principal THEN a.claimed_by END))
  FROM made v JOIN approval a ON a.id = v.approval_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_votes AFTER INSERT ON approval_decision REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION note_votes();

-- Who decided is who voted at that very time; where nobody did, the runtime.
CREATE FUNCTION note_approval_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'expired' THEN
    INSERT INTO approval_event (approval_id, at, verb) VALUES (NEW.id, NEW.decided_at, 'expired');
    RETURN NULL;
  END IF;
  INSERT INTO approval_event (approval_id, at, verb, actor, person, data)
  SELECT NEW.id, NEW.decided_at, 'decided', coalesce(v.by, '{"kind": "system", "id": "runtime", "label": "Bulkhead"}'), v.principal,
    jsonb_build_object('status', NEW.status)
  FROM (SELECT) one LEFT JOIN LATERAL (SELECT d.by, d.principal FROM approval_decision d
    WHERE d.approval_id = NEW.id AND d.at = NEW.decided_at ORDER BY d.round DESC LIMIT 1) v ON true;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_settled AFTER UPDATE ON approval FOR EACH ROW
  WHEN (OLD.status = 'pending' AND NEW.status <> 'pending') EXECUTE FUNCTION note_approval_settled();

-- ── Escalation: told again, as something else that happened ─────────────────────────────────────────────────────────────────
CREATE FUNCTION tell_approval_escalated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks('approval.pending', NEW.id::text || ' ' || NEW.escalation_level, NEW.run_id, NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_escalated AFTER UPDATE ON approval FOR EACH ROW
  WHEN (NEW.status = 'pending' AND NEW.escalation_level > OLD.escalation_level) EXECUTE FUNCTION tell_approval_escalated();

ALTER TABLE run_input DROP CONSTRAINT run_input_type_known;
ALTER TABLE run_input
  ADD CONSTRAINT run_input_type_known
    CHECK (type IN ('decision', 'cancel', 'pause', 'resume', 'redrive', 'signal', 'late_answer', 'bound_expired', 'escalated'));
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised. redrive: a failed run goes on. signal: an event from outside that a run may wait for. late_answer: what a receiver said after the time of an attempt, evidence and no result; of a run that has ended it is kept, and folded in only by a redrive. bound_expired: the bound at which the run stands was not raised in time. escalated: nobody decided in time, others are asked, until another time.';

-- ── Fresh proofs by amount and unit ─────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE installation
  ADD COLUMN reauthenticate_above_unit jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT installation_above_unit_whole CHECK (jsonb_typeof(reauthenticate_above_unit) = 'object');
COMMENT ON COLUMN installation.reauthenticate_above_unit IS 'Amounts by unit that stand before reauthenticate_above: {"EUR": 500}.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT ON approval_event TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON approval_snooze TO bulkhead_app;
  END IF;
END
$$;
