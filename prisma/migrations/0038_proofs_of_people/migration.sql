-- How people prove who they are: at an issuer, with a second factor, and once more for what a setting names.
ALTER TABLE app_user
  ALTER COLUMN password_hash DROP NOT NULL,
  ADD COLUMN issuer text,
  ADD COLUMN subject text,
  ADD COLUMN link_until timestamptz(3),
  ADD CONSTRAINT app_user_identity_whole CHECK ((issuer IS NULL) = (subject IS NULL)),
  ADD CONSTRAINT app_user_opens_somehow CHECK (password_hash IS NOT NULL OR issuer IS NOT NULL);
CREATE UNIQUE INDEX app_user_identity_key ON app_user (issuer, subject);
COMMENT ON COLUMN app_user.password_hash IS 'null: signs in at the issuer alone.';
COMMENT ON COLUMN app_user.issuer IS 'With subject: who the person is to the OpenID issuer, whatever their e-mail address there becomes.';
COMMENT ON COLUMN app_user.link_until IS 'Until then whoever signs in at the issuer with this e-mail address is taken for this person.';

ALTER TABLE session
  ADD COLUMN method text NOT NULL DEFAULT 'password',
  ADD COLUMN authenticated_at timestamptz(3),
  ADD COLUMN must_enrol boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT session_method_known CHECK (method IN ('password', 'oidc'));
UPDATE session SET authenticated_at = created_at;
COMMENT ON COLUMN session.authenticated_at IS 'When the person last proved who they are; null: the issuer did not say.';
COMMENT ON COLUMN session.must_enrol IS 'Opens nothing until the person has a second factor.';

CREATE TABLE second_factor (
  user_id uuid NOT NULL,
  sealed bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  last_step bigint NOT NULL DEFAULT 0,
  CONSTRAINT second_factor_pkey PRIMARY KEY (user_id),
  CONSTRAINT second_factor_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id)
);
COMMENT ON COLUMN second_factor.sealed IS 'The secret of the one-time codes, sealed with the master key.';
COMMENT ON COLUMN second_factor.confirmed_at IS 'null: shown, and not yet confirmed by a code; asks for nothing.';
COMMENT ON COLUMN second_factor.last_step IS 'The 30 s step of the last code that was taken: it and all before it are used up.';

CREATE TABLE recovery_code (
  user_id uuid NOT NULL,
  hash text NOT NULL,
  used_at timestamptz(3),
  CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, hash),
  CONSTRAINT recovery_code_user_fkey FOREIGN KEY (user_id) REFERENCES app_user (id)
);
COMMENT ON TABLE recovery_code IS 'Each takes the place of one one-time code, once. SHA-256 of 80 random bits.';

ALTER TABLE installation
  ADD COLUMN second_factor_roles text[] NOT NULL DEFAULT '{}',
  ADD COLUMN reauthenticate_for text[] NOT NULL DEFAULT '{}',
  ADD COLUMN reauthenticate_above double precision,
  ADD COLUMN reauthenticate_minutes integer NOT NULL DEFAULT 5,
  ADD CONSTRAINT installation_reauthenticate_minutes CHECK (reauthenticate_minutes BETWEEN 1 AND 60);
COMMENT ON COLUMN installation.second_factor_roles IS 'Roles that need a second factor where they sign in with a password.';
COMMENT ON COLUMN installation.reauthenticate_for IS 'Acts before which a person proves again who they are.';
COMMENT ON COLUMN installation.reauthenticate_above IS 'Of decisions only those on an amount above this one, in the tool''s own unit; null: all.';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor, recovery_code TO bulkhead_app;
  END IF;
END
$$;
