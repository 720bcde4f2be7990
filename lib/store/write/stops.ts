// Knows how a stop is set and lifted: one at a time, each with the next epoch, so that nobody acknowledges one he can't see.
import type { Actor } from '../../domain/principal';
import type { StopScope } from '../../domain/stop';
import type { Transaction } from '../prisma';
import { PRESENT_EPOCH } from '../stop-reader';

/** Held until the transaction ends. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:stops'))::text`;
const SET = `INSERT INTO stop (epoch, scope, reason, set_by, set_at)
  SELECT ${PRESENT_EPOCH} + 1, $1, $2, $3::jsonb, now() ON CONFLICT (scope) WHERE lifted_epoch IS NULL DO NOTHING RETURNING epoch`;
const LIFT = `UPDATE stop SET lifted_epoch = ${PRESENT_EPOCH} + 1, lifted_by = $3::jsonb, lifted_reason = $2, lifted_at = now()
  WHERE scope = $1 AND lifted_epoch IS NULL RETURNING epoch`;

async function change(tx: Transaction, statement: string, ...values: unknown[]): Promise<boolean> {
  await tx.$queryRawUnsafe(LOCK);
  return (await tx.$queryRawUnsafe<unknown[]>(statement, ...values)).length === 1;
}

/** @returns false when that scope is stopped already; the standing stop stays as it is. */
export function setStop(tx: Transaction, scope: StopScope, by: Actor, reason: string): Promise<boolean> {
  return change(tx, SET, scope, reason, JSON.stringify(by));
}

/** @returns false when nothing is stopped there. */
export function liftStop(
  tx: Transaction,
  scope: StopScope,
  by: Actor,
  reason: string | null,
): Promise<boolean> {
  return change(tx, LIFT, scope, reason, JSON.stringify(by));
}
