-- What models cost that have no price of their own: one table, each change of it a version that stays.
CREATE TABLE price_table (
  version integer NOT NULL,
  prices jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  created_by jsonb NOT NULL,
  CONSTRAINT price_table_pkey PRIMARY KEY (version),
  CONSTRAINT price_table_version_positive CHECK (version >= 1),
  CONSTRAINT price_table_holds_a_list CHECK (jsonb_typeof(prices) = 'array')
);
COMMENT ON TABLE price_table IS 'Every version of the price table, the newest holds; none while nothing was said. Rows never change.';
COMMENT ON COLUMN price_table.prices IS 'Entries of model, from, prices, deprecated: see lib/domain/price-table.ts.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON price_table FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT ON price_table TO bulkhead_app;
END
$$;
