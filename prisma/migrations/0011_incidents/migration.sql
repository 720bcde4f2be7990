-- Reports of the demo's incidents: the same plan carried out by an unprotected agent and by Bulkhead.
CREATE TABLE incident_report (
  id uuid PRIMARY KEY,
  incident text NOT NULL,
  seed text NOT NULL,
  status text NOT NULL,
  unprotected json,
  bulkhead json,
  error text,
  created_by json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  CONSTRAINT incident_report_status_known CHECK (status IN ('running', 'finished', 'failed')),
  CONSTRAINT incident_report_finished_when_over CHECK ((status = 'running') = (finished_at IS NULL)),
  CONSTRAINT incident_report_whole CHECK (status <> 'finished' OR (unprotected IS NOT NULL AND bulkhead IS NOT NULL))
);
CREATE INDEX incident_report_incident_created_at_idx ON incident_report (incident, created_at DESC);
COMMENT ON TABLE incident_report IS 'One execution of an incident of the demo, both sides.';
COMMENT ON COLUMN incident_report.status IS 'running: under way. finished: both sides are told. failed: it could not be carried out, see error.';

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    RETURN;
  END IF;
  GRANT SELECT, INSERT, UPDATE ON incident_report TO bulkhead_app;
END
$$;
