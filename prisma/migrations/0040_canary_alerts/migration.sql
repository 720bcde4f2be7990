-- A run that gives the secret mark of its prompt away is told as an alert.
ALTER TABLE alert DROP CONSTRAINT alert_kind_known;
ALTER TABLE alert ADD CONSTRAINT alert_kinds_known CHECK (kind IN ('budget_threshold', 'budget_forecast', 'spend_spike', 'unpriced_usage', 'leaked_hold', 'overrun',
  'spend_breaker', 'canary_leaked'));
