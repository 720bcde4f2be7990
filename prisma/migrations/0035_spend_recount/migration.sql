-- How far what was spent before sums were kept has been read off the journals into them (docs/decisions/0036-spend-cells.md).
ALTER TABLE spend_rollup ADD COLUMN recounted_to uuid, ADD CONSTRAINT spend_rollup_recounted CHECK (recounted_to IS NULL OR complete_since > 'epoch');
COMMENT ON COLUMN spend_rollup.recounted_to IS 'Runs up to this one, by id, stand in the sums whole; null: none was read yet, or nothing is left to be read.';
