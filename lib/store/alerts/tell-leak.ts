// Knows runs that gave their prompt away: told once a run. Leaks of it and of secrets are over a day after somebody has seen them.
import type { Pool } from 'pg';
import { type FactOf, foundAlert } from '../../domain/alert';
import type { CanaryLeak } from '../../ports/leaks';
import { type Ask, transact } from '../budgets/transact';
import { lockAlerts, raiseAlerts } from './keep-alerts';

/** @param id of the alert, where it is new. @returns the alert where it was written; null where the same was told already. */
export async function tellLeak(pool: Pool, leak: CanaryLeak, id: string): Promise<string | null> {
  const fact: FactOf<'canary_leaked'> = { kind: 'canary_leaked', ...leak };
  return transact(pool, 'tell a leak', async (ask) => {
    await lockAlerts(ask);
    const [written] = await raiseAlerts(ask, [foundAlert(fact, leak.runId)], () => id);
    return written ?? null;
  });
}

const END = `UPDATE alert SET resolved_at = now() WHERE kind IN ('canary_leaked', 'secret_seen') AND resolved_at IS NULL AND acknowledged_at IS NOT NULL
    AND last_seen_at < now() - interval '1 day' RETURNING id`;

/** @returns the ids of those that are over. */
export async function endLeaks(ask: Ask): Promise<string[]> {
  return (await ask<{ id: string }>('end_leaks', END, [])).map(({ id }) => id);
}
