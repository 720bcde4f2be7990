-- Who was given a password by somebody else, which secrets were taken away, what this installation is called, and how the record is searched.
ALTER TABLE app_user
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN password_temporary_until timestamptz(3);
ALTER TABLE app_user ADD CONSTRAINT app_user_version_positive CHECK (version >= 1);

-- Sealed values are never deleted: what was a secret once stays out of logs for good. A removal says that nothing may use them any more.
CREATE TABLE secret_removal (
  name text NOT NULL,
  version integer NOT NULL,
  removed_at timestamptz(3) NOT NULL,
  removed_by jsonb NOT NULL,
  CONSTRAINT secret_removal_pkey PRIMARY KEY (name, version),
  CONSTRAINT secret_removal_of_version FOREIGN KEY (name, version) REFERENCES secret (name, version)
);

CREATE TABLE installation (
  id boolean NOT NULL DEFAULT true,
  version integer NOT NULL,
  display_name text,
  updated_at timestamptz(3) NOT NULL,
  updated_by jsonb NOT NULL,
  CONSTRAINT installation_pkey PRIMARY KEY (id),
  CONSTRAINT installation_is_one CHECK (id),
  CONSTRAINT installation_version_positive CHECK (version >= 1)
);

-- The record is read newest first; these keep that quick where a filter leaves little of it.
CREATE INDEX audit_event_actor ON audit_event ((actor ->> 'id'), seq DESC);
CREATE INDEX audit_event_action ON audit_event (action, seq DESC);
CREATE INDEX audit_event_at ON audit_event (at DESC);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON secret_removal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

COMMENT ON COLUMN app_user.version IS 'Raised with each change of role, name or state; If-Match names it.';
COMMENT ON COLUMN app_user.password_temporary_until IS
  'An administrator gave the password: its person has to choose another one first, and it opens nothing after that instant. null: the person''s own.';
COMMENT ON TABLE secret_removal IS 'Versions of secrets up to this one are gone; a later version is in use again.';
COMMENT ON TABLE installation IS 'What administrators say about this installation; one row, none while nothing was said.';
COMMENT ON COLUMN installation.display_name IS 'Shown in the console''s rail; null: the address that people use.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT ON secret_removal TO bulkhead_app;
  GRANT SELECT, INSERT, UPDATE ON installation TO bulkhead_app;
END
$$;
