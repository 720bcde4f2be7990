-- Figures of approvals by finished day, so that a question adds up days and not decisions (docs/decisions/0051-figures-of-decisions.md). Days are those of UTC.
CREATE TABLE review_day (
  day date NOT NULL,
  counted_at timestamptz(3) NOT NULL,
  CONSTRAINT review_day_pkey PRIMARY KEY (day)
);
COMMENT ON TABLE review_day IS 'Days that are counted, also those on which nothing was. What stands in review_day_late as well is counted again.';

CREATE TABLE review_day_late (
  day date NOT NULL
);
CREATE INDEX review_day_late_idx ON review_day_late (day);
COMMENT ON TABLE review_day_late IS 'Written in the transaction that changes what a day before the present one has.';

-- Of agent and tool, of each alone, and of all: the empty text stands for all of them.
CREATE TABLE approval_day (
  day date NOT NULL,
  agent text NOT NULL,
  tool text NOT NULL,
  arrived integer NOT NULL,
  approved integer NOT NULL,
  edited integer NOT NULL,
  rejected integer NOT NULL,
  answered integer NOT NULL,
  expired integer NOT NULL,
  cancelled integer NOT NULL,
  superseded integer NOT NULL,
  unopposed integer NOT NULL,
  settled integer NOT NULL,
  waited_ms double precision NOT NULL,
  spread jsonb NOT NULL,
  CONSTRAINT approval_day_pkey PRIMARY KEY (day, agent, tool),
  CONSTRAINT approval_day_spread_counts CHECK (jsonb_typeof(spread) = 'object')
);
COMMENT ON COLUMN approval_day.waited_ms IS 'Sum over all that ended.';
COMMENT ON COLUMN approval_day.spread IS 'Of what people decided: how many in each bucket of the time to decide (lib/domain/time-buckets.ts).';

CREATE TABLE vote_day (
  day date NOT NULL,
  reviewer text NOT NULL,
  agent text NOT NULL,
  tool text NOT NULL,
  approved integer NOT NULL,
  edited integer NOT NULL,
  rejected integer NOT NULL,
  answered integer NOT NULL,
  wordless integer NOT NULL,
  spread jsonb NOT NULL,
  on_card jsonb NOT NULL,
  CONSTRAINT vote_day_pkey PRIMARY KEY (day, reviewer, agent, tool),
  CONSTRAINT vote_day_spread_counts CHECK (jsonb_typeof(spread) = 'object' AND jsonb_typeof(on_card) = 'object')
);
COMMENT ON COLUMN vote_day.wordless IS 'Approvals and edits without a word.';
COMMENT ON COLUMN vote_day.spread IS 'Buckets of the time from being asked for to the vote.';
COMMENT ON COLUMN vote_day.on_card IS 'Buckets of the time on the card, where that was measured.';

-- What is told or ends today touches no day that is counted: neither trigger is called for it.
CREATE FUNCTION note_late_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO review_day_late (day)
    SELECT DISTINCT (at AT TIME ZONE 'UTC')::date FROM unnest(
      CASE WHEN TG_OP = 'INSERT' THEN ARRAY[NEW.created_at, NEW.decided_at]
        ELSE ARRAY[OLD.created_at, OLD.decided_at, NEW.created_at, NEW.decided_at] END) AS at
    WHERE at < date_trunc('day', now(), 'UTC');
  RETURN NULL;
END
$$;
CREATE TRIGGER approval_made_late AFTER INSERT ON approval FOR EACH ROW
  WHEN (NEW.created_at < date_trunc('day', now(), 'UTC') OR NEW.decided_at < date_trunc('day', now(), 'UTC'))
  EXECUTE FUNCTION note_late_approval();
CREATE TRIGGER approval_changed_late AFTER UPDATE ON approval FOR EACH ROW
  WHEN ((OLD.decided_at IS NOT NULL OR NEW.decided_at < date_trunc('day', now(), 'UTC')
      OR (OLD.created_at, OLD.agent, OLD.tool) IS DISTINCT FROM (NEW.created_at, NEW.agent, NEW.tool))
    AND (OLD.created_at, OLD.decided_at, OLD.agent, OLD.tool, OLD.status, OLD.by_people, OLD.edited, OLD.planted)
      IS DISTINCT FROM (NEW.created_at, NEW.decided_at, NEW.agent, NEW.tool, NEW.status, NEW.by_people, NEW.edited, NEW.planted))
  EXECUTE FUNCTION note_late_approval();

CREATE FUNCTION note_late_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO review_day_late (day) VALUES ((NEW.at AT TIME ZONE 'UTC')::date);
  RETURN NULL;
END
$$;
CREATE TRIGGER vote_made_late AFTER INSERT ON approval_decision FOR EACH ROW
  WHEN (NEW.at < date_trunc('day', now(), 'UTC')) EXECUTE FUNCTION note_late_vote();

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bulkhead_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON review_day, review_day_late, approval_day, vote_day TO bulkhead_app;
  END IF;
END
$$;
