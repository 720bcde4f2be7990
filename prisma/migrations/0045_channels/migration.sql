-- Notification channels, and one outbox for them and for callbacks: what was callback_delivery has a receiver of either kind
-- (docs/decisions/0050-channels.md).
CREATE TABLE channel (
  name text NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  updated_by jsonb NOT NULL,
  archived_at timestamptz(3),
  CONSTRAINT channel_pkey PRIMARY KEY (name),
  CONSTRAINT channel_version_positive CHECK (version >= 1),
  CONSTRAINT channel_kind_known CHECK (definition ->> 'kind' IN ('webhook', 'slack', 'email')),
  CONSTRAINT channel_wants_events CHECK (jsonb_typeof(definition -> 'events') = 'array')
);
COMMENT ON TABLE channel IS 'Where people are told of what waits for them.';
COMMENT ON COLUMN channel.version IS 'Raised by each change, for If-Match.';
COMMENT ON COLUMN channel.definition IS 'What is sent how and to whom, and which events; secrets by name alone.';

-- ── One outbox ────────────────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE callback_delivery RENAME TO delivery;
ALTER TABLE delivery RENAME CONSTRAINT callback_delivery_pkey TO delivery_pkey;
ALTER TABLE delivery RENAME CONSTRAINT callback_delivery_callback_fkey TO delivery_callback_fkey;
ALTER TABLE delivery RENAME CONSTRAINT callback_delivery_due_while_pending TO delivery_due_while_pending;
ALTER TABLE delivery RENAME CONSTRAINT callback_delivery_settled_when_over TO delivery_settled_when_over;
ALTER TABLE delivery RENAME CONSTRAINT callback_delivery_attempts_not_negative TO delivery_attempts_not_negative;
ALTER TABLE delivery DROP CONSTRAINT callback_delivery_status_known;
ALTER TABLE delivery
  ALTER COLUMN callback DROP NOT NULL,
  ADD COLUMN channel text,
  ADD COLUMN urgent boolean NOT NULL DEFAULT true,
  ADD COLUMN receiver text NOT NULL GENERATED ALWAYS AS (CASE WHEN channel IS NULL THEN 'callback:' || callback ELSE 'channel:' || channel END) STORED,
  ADD CONSTRAINT delivery_channel_fkey FOREIGN KEY (channel) REFERENCES channel(name) ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT delivery_one_receiver CHECK (num_nonnulls(callback, channel) = 1),
  ADD CONSTRAINT delivery_status_known CHECK (status IN ('pending', 'delivered', 'failed', 'cancelled', 'dropped'));
DROP INDEX callback_delivery_callback_event_id_key, callback_delivery_callback_created_at_id_idx, callback_delivery_due_idx;
ALTER INDEX callback_delivery_settled_idx RENAME TO delivery_settled_idx;
CREATE UNIQUE INDEX delivery_receiver_event_id_key ON delivery (receiver, event_id);
CREATE INDEX delivery_receiver_created_at_id_idx ON delivery (receiver, created_at DESC, id DESC);
CREATE INDEX delivery_due_idx ON delivery (receiver, next_attempt_at) WHERE status = 'pending';
COMMENT ON TABLE delivery IS 'One event for one callback or channel: outbox and log.';
COMMENT ON COLUMN delivery.event_id IS 'The same for all receivers and attempts; they deduplicate by it.';
COMMENT ON COLUMN delivery.urgent IS 'Not held back by a channel''s quiet hours.';
COMMENT ON COLUMN delivery.receiver IS 'callback:NAME or channel:NAME.';
COMMENT ON COLUMN delivery.status IS
  'pending: to be sent at next_attempt_at, which is also the lease of whoever sends it now. delivered: taken by the receiver. failed: given up. cancelled: its receiver was deleted. dropped: not true any more when it was to be sent.';

