-- Bulkheads: how many calls of a tool or a model, and how many runs of an agent, are under way at once. A slot is a row, held by a claimed run.
CREATE TABLE bulkhead_slot (
  key text NOT NULL,
  slot integer NOT NULL,
  grants bigint NOT NULL DEFAULT 0,
  run_id uuid,
  fence integer,
  step integer,
  taken_at timestamptz(3),
  CONSTRAINT bulkhead_slot_pkey PRIMARY KEY (key, slot)
) WITH (fillfactor = 50);
ALTER TABLE bulkhead_slot
  ADD CONSTRAINT bulkhead_slot_positive CHECK (slot >= 1),
  ADD CONSTRAINT bulkhead_slot_holder_whole CHECK (
    (run_id IS NULL) = (fence IS NULL) AND (run_id IS NULL) = (step IS NULL) AND (run_id IS NULL) = (taken_at IS NULL));
COMMENT ON TABLE bulkhead_slot IS 'The places of a bulkhead. One that is held counts as long as its run is claimed under this fence by a worker whose lease runs.';
COMMENT ON COLUMN bulkhead_slot.grants IS 'How often it was given out: a slot is taken only as it was seen, and given back only by whom it was given to.';
COMMENT ON COLUMN bulkhead_slot.step IS 'The step whose call holds it; 0 where the run itself does.';

CREATE TABLE bulkhead_waiter (
  key text NOT NULL,
  run_id uuid NOT NULL,
  step integer NOT NULL,
  since timestamptz NOT NULL,
  asks_by timestamptz NOT NULL,
  woken_at timestamptz,
  CONSTRAINT bulkhead_waiter_pkey PRIMARY KEY (key, run_id, step)
);
CREATE INDEX bulkhead_waiter_since_idx ON bulkhead_waiter (key, since);
COMMENT ON TABLE bulkhead_waiter IS 'Calls that found no free slot, in the order in which they first asked.';
COMMENT ON COLUMN bulkhead_waiter.asks_by IS 'It asks again until then; one that does not is waited for no longer.';
COMMENT ON COLUMN bulkhead_waiter.woken_at IS 'When a free slot was last offered to it.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE ON bulkhead_slot TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON bulkhead_waiter TO bulkhead_app;
  END IF;
END
$$;
