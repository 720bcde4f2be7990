-- What agents' calls count in windows of their rules (docs/decisions/0049-windows-and-sampling.md): an amount is reserved with the row that admits its
-- call, and the version of its window tells whoever read the sum before that it is another one now.
CREATE TABLE amount_window (
  key text NOT NULL,
  version bigint NOT NULL,
  seen bigint,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT amount_window_pkey PRIMARY KEY (key),
  CONSTRAINT amount_window_version_positive CHECK (version > 0)
);
COMMENT ON COLUMN amount_window.version IS 'How often an amount was added under this key.';
COMMENT ON COLUMN amount_window.seen IS 'The version that the last addition was decided on; null: decided on none.';

CREATE TABLE window_amount (
  run_id uuid NOT NULL,
  step integer NOT NULL,
  key text NOT NULL,
  amount numeric NOT NULL,
  made_at timestamptz(3),
  counted_at timestamptz(3) NOT NULL,
  CONSTRAINT window_amount_pkey PRIMARY KEY (run_id, step, key),
  CONSTRAINT window_amount_not_negative CHECK (amount >= 0)
);
CREATE INDEX window_amount_sum_idx ON window_amount (key, made_at) INCLUDE (amount, run_id, step);
CREATE INDEX window_amount_made_idx ON window_amount (made_at);
COMMENT ON COLUMN window_amount.key IS 'Of amount_window; null is refused, which is how an addition to another sum than the one that was seen fails.';
COMMENT ON COLUMN window_amount.made_at IS 'By the clock of the database. null: it waits, is under way or may still be made, and counts whatever its age.';

-- How often calls that nothing stands against are looked at all the same, by agent and tool; changed by what people decide, and by nothing else.
CREATE TABLE review_rate (
  agent text NOT NULL,
  tool text NOT NULL,
  rate double precision NOT NULL,
  looked_at bigint NOT NULL,
  disagreed bigint NOT NULL,
  last_decision text NOT NULL,
  last_by jsonb NOT NULL,
  last_at timestamptz(3) NOT NULL,
  CONSTRAINT review_rate_pkey PRIMARY KEY (agent, tool),
  CONSTRAINT review_rate_is_a_share CHECK (rate >= 0 AND rate <= 1),
  CONSTRAINT review_rate_decision_known CHECK (last_decision IN ('approve', 'edit', 'reject')),
  CONSTRAINT review_rate_counted CHECK (disagreed >= 0 AND looked_at >= disagreed)
);

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON amount_window, window_amount TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE ON review_rate TO bulkhead_app;
  END IF;
END
$$;
