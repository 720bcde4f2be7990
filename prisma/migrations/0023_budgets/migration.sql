-- Budgets that hold: periods of their own, parts leased to workers, one hold an attempt, and what was spent by the hour. The tables of 0001 that had
-- these names were never written to.
DROP TABLE hold;
DROP TABLE budget;

-- Checks as domains, which are kept ready: the text of a table's CHECK is read anew by every statement that writes to it.
CREATE DOMAIN micro_usd AS bigint CONSTRAINT micro_usd_safe CHECK (VALUE BETWEEN 0 AND 9007199254740991);
CREATE DOMAIN token_count AS bigint CONSTRAINT token_count_safe CHECK (VALUE BETWEEN 0 AND 9007199254740991);
CREATE DOMAIN called_kind AS text CONSTRAINT called_kind_known CHECK (VALUE IN ('model', 'tool'));
CREATE DOMAIN charge_outcome AS text CONSTRAINT charge_outcome_known CHECK (VALUE IN ('succeeded', 'failed', 'lost'));
COMMENT ON DOMAIN micro_usd IS 'Money, from 0 to 2^53 - 1: what a double holds exactly.';

ALTER TABLE installation
  ADD COLUMN zone text NOT NULL DEFAULT 'UTC',
  ADD CONSTRAINT installation_zone_known CHECK (timezone(zone, timestamp '2000-01-01') IS NOT NULL);
COMMENT ON COLUMN installation.zone IS 'In which the days and months of budgets begin; a period that runs is not moved by a change.';

CREATE TABLE budget (
  scope text NOT NULL,
  period text NOT NULL,
  limit_micro_usd micro_usd NOT NULL,
  alert_at double precision[] NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  updated_by jsonb NOT NULL,
  archived_at timestamptz(3),
  CONSTRAINT budget_pkey PRIMARY KEY (scope, period),
  CONSTRAINT budget_period_known CHECK (period IN ('day', 'month', 'total')),
  CONSTRAINT budget_version_positive CHECK (version >= 1)
);
COMMENT ON TABLE budget IS 'How much may be spent in one scope in each period. One that is archived bounds nothing.';
COMMENT ON COLUMN budget.scope IS 'global, agent:NAME or label:KEY=VALUE.';
COMMENT ON COLUMN budget.period IS 'day, month: calendar periods in the zone of the installation. total: never starts anew.';
COMMENT ON COLUMN budget.version IS 'Raised with each change; If-Match names it.';

CREATE TABLE budget_period (
  id bigint GENERATED ALWAYS AS IDENTITY,
  scope text NOT NULL,
  period text NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  spent_micro_usd micro_usd NOT NULL DEFAULT 0,
  held_micro_usd bigint NOT NULL DEFAULT 0,
  overrun_micro_usd micro_usd NOT NULL DEFAULT 0,
  recalled_until timestamptz(3),
  CONSTRAINT budget_period_pkey PRIMARY KEY (id),
  CONSTRAINT budget_period_of_budget FOREIGN KEY (scope, period) REFERENCES budget (scope, period),
  CONSTRAINT budget_period_begins_once UNIQUE (scope, period, starts_at),
  CONSTRAINT budget_period_ends_after CHECK (ends_at > starts_at),
  CONSTRAINT budget_held_not_negative CHECK (held_micro_usd BETWEEN 0 AND 9007199254740991)
) WITH (fillfactor = 50);
COMMENT ON TABLE budget_period IS 'One period of a budget, made when it is first needed. Locked before any allowance of it, in the order of ids.';
COMMENT ON COLUMN budget_period.held_micro_usd IS 'The sum of its allowances: what workers may still spend, and what calls under way may cost.';
COMMENT ON COLUMN budget_period.overrun_micro_usd IS 'The part of spent that was beyond what was held for it.';
COMMENT ON COLUMN budget_period.recalled_until IS 'Somebody found no room: until then workers give back what they do not use, and are given exactly what they ask for.';

CREATE TABLE allowance (
  id bigint GENERATED ALWAYS AS IDENTITY,
  budget_period_id bigint NOT NULL,
  worker_id text,
  granted_micro_usd micro_usd NOT NULL,
  recalled_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT allowance_pkey PRIMARY KEY (id),
  CONSTRAINT allowance_of_period FOREIGN KEY (budget_period_id) REFERENCES budget_period (id),
  CONSTRAINT allowance_once UNIQUE (budget_period_id, worker_id)
) WITH (fillfactor = 50);
CREATE INDEX allowance_worker_idx ON allowance (worker_id) WHERE worker_id IS NOT NULL;
COMMENT ON TABLE allowance IS 'A part of a period''s room that is leased to a worker, without what was counted of it already.';
COMMENT ON COLUMN allowance.worker_id IS 'null: taken back; what is left covers its holds that are not counted yet, and no further hold may name it.';
COMMENT ON COLUMN allowance.recalled_at IS 'Its worker was asked to give back what it does not use, and has not answered since.';

