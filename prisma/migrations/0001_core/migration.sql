-- The core: configuration, runs and their journal, effects, approvals, money, workers, audit, people. Prisma's schema.prisma mirrors
-- these tables; partitions, checks, comments, the append-only triggers and the grants stand here alone.

CREATE TABLE agent (
  name text NOT NULL,
  active_version integer NOT NULL,
  latest_version integer NOT NULL,
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT agent_pkey PRIMARY KEY (name)
);

CREATE TABLE agent_version (
  name text NOT NULL,
  version integer NOT NULL,
  definition json NOT NULL,
  hash text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  CONSTRAINT agent_version_pkey PRIMARY KEY (name,version)
);

CREATE TABLE tool (
  name text NOT NULL,
  active_version integer NOT NULL,
  latest_version integer NOT NULL,
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT tool_pkey PRIMARY KEY (name)
);

CREATE TABLE tool_version (
  name text NOT NULL,
  version integer NOT NULL,
  definition json NOT NULL,
  hash text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  CONSTRAINT tool_version_pkey PRIMARY KEY (name,version)
);

CREATE TABLE model (
  name text NOT NULL,
  active_version integer NOT NULL,
  latest_version integer NOT NULL,
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT model_pkey PRIMARY KEY (name)
);

CREATE TABLE model_version (
  name text NOT NULL,
  version integer NOT NULL,
  definition json NOT NULL,
  hash text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  CONSTRAINT model_version_pkey PRIMARY KEY (name,version)
);

CREATE TABLE secret (
  name text NOT NULL,
  version integer NOT NULL,
  sealed bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  CONSTRAINT secret_pkey PRIMARY KEY (name,version)
);

CREATE TABLE run (
  id uuid NOT NULL,
  agent text NOT NULL,
  agent_version integer NOT NULL,
  status text NOT NULL,
  waiting jsonb,
  input json NOT NULL,
  output json,
  partial json,
  error_code text,
  error_message text,
  steps integer NOT NULL DEFAULT 0,
  tool_calls integer NOT NULL DEFAULT 0,
  tokens bigint NOT NULL DEFAULT 0,
  cost_micro_usd bigint NOT NULL DEFAULT 0,
  tainted boolean NOT NULL DEFAULT false,
  limits jsonb NOT NULL,
  labels jsonb NOT NULL DEFAULT '{}',
  trigger jsonb NOT NULL,
  started_by jsonb NOT NULL,
  parent_run_id uuid,
  forked_from uuid,
  created_at timestamptz(3) NOT NULL,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  deadline_at timestamptz(3) NOT NULL,
  due_at timestamptz(3),
  input_seq integer NOT NULL DEFAULT 0,
  fence integer NOT NULL DEFAULT 0,
  worker_id text,
  claimed_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT run_pkey PRIMARY KEY (id)
);

CREATE TABLE run_input (
  run_id uuid NOT NULL,
  input_seq integer NOT NULL,
  type text NOT NULL,
  payload bytea NOT NULL,
  dedupe_key text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT run_input_pkey PRIMARY KEY (run_id,input_seq)
);

CREATE TABLE checkpoint (
  run_id uuid NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  step integer,
  at timestamptz(3) NOT NULL,
  format integer NOT NULL,
  runtime_version text NOT NULL,
  payload bytea,
  payload_hash text NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  cost_micro_usd bigint NOT NULL DEFAULT 0,
  tokens bigint NOT NULL DEFAULT 0,
  CONSTRAINT checkpoint_pkey PRIMARY KEY (run_id,seq)
) PARTITION BY RANGE (run_id);

CREATE TABLE effect (
  scope text NOT NULL,
  key text NOT NULL,
  argument_hash text NOT NULL,
  tool text NOT NULL,
  status text NOT NULL,
  run_id uuid NOT NULL,
  step integer NOT NULL,
  fence integer NOT NULL,
  attempts integer NOT NULL DEFAULT 1,
  response bytea,
  error json,
  tainted boolean NOT NULL DEFAULT false,
  private_data boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  completed_at timestamptz(3),
  CONSTRAINT effect_pkey PRIMARY KEY (scope,key)
);

