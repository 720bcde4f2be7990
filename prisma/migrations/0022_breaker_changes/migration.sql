-- The changes of all breakers, newest first, and those of the last minutes and hours: looked at by time, not by breaker.
CREATE INDEX breaker_change_at_idx ON breaker_change (at DESC, key DESC, epoch DESC);
