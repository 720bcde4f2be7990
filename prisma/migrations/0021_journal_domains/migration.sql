-- The journal's checks as types. PostgreSQL reads the text of a table's CHECK anew in every statement that writes to it, which took a third of a lone
-- commit's time in the server; the checks of a domain are kept ready. Rows of today were held to the same by the checks that go (figures from
-- 0002 on), so nothing is read or rewritten here.
CREATE DOMAIN journal_kind AS text;
CREATE DOMAIN digest AS text;
CREATE DOMAIN journal_figure AS bigint;

ALTER TABLE checkpoint
  DROP CONSTRAINT checkpoint_kind_known,
  DROP CONSTRAINT checkpoint_hashes_whole,
  DROP CONSTRAINT checkpoint_figures_not_negative,
  DROP CONSTRAINT checkpoint_figures_safe,
  ALTER COLUMN kind TYPE journal_kind,
  ALTER COLUMN payload_hash TYPE digest,
  ALTER COLUMN prev_hash TYPE digest,
  ALTER COLUMN hash TYPE digest,
  ALTER COLUMN cost_micro_usd TYPE journal_figure,
  ALTER COLUMN tokens TYPE journal_figure;

ALTER DOMAIN journal_kind ADD CONSTRAINT checkpoint_kind_known
  CHECK (VALUE IN ('claim', 'intent', 'result', 'input', 'fact', 'snapshot', 'end')) NOT VALID;
ALTER DOMAIN digest ADD CONSTRAINT checkpoint_hashes_whole CHECK (octet_length(VALUE) = 64) NOT VALID;
ALTER DOMAIN journal_figure ADD CONSTRAINT checkpoint_figures_safe CHECK (VALUE BETWEEN 0 AND 9007199254740991) NOT VALID;

COMMENT ON DOMAIN journal_kind IS 'What a journal row is.';
COMMENT ON DOMAIN digest IS 'SHA-256 as hex.';
COMMENT ON DOMAIN journal_figure IS 'From 0 to 2^53 - 1: what a double holds exactly.';