CREATE TABLE approval (
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  agent text NOT NULL,
  agent_version integer NOT NULL,
  step integer NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  tool text NOT NULL,
  tool_version integer NOT NULL,
  arguments json NOT NULL,
  asked_arguments json,
  argument_hash text NOT NULL,
  effect text NOT NULL,
  effect_key text NOT NULL,
  amount double precision,
  amount_unit text,
  decision json NOT NULL,
  reasons json NOT NULL,
  tainted boolean NOT NULL DEFAULT false,
  started_by jsonb NOT NULL,
  payload_hash text NOT NULL,
  asked_hash text NOT NULL,
  required_role text NOT NULL,
  quorum integer NOT NULL,
  self_approval text NOT NULL,
  expires_at timestamptz(3),
  on_expiry text,
  supersedes uuid,
  changed text[] NOT NULL,
  round integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  CONSTRAINT approval_pkey PRIMARY KEY (id)
);

CREATE TABLE approval_decision (
  approval_id uuid NOT NULL,
  round integer NOT NULL,
  principal text NOT NULL,
  decision text NOT NULL,
  reason text,
  arguments json,
  payload_hash text NOT NULL,
  by jsonb NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT approval_decision_pkey PRIMARY KEY (approval_id,round,principal)
);

CREATE TABLE budget (
  scope text NOT NULL,
  period text NOT NULL,
  period_start timestamptz(3) NOT NULL,
  limit_micro_usd bigint NOT NULL,
  spent_micro_usd bigint NOT NULL DEFAULT 0,
  held_micro_usd bigint NOT NULL DEFAULT 0,
  overrun_micro_usd bigint NOT NULL DEFAULT 0,
  alert_at double precision[] NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT budget_pkey PRIMARY KEY (scope,period,period_start)
);

CREATE TABLE hold (
  run_id uuid NOT NULL,
  step integer NOT NULL,
  attempt integer NOT NULL,
  scope text NOT NULL,
  period text NOT NULL,
  period_start timestamptz(3) NOT NULL,
  held_micro_usd bigint NOT NULL,
  status text NOT NULL,
  actual_micro_usd bigint,
  estimated boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  CONSTRAINT hold_pkey PRIMARY KEY (run_id,step,attempt,scope,period)
);

CREATE TABLE breaker (
  key text NOT NULL,
  state text NOT NULL,
  epoch bigint NOT NULL DEFAULT 0,
  opened_at timestamptz(3),
  opens_until timestamptz(3),
  probes_granted integer NOT NULL DEFAULT 0,
  isolated_by jsonb,
  isolated_reason text,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT breaker_pkey PRIMARY KEY (key)
);

CREATE TABLE breaker_bucket (
  key text NOT NULL,
  second timestamptz(0) NOT NULL,
  shard integer NOT NULL,
  calls integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  slow integer NOT NULL DEFAULT 0,
  CONSTRAINT breaker_bucket_pkey PRIMARY KEY (key,second,shard)
);

CREATE TABLE worker (
  id text NOT NULL,
  host text NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  heartbeat_at timestamptz(3) NOT NULL,
  lease_until timestamptz(3) NOT NULL,
  retired_at timestamptz(3),
  CONSTRAINT worker_pkey PRIMARY KEY (id)
);

CREATE TABLE alert (
  id uuid NOT NULL,
  severity text NOT NULL,
  kind text NOT NULL,
  fingerprint text NOT NULL,
  message text NOT NULL,
  entity jsonb,
  created_at timestamptz(3) NOT NULL,
  acknowledged_at timestamptz(3),
  acknowledged_by jsonb,
  resolved_at timestamptz(3),
  CONSTRAINT alert_pkey PRIMARY KEY (id)
);

