// Knows how an attempt ends: delivered, to be tried again, or given up; only whoever made the attempt may say so.
import type { Pool } from 'pg';
import { withoutNul } from '../runs/sections';
import { storeError } from '../store-errors';

export type Attempt = { readonly id: string; readonly attempts: number };

export type FailedAttempt = {
  /** Null where no answer came. */
  readonly status: number | null;
  readonly error: string;
  readonly waitMs: number;
};

const DELIVERED = `UPDATE callback_delivery SET status = 'delivered', next_attempt_at = NULL, settled_at = now(), last_status = $3,
    last_error = NULL
  WHERE id = $1 AND attempts = $2 AND status = 'pending'`;

/** Given up where the next attempt would come too late, by the database's clock. */
const FAILED = `UPDATE callback_delivery d SET status = CASE WHEN late THEN 'failed' ELSE 'pending' END,
    next_attempt_at = CASE WHEN NOT late THEN next.at END, settled_at = CASE WHEN late THEN now() END,
    last_status = $3, last_error = $4
  FROM (SELECT now() + $5 * interval '1 millisecond' AS at) next,
    LATERAL (SELECT next.at > gives_up_at AS late FROM callback_delivery WHERE id = $1) judged
  WHERE d.id = $1 AND d.attempts = $2 AND d.status = 'pending'
  RETURNING d.status`;

export async function settleDelivered(pool: Pool, { id, attempts }: Attempt, status: number): Promise<void> {
  try {
    await pool.query({ name: 'delivered', text: DELIVERED, values: [id, attempts, status] });
  } catch (error) {
    throw storeError(error, 'settle delivery');
  }
}

/** @returns whether it is given up. */
export async function settleFailed(
  pool: Pool,
  { id, attempts }: Attempt,
  { status, error, waitMs }: FailedAttempt,
): Promise<boolean> {
  try {
    const values = [id, attempts, status, withoutNul(error), waitMs];
    const { rows } = await pool.query<{ status: string }>({
      name: 'delivery_failed',
      text: FAILED,
      values,
    });
    return rows[0]?.status === 'failed';
  } catch (cause) {
    throw storeError(cause, 'settle delivery');
  }
}
