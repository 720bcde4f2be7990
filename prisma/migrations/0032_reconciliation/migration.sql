-- What providers' own usage exports say, so that it can stand beside what was counted here.
CREATE TABLE usage_import (
  id uuid NOT NULL,
  imported_at timestamptz(3) NOT NULL,
  imported_by jsonb NOT NULL,
  provider text NOT NULL,
  format text NOT NULL,
  file_name text NOT NULL,
  sha256 text NOT NULL,
  bytes integer NOT NULL,
  lines integer NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  figures integer NOT NULL,
  replaced integer NOT NULL,
  ignored_columns text[] NOT NULL,
  CONSTRAINT usage_import_pkey PRIMARY KEY (id),
  CONSTRAINT usage_import_whole CHECK (figures > 0 AND lines > 0 AND replaced >= 0 AND first_day <= last_day)
);
CREATE INDEX usage_import_at_idx ON usage_import (imported_at DESC, id DESC);
CREATE INDEX usage_import_file_idx ON usage_import (sha256);
COMMENT ON COLUMN usage_import.replaced IS 'Figures of earlier files whose place it took.';

CREATE TABLE provider_figure (
  provider text NOT NULL,
  day date NOT NULL,
  model text NOT NULL,
  tells text NOT NULL,
  import_id uuid NOT NULL,
  input_tokens token_count,
  output_tokens token_count,
  cached_input_tokens token_count,
  cost_micro_usd bigint,
  CONSTRAINT provider_figure_pkey PRIMARY KEY (provider, day, model, tells),
  CONSTRAINT provider_figure_import_fkey FOREIGN KEY (import_id) REFERENCES usage_import (id),
  CONSTRAINT provider_figure_told CHECK (CASE tells
    WHEN 'cost' THEN cost_micro_usd IS NOT NULL AND input_tokens IS NULL AND output_tokens IS NULL AND cached_input_tokens IS NULL
    WHEN 'tokens' THEN cost_micro_usd IS NULL AND input_tokens IS NOT NULL AND output_tokens IS NOT NULL
    ELSE false END)
);
CREATE INDEX provider_figure_day_idx ON provider_figure (day);
CREATE INDEX provider_figure_import_idx ON provider_figure (import_id);
COMMENT ON TABLE provider_figure IS 'The figures that stand: one for the tokens and one for the cost of a model on a day (UTC), from the newest file that tells of it.';
COMMENT ON COLUMN provider_figure.model IS 'As the file calls it.';
COMMENT ON COLUMN provider_figure.cost_micro_usd IS 'Below zero where the provider gave back more than it charged.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT ON usage_import TO bulkhead_app;
    GRANT SELECT, INSERT, UPDATE ON provider_figure TO bulkhead_app;
  END IF;
END
$$;
