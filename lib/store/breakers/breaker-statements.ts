// Knows the statements that change a breaker's state. Each is one conditional update on its row; the record of the change joins what it returns.

/** A record of what `changed` returns: key, epoch (the new one) and both states. */
const recorded = (from: string, to: string, reason: string, counts = '0, 0, 0') =>
  `INSERT INTO breaker_change (key, epoch, at, from_state, to_state, actor, reason, calls, failures, slow)
    SELECT key, epoch, now(), ${from}, ${to}, NULL, ${reason}, ${counts} FROM changed`;

export const READ = `SELECT state, epoch::float8 AS epoch, CASE WHEN state = 'open' THEN
    greatest(0, ceil(extract(epoch FROM opens_until - now()) * 1000))::int END AS opens_in_ms FROM breaker WHERE key = $1`;

/** $1 key, $2 epoch, $3 open ms, $4 reason, $5 to $7 counts. A breaker without a row stands closed at epoch 0. */
export const OPEN = `WITH changed AS (
    INSERT INTO breaker (key, state, epoch, opened_at, opens_until, updated_at)
    SELECT $1, 'open', 1, now(), now() + make_interval(secs => $3::float8 / 1000), now() WHERE $2::int8 = 0
      OR EXISTS (SELECT 1 FROM breaker WHERE key = $1)
    ON CONFLICT (key) DO UPDATE SET state = 'open', epoch = breaker.epoch + 1, opened_at = now(), opens_until = excluded.opens_until,
      updated_at = now()
    WHERE breaker.state = 'closed' AND breaker.epoch = $2::int8
    RETURNING key, epoch)
  ${recorded(`'closed'`, `'open'`, '$4', '$5::int, $6::int, $7::int')} RETURNING epoch`;

/** $1 key. */
export const TO_HALF_OPEN = `WITH changed AS (
    UPDATE breaker SET state = 'half_open', epoch = epoch + 1, probe_leases = '{}', probes_answered = 0, probes_granted = 0, updated_at = now()
    WHERE key = $1 AND state = 'open' AND opens_until <= now() RETURNING key, epoch)
  ${recorded(`'open'`, `'half_open'`, `'Its time is over: probes go through.'`)}`;

const UNDER_WAY = 'ARRAY(SELECT l FROM unnest(probe_leases) l WHERE l > now() ORDER BY l)';

/**
 * $1 key, $2 most, $3 lease ms. The row's lock makes askers wait for each other and look again at what the one before left, so that no two take the
 * last place. The lease is this statement's own moment: with the lock held no two are alike.
 */
export const TAKE_PROBE = `UPDATE breaker SET probe_leases = ${UNDER_WAY} || (clock_timestamp() + make_interval(secs => $3::float8 / 1000)),
    probes_granted = probes_granted + 1, updated_at = now()
  WHERE key = $1 AND state = 'half_open' AND cardinality(${UNDER_WAY}) < greatest(1, $2::int - probes_answered)
  RETURNING epoch::float8 AS epoch, probe_leases[cardinality(probe_leases)]::text AS lease`;

const THIS_PROBE = `key = $1 AND epoch = $2::int8 AND state = 'half_open' AND $3::timestamptz = ANY(probe_leases)`;

/** $1 key, $2 epoch, $3 lease, $4 needed. */
export const SETTLE_ANSWERED = `WITH changed AS (
    UPDATE breaker SET probe_leases = array_remove(probe_leases, $3::timestamptz), probes_answered = probes_answered + 1,
      state = CASE WHEN probes_answered + 1 >= $4 THEN 'closed' ELSE state END,
      epoch = epoch + CASE WHEN probes_answered + 1 >= $4 THEN 1 ELSE 0 END,
      opens_until = CASE WHEN probes_answered + 1 >= $4 THEN NULL ELSE opens_until END, updated_at = now()
    WHERE ${THIS_PROBE} RETURNING key, epoch, state)
  ${recorded(`'half_open'`, `'closed'`, `'The probes were answered.'`)} WHERE state = 'closed'`;

/** $1 key, $2 epoch, $3 lease, $4 open ms, $5 reason. */
export const SETTLE_FAULTY = `WITH changed AS (
    UPDATE breaker SET state = 'open', epoch = epoch + 1, probe_leases = '{}', opened_at = now(),
      opens_until = now() + make_interval(secs => $4::float8 / 1000), updated_at = now()
    WHERE ${THIS_PROBE} RETURNING key, epoch)
  ${recorded(`'half_open'`, `'open'`, '$5')}`;

/** $1 key, $2 epoch, $3 lease. */
export const SETTLE_NONE = `UPDATE breaker SET probe_leases = array_remove(probe_leases, $3::timestamptz), updated_at = now() WHERE ${THIS_PROBE}`;
