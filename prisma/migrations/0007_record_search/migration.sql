-- Searching the record for a part of a text. Events are never changed, so that an index on their own table is paid for once.
CREATE FUNCTION audit_search_body(actor jsonb, entity_id text, reason text, before json, after json) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower(entity_id || ' ' || coalesce(actor ->> 'label', '') || ' ' || coalesce(reason, '') || ' '
    || coalesce(left(before::text, 10000), '') || ' ' || coalesce(left(after::text, 10000), ''));
COMMENT ON FUNCTION audit_search_body IS
  'Where q looks for a part: the entity''s id, the actor''s name, the reason, the first 10 000 characters of what was before and after.';

DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX audit_event_search ON audit_event
    USING gin (audit_search_body(actor, entity_id, reason, before, after) gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
  RAISE NOTICE 'pg_trgm can not be used here (%): searching the record will be slower', SQLERRM;
END
$$;
