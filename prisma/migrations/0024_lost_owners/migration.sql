-- How many owners a run lost in a row without a result, where a claim sees it before anything of the run is read.
ALTER TABLE run
  ADD COLUMN lost_owners integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT run_lost_owners_counted CHECK (lost_owners >= 0);
CREATE INDEX run_lost_owners_idx ON run (id) WHERE lost_owners > 0;
COMMENT ON COLUMN run.lost_owners IS 'As its last claim counted them; a result in the journal since then takes them back.';
