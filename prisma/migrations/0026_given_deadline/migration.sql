-- What the caller of a start gives besides the input: the deadline of the run, and the thread that it belongs to.
ALTER TABLE run
  ADD COLUMN given_deadline_at timestamptz(3),
  ADD COLUMN thread text,
  ADD CONSTRAINT run_thread_named CHECK (thread <> '' AND char_length(thread) <= 200);
COMMENT ON COLUMN run.given_deadline_at IS 'The deadline that the caller gave: whatever the run waits for counts. Null for none, and once a person let the run go on after it.';
COMMENT ON COLUMN run.thread IS 'What the caller calls that to which the run belongs, with others; null for a run of its own.';
CREATE INDEX run_thread_idx ON run (thread, created_at DESC, id DESC) WHERE thread IS NOT NULL;
