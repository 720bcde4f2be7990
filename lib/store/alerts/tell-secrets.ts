// Knows secrets that came from where none may come from: told once for each secret, run and place, over a day after somebody has seen it.
import type { Pool } from 'pg';
import { type FactOf, foundAlert } from '../../domain/alert';
import type { SecretSighting } from '../../ports/leaks';
import { transact } from '../budgets/transact';
import { lockAlerts, raiseAlerts } from './keep-alerts';

/** @returns the ids of the alerts that were written; none where the same was told a moment ago. */
export async function tellSecrets(
  pool: Pool,
  { secrets, where, ...of }: SecretSighting,
  nextId: () => string,
): Promise<readonly string[]> {
  if (secrets.length === 0) return [];
  const found = secrets.map((secret) => {
    const fact: FactOf<'secret_seen'> = { kind: 'secret_seen', secret, where, ...of };
    return foundAlert(fact, `${where}:${of.runId ?? 'none'}`);
  });
  return transact(pool, 'tell of secrets', async (ask) => {
    await lockAlerts(ask);
    return raiseAlerts(ask, found, nextId);
  });
}
