-- Effects on one resource never run side by side: an effect holds its resource until it is settled, and the index gives each to one effect.
ALTER TABLE effect ADD COLUMN resource text;
ALTER TABLE effect ADD CONSTRAINT effect_resource_while_open CHECK (resource IS NULL OR status IN ('in_progress', 'unknown'));
-- Without the status in its predicate, so that settling an effect that holds nothing touches no index.
CREATE UNIQUE INDEX effect_resource_idx ON effect (resource) WHERE resource IS NOT NULL;
COMMENT ON COLUMN effect.resource IS
  'What the effect works on, held from its claim until it has succeeded or failed for good; null once it is free, and for tools without a resource.';

-- Who waits for an effect or a resource: found when it is settled. Holds such runs alone.
CREATE INDEX run_waits_for_effect_idx ON run USING gin ((waiting->'items') jsonb_path_ops)
  WHERE status = 'waiting' AND (waiting->'items' @> '[{"kind": "resource"}]' OR waiting->'items' @> '[{"kind": "effect"}]');
