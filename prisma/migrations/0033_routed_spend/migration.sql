-- What going up to stronger models saved, and what the answers cost that were set aside (docs/decisions/0040-stronger-models.md). No call had a route before.
ALTER TABLE spend_run_hour
  ADD COLUMN routed_micro_usd micro_usd NOT NULL DEFAULT 0,
  ADD COLUMN top_micro_usd micro_usd NOT NULL DEFAULT 0,
  ADD COLUMN set_aside_micro_usd micro_usd NOT NULL DEFAULT 0,
  ADD CONSTRAINT spend_run_hour_set_aside CHECK (set_aside_micro_usd <= routed_micro_usd);
COMMENT ON COLUMN spend_run_hour.routed_micro_usd IS 'Of calls by agents with stronger models, what the same tokens were paid for.';
COMMENT ON COLUMN spend_run_hour.top_micro_usd IS 'What those would have cost with the strongest model, by the prices of their time; nothing for what was set aside.';
COMMENT ON COLUMN spend_run_hour.set_aside_micro_usd IS 'Of answers and failures after which the same was asked of a stronger model.';

ALTER TABLE spend_cell
  ADD COLUMN routed_micro_usd micro_usd NOT NULL DEFAULT 0,
  ADD COLUMN top_micro_usd micro_usd NOT NULL DEFAULT 0,
  ADD COLUMN set_aside_micro_usd micro_usd NOT NULL DEFAULT 0;