CREATE TABLE hold (
  run_id uuid NOT NULL,
  step integer NOT NULL,
  attempt integer NOT NULL,
  called called_kind NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  allowances bigint[] NOT NULL,
  held_micro_usd micro_usd NOT NULL,
  held_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  cost_micro_usd micro_usd,
  estimated boolean,
  outcome charge_outcome,
  input_tokens token_count,
  output_tokens token_count,
  cached_input_tokens token_count,
  reasoning_tokens token_count,
  CONSTRAINT hold_pkey PRIMARY KEY (run_id, step, attempt),
  CONSTRAINT hold_settled_whole CHECK ((settled_at IS NULL) = (cost_micro_usd IS NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX hold_settled_idx ON hold (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX hold_allowances_idx ON hold USING gin (allowances);
COMMENT ON TABLE hold IS 'What an attempt may cost at most, from the commit of its intent until it is settled and counted. The journal keeps both figures.';
COMMENT ON COLUMN hold.allowances IS 'From each of which it is taken in full; none where no budget applies.';
COMMENT ON COLUMN hold.estimated IS 'Nobody knows what it cost: it is charged at what it may have cost at most.';

-- What was spent, by the hour in which it was settled (UTC). Complete from the instant in spend_rollup on.
CREATE TABLE spend_hour (
  hour timestamptz(0) NOT NULL,
  agent text NOT NULL,
  called called_kind NOT NULL,
  name text NOT NULL,
  outcome charge_outcome NOT NULL,
  estimated boolean NOT NULL,
  calls bigint NOT NULL,
  held_micro_usd micro_usd NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  input_tokens token_count NOT NULL,
  output_tokens token_count NOT NULL,
  cached_input_tokens token_count NOT NULL,
  reasoning_tokens token_count NOT NULL,
  CONSTRAINT spend_hour_pkey PRIMARY KEY (hour, agent, called, name, outcome, estimated)
) WITH (fillfactor = 50);
CREATE TABLE spend_hour_label (
  label text NOT NULL,
  LIKE spend_hour INCLUDING DEFAULTS,
  CONSTRAINT spend_hour_label_pkey PRIMARY KEY (hour, label, agent, called, name, outcome, estimated)
) WITH (fillfactor = 50);
COMMENT ON TABLE spend_hour IS 'Settled attempts by the hour, counted when they leave hold.';
COMMENT ON TABLE spend_hour_label IS 'The same by label of the run, KEY=VALUE: a run with two stands in both.';

CREATE TABLE spend_rollup (
  id boolean NOT NULL DEFAULT true,
  complete_since timestamptz(3) NOT NULL,
  CONSTRAINT spend_rollup_pkey PRIMARY KEY (id),
  CONSTRAINT spend_rollup_is_one CHECK (id)
);
INSERT INTO spend_rollup (complete_since) SELECT CASE WHEN EXISTS (SELECT FROM run) THEN date_trunc('hour', now()) + interval '2 hours' ELSE 'epoch' END;
COMMENT ON COLUMN spend_rollup.complete_since IS 'What was spent before stands in journals alone.';

-- A day whose midnight does not exist begins with its first instant; where a midnight comes twice, the second one begins the day.
CREATE FUNCTION budget_period_at(period text, at timestamptz, zone text, OUT starts_at timestamptz, OUT ends_at timestamptz)
  LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE period WHEN 'total' THEN timestamptz 'epoch' ELSE began AT TIME ZONE zone END,
    CASE period WHEN 'total' THEN NULL ELSE (began + unit) AT TIME ZONE zone END
  FROM (SELECT CASE WHEN local AT TIME ZONE zone > at THEN local - unit ELSE local END AS began, unit
    FROM (SELECT date_trunc(period_unit, at AT TIME ZONE zone) AS local, ('1 ' || period_unit)::interval AS unit
      FROM (SELECT CASE period WHEN 'month' THEN 'month' ELSE 'day' END AS period_unit) named) cut) begun
$$;
COMMENT ON FUNCTION budget_period_at IS 'The calendar period of a zone that an instant lies in; without an end for total.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE ON budget, budget_period, spend_hour, spend_hour_label TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON allowance, hold TO bulkhead_app;
    GRANT SELECT ON spend_rollup TO bulkhead_app;
  END IF;
END
$$;
