-- Alerts: what somebody should know, one row a cause; what hours usually cost; and what agents spent by the second, for the brake on them. The table of
-- 0001 that had this name was never written to.
DROP TABLE alert;

CREATE TABLE alert (
  id uuid NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  subject text NOT NULL,
  cause text NOT NULL,
  fact jsonb NOT NULL,
  raised_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  times integer NOT NULL DEFAULT 1,
  resolved_at timestamptz(3),
  acknowledged_at timestamptz(3),
  acknowledged_by jsonb,
  acknowledged_reason text,
  CONSTRAINT alert_pkey PRIMARY KEY (id),
  CONSTRAINT alert_told_once UNIQUE (cause),
  CONSTRAINT alert_kind_known CHECK (kind IN ('budget_threshold', 'budget_forecast', 'spend_spike', 'unpriced_usage', 'leaked_hold', 'overrun', 'spend_breaker')),
  CONSTRAINT alert_severity_known CHECK (severity IN ('info', 'warning', 'critical')),
  CONSTRAINT alert_times_positive CHECK (times >= 1),
  CONSTRAINT alert_acknowledged_whole CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_reason IS NULL OR acknowledged_at IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX alert_newest_idx ON alert (raised_at DESC, id DESC);
CREATE INDEX alert_open_idx ON alert (kind, subject) WHERE resolved_at IS NULL;
COMMENT ON TABLE alert IS 'Something that somebody should know, told once for each cause (docs/decisions/0037-alerts.md).';
COMMENT ON COLUMN alert.subject IS 'budget:PERIOD:SCOPE, agent:NAME, model:NAME or tool:NAME.';
COMMENT ON COLUMN alert.cause IS 'Kind, subject and period or occurrence. One that was resolved and comes again within its period is the same alert.';
COMMENT ON COLUMN alert.fact IS 'The figures as they were at last_seen_at.';
COMMENT ON COLUMN alert.times IS 'How often it came: one more each time it came back after it was resolved.';

CREATE TABLE usual_spend (
  scope text NOT NULL,
  read_at timestamptz(3) NOT NULL,
  weeks integer NOT NULL,
  by_hour_of_week double precision[] NOT NULL,
  last_week_micro_usd micro_usd NOT NULL,
  active_hours integer NOT NULL,
  active_micro_usd micro_usd NOT NULL,
  CONSTRAINT usual_spend_pkey PRIMARY KEY (scope),
  CONSTRAINT usual_spend_whole_week CHECK (array_length(by_hour_of_week, 1) = 168)
);
COMMENT ON TABLE usual_spend IS 'What a scope spent in the last whole weeks, by the hour of the week; made anew from spend_hour each hour.';
COMMENT ON COLUMN usual_spend.by_hour_of_week IS 'Sums over the weeks in micro-USD, UTC, Monday''s first hour first.';

CREATE TABLE spend_second (
  agent text NOT NULL,
  second timestamptz(0) NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  CONSTRAINT spend_second_pkey PRIMARY KEY (agent, second)
) WITH (fillfactor = 50);
COMMENT ON TABLE spend_second IS 'What was settled within each second (its beginning) and counted, for some minutes: what a sliding minute is summed from.';

-- Who evaluates: a process takes an errand by moving its next time on, so that each is done by one at a time and by another after a crash.
CREATE TABLE errand (
  name text NOT NULL,
  due_at timestamptz(3) NOT NULL,
  CONSTRAINT errand_pkey PRIMARY KEY (name)
) WITH (fillfactor = 50);
COMMENT ON TABLE errand IS 'What some process does again and again for all of them, and when it is due.';

-- ── Told to callbacks ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE callback_delivery ADD COLUMN alert_id uuid;
ALTER TABLE callback DROP CONSTRAINT callback_events_known;
ALTER TABLE callback ADD CONSTRAINT callback_events_known
  CHECK (events <@ ARRAY['run.finished', 'approval.pending', 'approval.expiring', 'approval.decided', 'alert']);
COMMENT ON COLUMN callback.events IS
  'run.finished: it reached a terminal status. approval.pending: a call waits for a person. approval.expiring: and little time is left. approval.decided: it waits no more. alert: somebody should know.';

DROP FUNCTION tell_callbacks(text, text, uuid, uuid);
CREATE FUNCTION tell_callbacks(happened text, mark text, run uuid, approval uuid, alert uuid DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO callback_delivery (id, callback, event_id, event, run_id, approval_id, alert_id, status, created_at, next_attempt_at, gives_up_at)
  SELECT gen_random_uuid(), c.name, overlay(overlay(md5(happened || ' ' || mark) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid, happened, run, approval, alert, 'pending',
    now(), now(), now() + interval '24 hours'
  FROM callback c WHERE c.archived_at IS NULL AND happened = ANY (c.events)
  ON CONFLICT (callback, event_id) DO NOTHING
$$;
COMMENT ON FUNCTION tell_callbacks IS 'Places one delivery for each callback that wants this event; the same event again places none.';

CREATE FUNCTION tell_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks('alert', NEW.id::text, NULL, NULL, NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER tell_raised AFTER INSERT ON alert FOR EACH ROW EXECUTE FUNCTION tell_alert();

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON alert, usual_spend, spend_second TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE ON errand TO bulkhead_app;
  END IF;
END
$$;
