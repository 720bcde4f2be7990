-- A usage export that was imported by mistake: its figures go, that it was imported and withdrawn stays.
ALTER TABLE usage_import ADD COLUMN withdrawn_at timestamptz(3), ADD COLUMN withdrawn_by jsonb, ADD COLUMN withdrawn_reason text,
  ADD CONSTRAINT usage_import_withdrawn_whole CHECK (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) IN (0, 3));

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason) ON usage_import TO bulkhead_app;
    GRANT DELETE ON provider_figure TO bulkhead_app;
  END IF;
END
$$;
