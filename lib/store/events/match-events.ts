// Knows how an event reaches the wait that stands open for it: one pair a transaction, both under the lock of their key. Refuses to give an event twice.
import type { Pool } from 'pg';
import { canonicalJson, parseCanonicalJson } from '../../domain/canonical-json';
import type { Actor } from '../../domain/principal';
import { runInput } from '../../domain/run-input';
import { isoAt } from '../../ports/clock';
import { PLACE } from '../runs/place-input';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';

/** Asks one statement; within a transaction, whoever opened it. */
export type Ask = <Row extends object>(text: string, values: readonly unknown[]) => Promise<Row[]>;

/**
 * Whoever sends an event and whoever opened a wait take this lock before they look for the other side. The second of the two looks in a
 * statement that begins after the first one's commit, so it sees what that one left.
 */
export const LOCK_KEY = `SELECT pg_advisory_xact_lock(hashtextextended($1, 15)) IS NULL AS held`;

/** An event is free unless a wait was settled by it; of a cancelled wait it is free again. */
const FREE = `NOT EXISTS (SELECT FROM event_wait t WHERE t.signal_id = s.id AND t.status = 'settled')`;

const PAIR = `SELECT w.id AS wait_id, w.run_id, w.step, s.id AS signal_id, convert_from(s.payload, 'UTF8') AS payload, s.by,
    (extract(epoch FROM s.received_at) * 1000)::float8 AS received_ms
  FROM event_wait w CROSS JOIN LATERAL (
    SELECT s.* FROM signal s WHERE s.correlation_key = w.correlation_key AND s.expires_at > now()
      AND (s.run_id IS NULL OR s.run_id = w.run_id) AND ${FREE} ORDER BY s.received_at, s.id LIMIT 1) s
  WHERE w.correlation_key = $1 AND w.status = 'open' ORDER BY w.opened_at, w.id LIMIT 1`;

type Pair = {
  readonly wait_id: string;
  readonly run_id: string;
  readonly step: number;
  readonly signal_id: string;
  readonly payload: string;
  readonly by: Actor;
  readonly received_ms: number;
};

/** The run's row is locked before the wait's, as a commit that ends the run does it; a wait that was closed meanwhile takes nothing. */
const GIVE = `WITH locked AS MATERIALIZED (
    SELECT id, input_seq, status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE),
  settled AS (
    UPDATE event_wait w SET status = 'settled', signal_id = $3::uuid, ended_at = now() FROM locked
    WHERE w.id = $2::uuid AND w.run_id = locked.id AND w.status = 'open' RETURNING w.id),
  wanted AS (SELECT 'signal' AS type, $4::text AS payload, $5::text AS dedupe_key FROM settled), ${PLACE}`;

/** Under which what ends a wait reaches its run, at most once. */
export const waitKey = (waitId: string) => `wait:${waitId}`;

/** The oldest event for the oldest wait on this key; the caller holds the key's lock. @returns what was tried, or null when there is no pair. */
async function giveOldest(
  ask: Ask,
  key: string,
): Promise<{ readonly runId: string; readonly given: boolean } | null> {
  const [pair] = await ask<Pair>(PAIR, [key]);
  if (pair === undefined) return null;
  const { wait_id, run_id, step, signal_id, payload, by, received_ms } = pair;
  const event = { id: signal_id, payload: parseCanonicalJson(payload), receivedAt: isoAt(received_ms) };
  const input = runInput.parse({ type: 'signal', by, waitId: wait_id, step, correlationKey: key, event });
  const values = [run_id, wait_id, signal_id, canonicalJson(input), waitKey(wait_id)];
  const placed = await ask(GIVE, values);
  return { runId: run_id, given: placed.length > 0 };
}

/** A wait that is closed at this very moment is not seen as closed by the statement that found it; the next one sees it. */
const MISSES_IN_A_ROW = 3;

/** In the transaction of whoever holds the key's lock: one event at most, past waits that are closed at this moment. */
export async function giveUntilGiven(ask: Ask, key: string): Promise<void> {
  for (let misses = 0; misses < MISSES_IN_A_ROW; misses++) {
    const tried = await giveOldest(ask, key);
    if (tried === null || tried.given) return;
  }
}

/** @returns the runs that got an event. */
export async function matchEvents(pool: Pool, correlationKeys: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  for (const key of new Set(correlationKeys)) {
    for (let misses = 0; misses < MISSES_IN_A_ROW; ) {
      const tried = await inOneTransaction(pool, key);
      if (tried === null) break;
      if (tried.given) told.push(tried.runId);
      misses = tried.given ? 0 : misses + 1;
    }
  }
  return told;
}

/** Whoever holds a run's row for longer keeps the events of its own key waiting, and no others. */
const LOCK_TIMEOUT_MS = 2_000;

async function connected(pool: Pool) {
  try {
    return await pool.connect();
  } catch (error) {
    throw storeError(error, 'match events');
  }
}

async function inOneTransaction(pool: Pool, key: string) {
  const client = await connected(pool);
  let fault: Error | undefined;
  try {
    const ask: Ask = async (text, values) =>
      (await client.query({ name: planName(NAMES.get(text) ?? 'events'), text, values: [...values] })).rows;
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await ask(LOCK_KEY, [key]);
    const tried = await giveOldest(ask, key);
    await client.query('COMMIT');
    return tried;
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    throw storeError(error, 'match events');
  } finally {
    client.release(fault);
  }
}

const NAMES: ReadonlyMap<string, string> = new Map([
  [LOCK_KEY, 'lock_key'],
  [PAIR, 'pair_event'],
  [GIVE, 'give_event'],
]);
