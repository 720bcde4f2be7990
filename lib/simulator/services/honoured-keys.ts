// Knows how a service honours keys: one key, one effect; refuses the same key with another body.
import { Refusal } from '../http/refusal';
import type { EffectBody, Ledger, LedgerEntry } from '../ledger/ledger';

/** Marks an answer that was given before. */
export const REPLAYED = { 'idempotent-replayed': 'true' };

/** The effect that a key stands for, or undefined when it has had none. Throws 422 for another body. */
export function replayOf(ledger: Ledger, key: string | null, body: EffectBody): LedgerEntry | undefined {
  const earlier = key === null ? undefined : ledger.firstWithKey(key);
  if (earlier === undefined) return undefined;
  const names = new Set([...Object.keys(earlier.body), ...Object.keys(body)]);
  for (const name of names) {
    if (earlier.body[name] !== body[name]) {
      throw new Refusal(
        422,
        'idempotency_key_reused',
        `This Idempotency-Key was used with another ${name}. A key stands for one request.`,
        { param: name },
      );
    }
  }
  return earlier;
}
