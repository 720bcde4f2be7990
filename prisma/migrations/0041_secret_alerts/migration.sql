-- A registered secret in a model's answer, or in what comes from outside, is told as an alert.
ALTER TABLE alert DROP CONSTRAINT alert_kinds_known;
ALTER TABLE alert ADD CONSTRAINT alert_kinds_are_known CHECK (kind IN ('budget_threshold', 'budget_forecast', 'spend_spike', 'unpriced_usage', 'leaked_hold', 'overrun',
  'spend_breaker', 'canary_leaked', 'secret_seen'));
COMMENT ON COLUMN alert.subject IS 'budget:PERIOD:SCOPE, agent:NAME, model:NAME, tool:NAME or secret:NAME.';
