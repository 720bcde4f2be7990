// Knows which channels have quiet hours, and which of them are quiet now by this process's clock.
import type { Pool } from 'pg';
import { quietHours, quietUntil } from '../../domain/quiet-hours';
import { storeError } from '../store-errors';

const WITH_HOURS = `SELECT 'channel:' || name AS receiver, definition -> 'quietHours' AS hours FROM channel
  WHERE archived_at IS NULL AND definition ? 'quietHours'`;

export type QuietReceivers = {
  /** Receivers for which it is quiet; what presses is sent all the same. */
  readonly quiet: readonly string[];
  /** Those of them to whom nothing at all is sent now. */
  readonly silent: readonly string[];
};

/** @param nowMs epoch ms. @throws StoreUnavailableError */
export async function quietReceivers(pool: Pool, nowMs: number): Promise<QuietReceivers> {
  try {
    const { rows } = await pool.query<{ receiver: string; hours: unknown }>({
      name: 'quiet_receivers',
      text: WITH_HOURS,
    });
    const now = rows
      .map(({ receiver, hours }) => ({ receiver, hours: quietHours.parse(hours) }))
      .filter(({ hours }) => quietUntil(hours, nowMs) !== null);
    return {
      quiet: now.map(({ receiver }) => receiver),
      silent: now.filter(({ hours }) => !hours.urgentPasses).map(({ receiver }) => receiver),
    };
  } catch (error) {
    throw storeError(error, 'read quiet hours');
  }
}
