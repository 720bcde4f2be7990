// Knows how an event from outside comes in: kept, counted as an answer, and given to the wait that stands open for it, in one transaction.
import { canonicalJson } from '../../domain/canonical-json';
import type { JsonValue } from '../../domain/json';
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';
import { type Ask, giveUntilGiven, LOCK_KEY } from './match-events';

export type NewEvent = {
  /** The same over all retries of one request: the second time keeps nothing. */
  readonly id: string;
  readonly correlationKey: string;
  /** Only a wait of this run may take it; null: the oldest one on the key. */
  readonly runId: string | null;
  readonly payload: JsonValue;
  readonly by: Actor;
  readonly keptMs: number;
};

export type SentEvent = {
  /** False when it had come in before. */
  readonly isNew: boolean;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  readonly takenBy: { readonly runId: string; readonly step: number } | null;
};

const KEEP = `INSERT INTO signal (id, correlation_key, run_id, payload, by, received_at, expires_at)
  VALUES ($1::uuid, $2::text, $3::uuid, convert_to($4::text, 'UTF8'), $5::jsonb, now(), now() + $6::float8 * interval '1 millisecond')
  ON CONFLICT (id) DO NOTHING RETURNING id`;

/** Whoever was contacted has answered: contacts are counted anew. */
const ANSWERED = `UPDATE contact SET contacts = '{}', updated_at = now() WHERE correlation_key = $1 AND contacts <> '{}' RETURNING correlation_key`;

const READ = `SELECT s.received_at, s.expires_at, w.run_id, w.step FROM signal s
  LEFT JOIN event_wait w ON w.signal_id = s.id AND w.status = 'settled' WHERE s.id = $1::uuid`;

/** The same id again changes nothing and answers what became of it. */
export async function sendEvent(tx: Transaction, event: NewEvent): Promise<SentEvent> {
  const { id, correlationKey, runId, payload, by, keptMs } = event;
  const ask: Ask = (text, values) => tx.$queryRawUnsafe(text, ...values);
  await ask(LOCK_KEY, [correlationKey]);
  const values = [id, correlationKey, runId, canonicalJson(payload), JSON.stringify(by), keptMs];
  const kept = await ask(KEEP, values);
  if (kept.length > 0) {
    await ask(ANSWERED, [correlationKey]);
    await giveUntilGiven(ask, correlationKey);
  }
  const [row] = await ask<{
    received_at: Date;
    expires_at: Date;
    run_id: string | null;
    step: number | null;
  }>(READ, [id]);
  if (row === undefined) throw new Error(`signal ${id} is not there`);
  const { received_at, expires_at, run_id, step } = row;
  const takenBy = run_id === null || step === null ? null : { runId: run_id, step };
  return { isNew: kept.length > 0, receivedAt: received_at, expiresAt: expires_at, takenBy };
}
