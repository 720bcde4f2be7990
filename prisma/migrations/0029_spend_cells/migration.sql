-- What was spent as sums that are ready for each question of the Spend page (docs/decisions/0036-spend-cells.md), in place of those by the hour alone.
DROP TABLE spend_hour, spend_hour_label, spend_hour_run;

CREATE DOMAIN spend_facet AS text CONSTRAINT spend_facet_known CHECK (VALUE IN ('all', 'model', 'tool'));
CREATE DOMAIN spend_dimension AS text CONSTRAINT spend_dimension_known CHECK (VALUE IN ('all', 'label', 'status'));

CREATE TABLE spend_due (
  id bigint GENERATED ALWAYS AS IDENTITY,
  run_id uuid NOT NULL,
  step integer NOT NULL,
  attempt integer NOT NULL,
  called called_kind NOT NULL,
  name text NOT NULL,
  outcome charge_outcome NOT NULL,
  estimated boolean NOT NULL,
  settled_at timestamptz(3) NOT NULL,
  held_micro_usd micro_usd NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  input_tokens token_count NOT NULL,
  output_tokens token_count NOT NULL,
  cached_input_tokens token_count NOT NULL,
  reasoning_tokens token_count NOT NULL,
  CONSTRAINT spend_due_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE spend_due IS 'Settled holds that are counted in their budgets and not yet among what was spent: appended by whoever counts, taken by one merger at a time.';

CREATE TABLE spend_run (
  run_id uuid NOT NULL,
  ended text,
  CONSTRAINT spend_run_pkey PRIMARY KEY (run_id),
  CONSTRAINT spend_run_ended_terminal CHECK (ended IN ('succeeded', 'failed', 'cancelled'))
);
CREATE INDEX spend_run_open_idx ON spend_run (run_id) WHERE ended IS NULL;
COMMENT ON TABLE spend_run IS 'Runs that were charged for anything.';
COMMENT ON COLUMN spend_run.ended IS 'The status under which its cells stand. null: not summed by status; its own rows tell it, by the status that the run has.';

CREATE TABLE spend_redriven (
  run_id uuid NOT NULL,
  CONSTRAINT spend_redriven_pkey PRIMARY KEY (run_id)
);
COMMENT ON TABLE spend_redriven IS 'Runs that go on after their end: the next merge takes them out of the sums by status.';

CREATE TABLE spend_run_hour (
  run_id uuid NOT NULL,
  facet spend_facet NOT NULL,
  name text NOT NULL,
  hour timestamptz(0) NOT NULL,
  agent text NOT NULL,
  alone boolean NOT NULL DEFAULT true,
  calls bigint NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  tokens token_count NOT NULL,
  input_tokens token_count NOT NULL,
  output_tokens token_count NOT NULL,
  cached_input_tokens token_count NOT NULL,
  reasoning_tokens token_count NOT NULL,
  held_micro_usd micro_usd NOT NULL,
  estimated_micro_usd micro_usd NOT NULL,
  retries_micro_usd micro_usd NOT NULL,
  failed_micro_usd micro_usd NOT NULL,
  CONSTRAINT spend_run_hour_pkey PRIMARY KEY (run_id, facet, name, hour)
) WITH (fillfactor = 80);
CREATE INDEX spend_run_hour_dearest_idx ON spend_run_hour (facet, name, hour) INCLUDE (run_id, agent, alone, cost_micro_usd);
COMMENT ON TABLE spend_run_hour IS 'What a run spent by the hour (UTC) of the result: as a whole, by model, and by tool, where a call is parted among the tools that it asked for.';
COMMENT ON COLUMN spend_run_hour.name IS 'Empty for the whole, for what is no call of a model (facet model), and for a call that asked for no tool (facet tool).';
COMMENT ON COLUMN spend_run_hour.alone IS 'The run has no other hour under this facet and name: it is summed already, so that the dearest are found without adding up every run.';
COMMENT ON COLUMN spend_run_hour.retries_micro_usd IS 'Of attempts after the first of their step.';
COMMENT ON COLUMN spend_run_hour.failed_micro_usd IS 'Of attempts that brought no usable answer: failed, invalid or lost.';

CREATE TABLE spend_cell (
  dimension spend_dimension NOT NULL,
  facet spend_facet NOT NULL,
  hour timestamptz(0) NOT NULL,
  value text NOT NULL,
  name text NOT NULL,
  agent text NOT NULL,
  prev_hour timestamptz(0) NOT NULL,
  runs bigint NOT NULL,
  calls bigint NOT NULL,
  cost_micro_usd micro_usd NOT NULL,
  tokens token_count NOT NULL,
  input_tokens token_count NOT NULL,
  output_tokens token_count NOT NULL,
  cached_input_tokens token_count NOT NULL,
  reasoning_tokens token_count NOT NULL,
  held_micro_usd micro_usd NOT NULL,
  estimated_micro_usd micro_usd NOT NULL,
  retries_micro_usd micro_usd NOT NULL,
  failed_micro_usd micro_usd NOT NULL,
  CONSTRAINT spend_cell_pkey PRIMARY KEY (dimension, facet, hour, value, name, agent, prev_hour),
  CONSTRAINT spend_cell_runs CHECK (runs >= 0)
) WITH (fillfactor = 60);
COMMENT ON TABLE spend_cell IS 'The rows of spend_run_hour added up, for all runs, by label and by status of those that ended.';
COMMENT ON COLUMN spend_cell.value IS 'The label, KEY=VALUE, empty for runs without any; the status; empty for all.';
COMMENT ON COLUMN spend_cell.prev_hour IS 'The hour before this one in which these runs were charged under the same facet and name; -infinity: none. So the runs of any period are added up: those whose prev_hour is before it.';

-- What a success costs is read off the index alone.
CREATE INDEX run_ended_idx ON run (finished_at DESC) INCLUDE (agent, status, cost_micro_usd) WHERE finished_at IS NOT NULL;
DROP INDEX run_finished_idx;

-- A fresh installation has it all from the beginning; the runs of another stand in journals alone until now.
UPDATE spend_rollup SET complete_since = CASE WHEN EXISTS (SELECT FROM run) THEN timestamptz 'infinity' ELSE 'epoch' END;

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON spend_due, spend_run, spend_redriven, spend_run_hour, spend_cell TO bulkhead_app;
  END IF;
END
$$;