-- ── What is told to whom, in the commit that makes it true ────────────────────────────────────────────────────────────────────
CREATE FUNCTION event_id_of(happened text, mark text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT overlay(overlay(md5(happened || ' ' || mark) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid
$$;
COMMENT ON FUNCTION event_id_of IS 'A UUID of version 8 that follows from what happened: told again, it is the same event.';

-- What goes wrong with a receiver is not told to it: that would go wrong as well.
DROP FUNCTION tell_callbacks(text, text, uuid, uuid, uuid);
CREATE FUNCTION tell_callbacks(happened text, mark text, run uuid, approval uuid, alert uuid DEFAULT NULL, about text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO delivery (id, callback, event_id, event, run_id, approval_id, alert_id, status, created_at, next_attempt_at, gives_up_at)
  SELECT gen_random_uuid(), c.name, event_id_of(happened, mark), happened, run, approval, alert, 'pending', now(), now(), now() + interval '24 hours'
  FROM callback c WHERE c.archived_at IS NULL AND happened = ANY (c.events) AND 'callback:' || c.name IS DISTINCT FROM about
  ON CONFLICT (receiver, event_id) DO NOTHING
$$;
COMMENT ON FUNCTION tell_callbacks IS 'Places one delivery for each callback that wants this event; the same event again places none.';

-- A rule of a channel about something that an event has not is no rule for it: an alert has no role, a failed run neither.
CREATE FUNCTION tell_channels(happened text, mark text, facts jsonb, run uuid, approval uuid, alert uuid, presses boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO delivery (id, channel, event_id, event, run_id, approval_id, alert_id, urgent, status, created_at, next_attempt_at, gives_up_at)
  SELECT gen_random_uuid(), c.name, event_id_of(happened, mark), happened, run, approval, alert, presses, 'pending', now(), now(), now() + interval '24 hours'
  FROM channel c WHERE c.archived_at IS NULL AND c.definition -> 'events' ? happened
    AND 'channel:' || c.name IS DISTINCT FROM facts ->> 'about'
    AND (facts ->> 'role' IS NULL OR NOT c.definition ? 'roles' OR c.definition -> 'roles' ? (facts ->> 'role'))
    AND (facts ->> 'agent' IS NULL OR NOT c.definition ? 'agents' OR c.definition -> 'agents' ? (facts ->> 'agent'))
    AND (facts -> 'labels' IS NULL OR NOT c.definition ? 'labels' OR facts -> 'labels' @> (c.definition -> 'labels'))
    AND (facts ->> 'severity' IS NULL OR array_position(ARRAY['info', 'warning', 'critical'], facts ->> 'severity')
      >= array_position(ARRAY['info', 'warning', 'critical'], c.definition ->> 'leastSeverity'))
  ON CONFLICT (receiver, event_id) DO NOTHING
$$;
COMMENT ON FUNCTION tell_channels IS 'Places one delivery for each channel that wants this event and whose rules it meets; the same event again places none.';

CREATE FUNCTION tell_channels_of_approval(happened text, mark text, a approval, presses boolean) RETURNS void LANGUAGE sql AS $$
  SELECT tell_channels(happened, mark, jsonb_build_object('role', a.required_role, 'agent', a.agent, 'labels', r.labels), a.run_id, a.id, NULL, presses)
  FROM run r WHERE r.id = a.run_id
$$;

CREATE OR REPLACE FUNCTION tell_run_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks('run.finished', NEW.id::text || ' ' || NEW.finished_at::text, NEW.id, NULL);
  IF NEW.status = 'failed' THEN
    PERFORM tell_channels('run.failed', NEW.id::text || ' ' || NEW.finished_at::text, jsonb_build_object('agent', NEW.agent, 'labels', NEW.labels), NEW.id, NULL, NULL, false);
  END IF;
  RETURN NULL;
END
$$;
-- A call that changed or whose run ended waits no more, and nobody has to hear of it: what stands in its place is told by itself.
CREATE OR REPLACE FUNCTION tell_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks(TG_ARGV[0], NEW.id::text, NEW.run_id, NEW.id);
  IF NEW.status NOT IN ('superseded', 'cancelled') THEN
    PERFORM tell_channels_of_approval(TG_ARGV[0], NEW.id::text, NEW, false);
  END IF;
  RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION tell_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callbacks('alert', NEW.id::text, NULL, NULL, NEW.id, NEW.subject);
  PERFORM tell_channels('alert', NEW.id::text, jsonb_build_object('severity', NEW.severity, 'about', NEW.subject, 'agent', substring(NEW.subject FROM '^agent:(.*)$')),
    NULL, NULL, NEW.id, NEW.severity = 'critical');
  RETURN NULL;
END
$$;

-- ── What can't be delivered is an alert, whatever other kinds there are by now ────────────────────────────────────────────────
DO $$
DECLARE
  known text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conrelid = 'alert'::regclass AND conname = 'alert_kinds_are_known');
BEGIN
  ALTER TABLE alert DROP CONSTRAINT alert_kinds_are_known;
  EXECUTE format('ALTER TABLE alert ADD CONSTRAINT alert_kinds_are_known CHECK (kind = ''delivery_failed'' OR (%s))', known);
END
$$;
COMMENT ON COLUMN alert.subject IS 'budget:PERIOD:SCOPE, agent:NAME, model:NAME, tool:NAME, secret:NAME, callback:NAME or channel:NAME.';

ALTER TABLE egress_refusal DROP CONSTRAINT egress_refusal_caller_known;
ALTER TABLE egress_refusal ADD CONSTRAINT egress_refusal_caller_known CHECK (caller IN ('tool', 'model', 'callback', 'channel'));

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE ON channel TO bulkhead_app;
  END IF;
END
$$;
