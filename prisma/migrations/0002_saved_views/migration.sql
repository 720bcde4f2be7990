-- Saved views: the filters of a list under a name, of one person or for all.

CREATE TABLE saved_view (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  page text NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  shared boolean NOT NULL,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id)
);

CREATE INDEX saved_view_page_idx ON saved_view(page);
ALTER TABLE saved_view ADD CONSTRAINT saved_view_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES app_user(id)
  ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX saved_view_name_key ON saved_view(owner_id, page, lower(name));

ALTER TABLE saved_view
  ADD CONSTRAINT saved_view_version_positive CHECK (version >= 1),
  ADD CONSTRAINT saved_view_bounded CHECK (length(name) BETWEEN 1 AND 60 AND length(query) BETWEEN 1 AND 1000);

COMMENT ON COLUMN saved_view.page IS 'A list of the console: see VIEW_PAGES in lib/contract/view.ts.';
COMMENT ON COLUMN saved_view.query IS 'The page''s own filter parameters as they stand in its address, in a fixed order.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO bulkhead_app;
END
$$;
