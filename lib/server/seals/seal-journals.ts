// Seals the heads of runs' journals into the record, so that the record's head stands for them as well.
import 'server-only';
import { signHead } from '../../adapters/secrets/sign-head';
import { inTransaction } from '../../store/database';
import { BEFORE_ALL_RUNS } from '../../store/runs/before-all-runs';
import { type SealOptions, writeSeal } from '../../store/seals/write-seal';
import type { App } from '../app';
import { signingKey } from './audit-key';

/** How long what a run did may go unsealed. */
export const SEAL_EVERY_MS = 300_000;
/** Journals in one event: what a check holds in memory. */
const MOST_HEADS = 5_000;

/**
 * Everything that has grown since the last time; nothing is written where nothing has, or where another process sealed within `notWithinMs`.
 * Two processes at once seal nothing twice.
 */
export async function sealJournals(
  parts: Pick<App, 'db' | 'masterKey' | 'hash'>,
  { limit = MOST_HEADS, notWithinMs = 0 }: { readonly limit?: number; readonly notWithinMs?: number } = {},
): Promise<void> {
  const key = await signingKey(parts);
  const sign = (seq: number, hash: string) => signHead(key.bytes, seq, hash);
  let after: string | null = BEFORE_ALL_RUNS;
  while (after !== null) {
    const options: SealOptions = { hash: parts.hash, sign, keyId: key.id, after, limit, notWithinMs };
    after = await inTransaction(parts.db, 'seal journals', (tx) => writeSeal(tx, options));
  }
}
