-- Breakers that open: counts belong to an epoch, probes are leases on the breaker's own row, and each change of state is kept.
ALTER TABLE breaker_bucket DROP CONSTRAINT breaker_bucket_pkey;
ALTER TABLE breaker_bucket ADD COLUMN epoch bigint NOT NULL DEFAULT 0;
ALTER TABLE breaker_bucket ADD CONSTRAINT breaker_bucket_pkey PRIMARY KEY (key, epoch, second, shard);
CREATE INDEX breaker_bucket_second_idx ON breaker_bucket(second);

ALTER TABLE breaker
  ADD COLUMN probe_leases timestamptz[] NOT NULL DEFAULT '{}',
  ADD COLUMN probes_answered integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT breaker_probes_answered_not_negative CHECK (probes_answered >= 0);
COMMENT ON COLUMN breaker.probe_leases IS 'Until when each probe that is under way may be waited for; one that never returns blocks nobody.';
COMMENT ON COLUMN breaker.probes_answered IS 'Probes of this half_open epoch that the dependency answered.';

CREATE TABLE breaker_change (
  key text NOT NULL,
  epoch bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  actor jsonb,
  reason text,
  calls integer NOT NULL,
  failures integer NOT NULL,
  slow integer NOT NULL,
  CONSTRAINT breaker_change_pkey PRIMARY KEY (key, epoch)
);
ALTER TABLE breaker_change
  ADD CONSTRAINT breaker_change_states_known CHECK (
    from_state IN ('closed', 'open', 'half_open', 'isolated') AND to_state IN ('closed', 'open', 'half_open', 'isolated'));
COMMENT ON TABLE breaker_change IS 'Every change of a breaker''s state: by itself (actor is null) with the window that tripped it, or by a person with a reason.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT ON breaker_change TO bulkhead_app;
  END IF;
END
$$;
