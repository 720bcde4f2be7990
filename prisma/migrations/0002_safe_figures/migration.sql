-- Figures stay within the integers that a double holds exactly (2^53 - 1): one beyond would make every list that reads it fail.
-- Summaries are brought within; the journal is append-only and keeps what it has, so its check binds new rows alone.
UPDATE run SET tokens = least(tokens, 9007199254740991), cost_micro_usd = least(cost_micro_usd, 9007199254740991)
  WHERE tokens > 9007199254740991 OR cost_micro_usd > 9007199254740991;

ALTER TABLE run
  ADD CONSTRAINT run_figures_safe CHECK (tokens <= 9007199254740991 AND cost_micro_usd <= 9007199254740991);
ALTER TABLE checkpoint
  ADD CONSTRAINT checkpoint_figures_safe CHECK (tokens <= 9007199254740991 AND cost_micro_usd <= 9007199254740991) NOT VALID;
