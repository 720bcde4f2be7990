-- Runs by what triggered them. The index is also what gives the planner an idea of how many there are of each kind: an expression has
-- statistics only through an index on it.
CREATE INDEX run_trigger_kind_idx ON run ((trigger->>'kind'), created_at DESC, id DESC);