CREATE TABLE audit_event (
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  actor jsonb NOT NULL,
  action text NOT NULL,
  entity_kind text NOT NULL,
  entity_id text NOT NULL,
  before json,
  after json,
  reason text,
  request_id text,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_event_pkey PRIMARY KEY (seq)
);

CREATE TABLE app_user (
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text NOT NULL,
  session_version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  disabled_at timestamptz(3),
  CONSTRAINT app_user_pkey PRIMARY KEY (id)
);

CREATE TABLE session (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  session_version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  user_agent text,
  address text,
  CONSTRAINT session_pkey PRIMARY KEY (id)
);

CREATE TABLE api_key (
  id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  hash text NOT NULL,
  scopes text[] NOT NULL,
  user_id uuid,
  created_at timestamptz(3) NOT NULL,
  created_by jsonb NOT NULL,
  last_used_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_key_pkey PRIMARY KEY (id)
);

CREATE TABLE api_idempotency (
  key text NOT NULL,
  principal text NOT NULL,
  route text NOT NULL,
  request_hash text NOT NULL,
  status text NOT NULL,
  response_status integer,
  response bytea,
  created_at timestamptz(3) NOT NULL,
  locked_until timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT api_idempotency_pkey PRIMARY KEY (key,principal,route)
);

CREATE TABLE sign_in_throttle (
  key text NOT NULL,
  failures integer NOT NULL,
  window_start timestamptz(3) NOT NULL,
  blocked_until timestamptz(3),
  CONSTRAINT sign_in_throttle_pkey PRIMARY KEY (key)
);
CREATE UNIQUE INDEX agent_version_name_hash_key ON agent_version(name, hash);
CREATE UNIQUE INDEX tool_version_name_hash_key ON tool_version(name, hash);
CREATE UNIQUE INDEX model_version_name_hash_key ON model_version(name, hash);
CREATE INDEX run_created_at_id_idx ON run(created_at DESC, id DESC);
CREATE INDEX run_status_created_at_id_idx ON run(status, created_at DESC, id DESC);
CREATE INDEX run_agent_created_at_id_idx ON run(agent, created_at DESC, id DESC);
CREATE UNIQUE INDEX run_input_run_id_dedupe_key_key ON run_input(run_id, dedupe_key);
CREATE INDEX effect_run_id_idx ON effect(run_id);
CREATE INDEX approval_decision_at_idx ON approval_decision(at DESC);
CREATE INDEX approval_run_id_idx ON approval(run_id);
CREATE INDEX approval_agent_tool_created_at_idx ON approval(agent, tool, created_at DESC);
CREATE INDEX approval_created_at_id_idx ON approval(created_at DESC, id DESC);
CREATE INDEX audit_event_entity_kind_entity_id_seq_idx ON audit_event(entity_kind, entity_id, seq DESC);
CREATE UNIQUE INDEX app_user_email_key ON app_user(email);
CREATE INDEX session_user_id_created_at_idx ON session(user_id, created_at DESC);
CREATE UNIQUE INDEX api_key_prefix_key ON api_key(prefix);
CREATE INDEX api_idempotency_expires_at_idx ON api_idempotency(expires_at);
CREATE INDEX sign_in_throttle_window_start_idx ON sign_in_throttle(window_start);
ALTER TABLE agent_version ADD CONSTRAINT agent_version_name_fkey FOREIGN KEY (name) REFERENCES agent(name) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE tool_version ADD CONSTRAINT tool_version_name_fkey FOREIGN KEY (name) REFERENCES tool(name) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE model_version ADD CONSTRAINT model_version_name_fkey FOREIGN KEY (name) REFERENCES model(name) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE run_input ADD CONSTRAINT run_input_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE approval ADD CONSTRAINT approval_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES approval(id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE session ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE api_key ADD CONSTRAINT api_key_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE SET NULL ON UPDATE CASCADE;

-- ── Indexes that schema.prisma can't say ────────────────────────────────────────────────────────────────────────────────────
-- Claims: per agent, oldest due first; a run that a worker owns is found by its worker.
CREATE INDEX run_due_idx ON run (agent, due_at) WHERE status IN ('queued', 'waiting') AND due_at IS NOT NULL;
CREATE INDEX run_owner_idx ON run (worker_id) WHERE status = 'running';
CREATE INDEX run_finished_idx ON run (finished_at DESC) WHERE finished_at IS NOT NULL;
CREATE INDEX run_parent_idx ON run (parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX run_labels_idx ON run USING gin (labels jsonb_path_ops);
CREATE INDEX approval_pending_idx ON approval (expires_at, id) WHERE status = 'pending';
CREATE INDEX approval_decided_idx ON approval (tool, decided_at DESC) WHERE decided_at IS NOT NULL;
CREATE INDEX hold_open_idx ON hold (scope, period, period_start) WHERE status = 'held';
CREATE UNIQUE INDEX alert_open_idx ON alert (fingerprint) WHERE resolved_at IS NULL;
CREATE INDEX worker_lease_idx ON worker (lease_until) WHERE retired_at IS NULL;

-- ── Invariants ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE agent ADD CONSTRAINT agent_versions_in_order CHECK (active_version BETWEEN 1 AND latest_version);
ALTER TABLE tool ADD CONSTRAINT tool_versions_in_order CHECK (active_version BETWEEN 1 AND latest_version);
ALTER TABLE model ADD CONSTRAINT model_versions_in_order CHECK (active_version BETWEEN 1 AND latest_version);

ALTER TABLE run
  ADD CONSTRAINT run_status_known CHECK (status IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
  ADD CONSTRAINT run_waits_for_something CHECK ((status = 'waiting') = (waiting IS NOT NULL)),
  ADD CONSTRAINT run_finished_when_terminal CHECK ((status IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  ADD CONSTRAINT run_owned_while_running CHECK (status <> 'running' OR (worker_id IS NOT NULL AND claimed_at IS NOT NULL)),
  ADD CONSTRAINT run_error_whole CHECK ((error_code IS NULL) = (error_message IS NULL)),
  ADD CONSTRAINT run_figures_not_negative CHECK (steps >= 0 AND tool_calls >= 0 AND tokens >= 0 AND cost_micro_usd >= 0),
  ADD CONSTRAINT run_counters_not_negative CHECK (input_seq >= 0 AND fence >= 0);
ALTER TABLE run_input
  ADD CONSTRAINT run_input_seq_positive CHECK (input_seq >= 1),
  ADD CONSTRAINT run_input_type_known CHECK (type IN ('decision', 'cancel', 'pause', 'resume'));
-- No foreign key to run: it would lock the run's row in every commit, which took a third of the speed when tried.
ALTER TABLE checkpoint
  ADD CONSTRAINT checkpoint_seq_positive CHECK (seq >= 1),
  ADD CONSTRAINT checkpoint_kind_known CHECK (kind IN ('claim', 'intent', 'result', 'input', 'fact', 'snapshot', 'end')),
  ADD CONSTRAINT checkpoint_figures_not_negative CHECK (cost_micro_usd >= 0 AND tokens >= 0),
  ADD CONSTRAINT checkpoint_hashes_whole CHECK (octet_length(payload_hash) = 64 AND octet_length(prev_hash) = 64 AND octet_length(hash) = 64);
ALTER TABLE effect
  ADD CONSTRAINT effect_status_known CHECK (status IN ('in_progress', 'succeeded', 'failed_final', 'unknown')),
  ADD CONSTRAINT effect_scope_known CHECK (scope = 'run' OR scope LIKE 'tool:%'),
  ADD CONSTRAINT effect_response_when_succeeded CHECK ((status = 'succeeded') = (response IS NOT NULL)),
  ADD CONSTRAINT effect_error_when_not CHECK ((status IN ('failed_final', 'unknown')) = (error IS NOT NULL)),
  ADD CONSTRAINT effect_attempts_positive CHECK (attempts >= 1 AND fence >= 0);
ALTER TABLE approval
  ADD CONSTRAINT approval_kind_known CHECK (kind IN ('tool_call', 'unknown_outcome')),
  ADD CONSTRAINT approval_status_known
    CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'answered', 'superseded', 'cancelled')),
  ADD CONSTRAINT approval_decided_when_settled CHECK ((status = 'pending') = (decided_at IS NULL)),
  ADD CONSTRAINT approval_role_known CHECK (required_role IN ('viewer', 'operator', 'approver', 'engineer', 'admin')),
  ADD CONSTRAINT approval_self_known CHECK (self_approval IN ('allow', 'forbid')),
  ADD CONSTRAINT approval_expiry_declared CHECK (expires_at IS NULL OR on_expiry IS NOT NULL),
  ADD CONSTRAINT approval_expiry_known CHECK (on_expiry IN ('reject')),
  ADD CONSTRAINT approval_quorum_positive CHECK (quorum >= 1 AND round >= 1);
ALTER TABLE approval_decision
  ADD CONSTRAINT approval_decision_known CHECK (decision IN ('approve', 'edit', 'reject', 'happened', 'did_not_happen')),
  ADD CONSTRAINT approval_decision_arguments CHECK ((decision = 'edit') = (arguments IS NOT NULL));
ALTER TABLE budget
  ADD CONSTRAINT budget_period_known CHECK (period IN ('day', 'month', 'total')),
  ADD CONSTRAINT budget_held_not_negative CHECK (held_micro_usd >= 0),
  ADD CONSTRAINT budget_figures_not_negative CHECK (limit_micro_usd >= 0 AND spent_micro_usd >= 0 AND overrun_micro_usd >= 0);
ALTER TABLE hold
  ADD CONSTRAINT hold_status_known CHECK (status IN ('held', 'settled', 'released')),
  ADD CONSTRAINT hold_not_negative CHECK (held_micro_usd >= 0 AND (actual_micro_usd IS NULL OR actual_micro_usd >= 0)),
  ADD CONSTRAINT hold_settled_when_closed CHECK ((status = 'held') = (settled_at IS NULL));
ALTER TABLE breaker
  ADD CONSTRAINT breaker_state_known CHECK (state IN ('closed', 'open', 'half_open', 'isolated')),
  ADD CONSTRAINT breaker_counters_not_negative CHECK (epoch >= 0 AND probes_granted >= 0);
ALTER TABLE breaker_bucket ADD CONSTRAINT breaker_bucket_not_negative CHECK (calls >= 0 AND failures >= 0 AND slow >= 0);
ALTER TABLE alert ADD CONSTRAINT alert_severity_known CHECK (severity IN ('info', 'warning', 'critical'));
ALTER TABLE audit_event
  ADD CONSTRAINT audit_event_seq_positive CHECK (seq >= 1),
  ADD CONSTRAINT audit_event_hashes_whole CHECK (octet_length(prev_hash) = 64 AND octet_length(hash) = 64);
ALTER TABLE app_user
  ADD CONSTRAINT app_user_email_lower CHECK (email = lower(email)),
  ADD CONSTRAINT app_user_role_known CHECK (role IN ('viewer', 'operator', 'approver', 'engineer', 'admin'));
ALTER TABLE api_idempotency
  ADD CONSTRAINT api_idempotency_status_known CHECK (status IN ('in_flight', 'answered')),
  ADD CONSTRAINT api_idempotency_answer_whole CHECK ((status = 'answered') = (response_status IS NOT NULL));
ALTER TABLE sign_in_throttle ADD CONSTRAINT sign_in_throttle_not_negative CHECK (failures >= 0);

-- A heartbeat rewrites its row every few seconds: room on the page keeps that out of the indexes.
ALTER TABLE worker SET (fillfactor = 50);
ALTER TABLE run SET (fillfactor = 80);

-- ── Partitions of the journal ───────────────────────────────────────────────────────────────────────────────────────────────
-- A UUIDv7 begins with 48 bits of milliseconds, so a range of ids is a range of creation times. The default partition takes what no
-- month was made for, so that no commit ever fails for want of a partition.
CREATE TABLE checkpoint_default PARTITION OF checkpoint DEFAULT;

CREATE FUNCTION run_id_floor(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
COMMENT ON FUNCTION run_id_floor IS 'The lowest UUID of a run created at or after that instant.';

-- Runs as the owner, because the app may not create tables. Attaching takes no lock that stops inserts into other months.
CREATE FUNCTION ensure_journal_partitions(months_ahead integer DEFAULT 3) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '3s'
AS $$
DECLARE
  this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  month_start timestamp;
  partition_name text;
  low uuid;
  high uuid;
  made integer := 0;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 24 THEN
    RAISE EXCEPTION 'months_ahead must be from 0 to 24';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('bulkhead:journal-partitions'));
  FOR month_offset IN 0 .. months_ahead LOOP
    month_start := this_month + make_interval(months => month_offset);
    partition_name := 'checkpoint_' || to_char(month_start, '"y"YYYY"m"MM');
    CONTINUE WHEN to_regclass(partition_name) IS NOT NULL;
    low := run_id_floor(month_start AT TIME ZONE 'UTC');
    high := run_id_floor((month_start + interval '1 month') AT TIME ZONE 'UTC');
    -- A month that already has rows in the default partition stays there: right, only dearer to drop.
    CONTINUE WHEN EXISTS (SELECT 1 FROM checkpoint_default WHERE run_id >= low AND run_id < high);
    EXECUTE format('CREATE TABLE %I (LIKE checkpoint INCLUDING ALL)', partition_name);
    EXECUTE format('ALTER TABLE checkpoint ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition_name, low, high);
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
COMMENT ON FUNCTION ensure_journal_partitions IS
  'Makes the journal partitions of this month and the months ahead that are not there yet; returns how many. A second call makes none.';
REVOKE ALL ON FUNCTION ensure_journal_partitions FROM PUBLIC;
SELECT ensure_journal_partitions(3);

-- ── Append-only ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Grants hold this for the app's own role; the triggers hold it also where the app connects as the owner. Retention drops partitions,
-- which no row trigger stands in the way of.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tool_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON model_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON effect FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ── What the words mean ─────────────────────────────────────────────────────────────────────────────────────────────────────
COMMENT ON COLUMN run.status IS
  'queued: due and owned by nobody. running: a worker owns it. waiting: parked, see waiting. succeeded, failed, cancelled: terminal, never left.';
COMMENT ON COLUMN run.waiting IS
  '{reason, items}; reason: approval, question, timer, event, child, breaker, budget, limit, paused, unknown_outcome, halt.';
COMMENT ON COLUMN run.due_at IS 'When it wants a worker; null: only an input wakes it.';
COMMENT ON COLUMN run.input_seq IS 'The highest run_input so far; a park holds only if the worker has seen it.';
COMMENT ON COLUMN run.fence IS 'Raised with each claim row in the journal.';
COMMENT ON COLUMN run.claimed_at IS 'When the present worker claimed it; a worker that registered later does not own it.';
COMMENT ON COLUMN run_input.type IS
  'decision: an approval was decided or expired. cancel: stop when effects in flight have settled. pause: stop before the next step. resume: go on, limits may be raised.';
COMMENT ON TABLE checkpoint IS 'The journal of all runs: append-only, dense per run, hash-chained.';
COMMENT ON COLUMN checkpoint.kind IS
  'claim: a worker took the run. intent: about to act. result: it acted. input: folded in from outside. fact: what the decider was told. snapshot: the state so far. end: the terminal row.';
COMMENT ON COLUMN checkpoint.payload IS 'Canonical JSON as UTF-8, the very bytes that payload_hash is over; null once erased.';
COMMENT ON COLUMN effect.scope IS 'run: keys of the form runId:step. tool:NAME: business keys, which deduplicate across runs.';
COMMENT ON COLUMN effect.status IS
  'in_progress: claimed, may have been sent. succeeded: its response replays. failed_final: certainly did not happen, may be claimed again. unknown: may have happened, nobody sends it before that is settled.';
COMMENT ON COLUMN approval.kind IS 'tool_call: may it be sent? unknown_outcome: did it happen?';
COMMENT ON COLUMN approval.status IS
  'pending: waits for people. approved, rejected: decided. expired: nobody decided in time. answered: an unknown outcome was settled. superseded: the call changed, a new approval stands in its place. cancelled: its run ended.';
COMMENT ON COLUMN approval.effect IS
  'read: changes nothing. idempotent: the receiver honours our key. reconcilable: the receiver can be asked by key. unsafe: neither.';
COMMENT ON COLUMN approval.self_approval IS 'allow, forbid: whether the person who started the run may decide.';
COMMENT ON COLUMN approval.on_expiry IS 'reject: the call is rejected when nobody decides in time. null: it never expires.';
COMMENT ON COLUMN approval.payload_hash IS 'Hash of what is shown; a decision that names another one is stale.';
COMMENT ON COLUMN approval.asked_hash IS 'Hash of what was asked for, as the journal has it; an edit does not change it.';
COMMENT ON COLUMN approval.round IS 'Raised by an edit: votes of earlier rounds no longer count.';
COMMENT ON COLUMN approval_decision.decision IS
  'approve: send as shown. edit: send with these arguments. reject: do not send. happened, did_not_happen: how an unknown outcome turned out.';
COMMENT ON COLUMN approval_decision.principal IS 'The person behind a session or a key, so that nobody votes twice.';
COMMENT ON COLUMN budget.scope IS 'global, agent:NAME or label:KEY=VALUE.';
COMMENT ON COLUMN budget.period IS 'day, month: calendar periods in UTC. total: never starts anew.';
COMMENT ON COLUMN hold.status IS 'held: reserved. settled: charged. released: certainly not charged.';
COMMENT ON COLUMN hold.estimated IS 'Charged without the provider''s figures, after a crash.';
COMMENT ON COLUMN breaker.state IS
  'closed: calls pass. open: calls wait. half_open: only granted probes pass. isolated: opened by an operator until reset.';
COMMENT ON COLUMN breaker.epoch IS 'Raised with each change of state; permits of older epochs are ignored.';
COMMENT ON COLUMN alert.severity IS 'info: worth knowing. warning: will need someone. critical: needs someone now.';
COMMENT ON COLUMN app_user.role IS
  'viewer: sees. operator: starts and stops runs. approver: decides. engineer: changes configuration. admin: all of it, and people.';
COMMENT ON TABLE app_user IS 'People. A bare user in SQL is a function, not a table.';
COMMENT ON COLUMN app_user.session_version IS 'Raised to end all sessions at once.';
COMMENT ON COLUMN api_idempotency.status IS 'in_flight: the first request is still at work. answered: its answer is kept.';
COMMENT ON COLUMN sign_in_throttle.key IS 'email:ADDRESS or ip:ADDRESS.';

-- ── The app's own role ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- bulkhead_app exists where the database was set up with two roles. With a single user the app is the owner, and the triggers above
-- are what holds. Nothing may change or delete the journal, votes, versions and audit; effects are never deleted.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO bulkhead_app;
  GRANT SELECT, INSERT ON agent_version, tool_version, model_version, secret, run_input, checkpoint, approval_decision, audit_event
    TO bulkhead_app;
  GRANT SELECT, INSERT, UPDATE ON agent, tool, model, run, effect, approval, budget, hold, breaker, alert, app_user, api_key
    TO bulkhead_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON breaker_bucket, worker, session, api_idempotency, sign_in_throttle TO bulkhead_app;
  GRANT EXECUTE ON FUNCTION ensure_journal_partitions TO bulkhead_app;
END
$$;
