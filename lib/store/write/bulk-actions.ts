// Knows how one act on many runs is kept: asked for, taken by one process at a time, settled run by run. Refuses to settle anything twice.
import { type BulkActionName, MOST_BULK_RUNS } from '../../contract/bulk';
import type { RunFilter } from '../../contract/run-filter';
import type { Actor } from '../../domain/principal';
import type { RunStatus } from '../../domain/run';
import type { Database } from '../database';
import type { Transaction } from '../prisma';
import { QueryText } from '../read/query-text';
import { whereRuns } from '../read/run-filter';
import { storeError } from '../store-errors';

export type NewBulk = {
  readonly id: string;
  readonly action: BulkActionName;
  readonly filter: RunFilter;
  readonly reason: string;
  readonly askedBy: Actor;
  readonly requestId: string;
  /** Runs of other statuses are settled at once as skipped, with `why`. */
  readonly appliesTo: readonly RunStatus[];
  readonly why: { readonly code: string; readonly message: string };
};

/** Whether the same bulk action is there already: its answer was lost and it is asked for again. */
export async function hasBulk(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.bulkAction.findUnique({ where: { id }, select: { id: true } })) !== null;
}

/**
 * Writes down the runs that the filter finds now, by the clock of the database as failures are, oldest first: later ones are not meant. @returns how many, one above
 * MOST_BULK_RUNS where there are more; the caller undoes the transaction where that is not what was expected.
 */
export async function addBulk(tx: Transaction, bulk: NewBulk, expected: number): Promise<number> {
  const [clock] = await tx.$queryRaw<{ at: Date }[]>`SELECT now() AS at`;
  if (clock === undefined) throw new Error('the clock answers with one row');
  const text = new QueryText();
  const [id, appliesTo, code, message, at] = [
    `${text.param(bulk.id)}::uuid`,
    `${text.param(bulk.appliesTo)}::text[]`,
    `${text.param(bulk.why.code)}::text`,
    `${text.param(bulk.why.message)}::text`,
    `${text.param(clock.at.toISOString())}::timestamptz`,
  ];
  whereRuns(text, bulk.filter);
  await tx.bulkAction.create({
    data: {
      id: bulk.id,
      action: bulk.action,
      filter: bulk.filter,
      reason: bulk.reason,
      state: 'running',
      total: expected,
      askedBy: bulk.askedBy,
      requestId: bulk.requestId,
      createdAt: clock.at,
    },
  });
  const [counted] = await tx.$queryRawUnsafe<{ found: number; skipped: number }[]>(
    `WITH found AS (SELECT run.id, run.created_at, run.status = ANY(${appliesTo}) AS applies FROM run
        WHERE ${text.conditions} LIMIT ${MOST_BULK_RUNS + 1}),
      added AS (
        INSERT INTO bulk_action_item (bulk_id, position, run_id, outcome, code, message, at)
        SELECT ${id}, row_number() OVER (ORDER BY created_at, id), id, CASE WHEN NOT applies THEN 'skipped' END,
          CASE WHEN NOT applies THEN ${code} END, CASE WHEN NOT applies THEN ${message} END, CASE WHEN NOT applies THEN ${at} END
        FROM found RETURNING outcome)
    SELECT count(*)::int AS found, count(outcome)::int AS skipped FROM added`,
    ...text.values,
  );
  if (counted === undefined) throw new Error('a count answers with one row');
  if (counted.found === expected)
    await tx.bulkAction.update({ where: { id: bulk.id }, data: { skipped: counted.skipped } });
  return counted.found;
}

/** A bulk action that this process works off until `leaseMs` from its last settled item. */
export type TakenBulk = {
  readonly id: string;
  readonly action: BulkActionName;
  readonly reason: string;
  readonly askedBy: Actor;
  readonly requestId: string;
  readonly createdAt: string;
};
export type BulkOwner = { readonly worker: string; readonly leaseMs: number };

/** SKIP LOCKED: another process that takes one at this moment takes another one. The least recently worked comes first. */
const TAKE = `UPDATE bulk_action SET worker = $1, lease_until = now() + make_interval(secs => $2::float8 / 1000)
  WHERE id = (SELECT id FROM bulk_action WHERE state = 'running' AND (lease_until IS NULL OR lease_until <= now())
    ORDER BY lease_until NULLS FIRST, created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, action, reason, asked_by AS "askedBy", request_id AS "requestId", created_at AS "createdAt"`;

export async function takeBulk(
  db: Pick<Database, 'pool'>,
  { worker, leaseMs }: BulkOwner,
): Promise<TakenBulk | null> {
  try {
    const { rows } = await db.pool.query<TakenBulk>({
      name: 'take_bulk',
      text: TAKE,
      values: [worker, leaseMs],
    });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'take bulk action');
  }
}

export type Settlement =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'skipped' | 'failed'; readonly code: string; readonly message: string };

/** The count's row is written first: it makes an abort wait for this transaction, and this one see an abort that came before it. */
const settle = (outcome: Settlement['outcome']) => `WITH ours AS (
    UPDATE bulk_action SET ${outcome} = ${outcome} + 1, lease_until = now() + make_interval(secs => $4::float8 / 1000)
    WHERE id = $1::uuid AND state = 'running' AND worker = $3 AND lease_until > now() RETURNING id)
  UPDATE bulk_action_item SET outcome = '${outcome}', code = $5, message = $6, at = now() FROM ours
  WHERE bulk_id = ours.id AND position = $2 AND outcome IS NULL`;

/**
 * Settles one item in the caller's transaction, and renews the lease. @returns false when it is no longer ours to settle (aborted, taken over,
 * settled before): then the caller must undo the transaction, and with it the act.
 */
export async function settleItem(
  tx: Transaction,
  item: { readonly bulkId: string; readonly position: number },
  { worker, leaseMs }: BulkOwner,
  settlement: Settlement,
): Promise<boolean> {
  const { code, message } = settlement.outcome === 'done' ? { code: null, message: null } : settlement;
  const values = [item.bulkId, item.position, worker, leaseMs, code, message];
  return (await tx.$executeRawUnsafe(settle(settlement.outcome), ...values)) === 1;
}

/** Lets go at the end of a slice; where nothing is left to do it is done. @returns whether it is. */
export async function releaseBulk(db: Pick<Database, 'pool'>, id: string, worker: string): Promise<boolean> {
  try {
    const { rows } = await db.pool.query<{ state: string }>({
      name: 'release_bulk',
      text: RELEASE,
      values: [id, worker],
    });
    return rows[0]?.state === 'done';
  } catch (error) {
    throw storeError(error, 'release bulk action');
  }
}

const LEFT = `EXISTS (SELECT FROM bulk_action_item i WHERE i.bulk_id = b.id AND i.outcome IS NULL)`;
const RELEASE = `UPDATE bulk_action b SET worker = NULL, lease_until = now(), state = CASE WHEN ${LEFT} THEN 'running' ELSE 'done' END,
    finished_at = CASE WHEN ${LEFT} THEN NULL ELSE now() END
  WHERE id = $1::uuid AND state = 'running' AND worker = $2 RETURNING state`;

/** @returns what it was: only one that was running is aborted by this; an item under way has been settled by then, or never will be. */
export async function abortBulk(
  tx: Transaction,
  id: string,
  { by, reason }: { readonly by: Actor; readonly reason: string | null },
): Promise<'running' | 'done' | 'aborted' | 'missing'> {
  const [bulk] = await tx.$queryRawUnsafe<{ state: 'running' | 'done' | 'aborted' }[]>(
    `SELECT state FROM bulk_action WHERE id = $1::uuid FOR UPDATE`,
    id,
  );
  if (bulk === undefined) return 'missing';
  if (bulk.state === 'running')
    await tx.$executeRawUnsafe(
      `UPDATE bulk_action SET state = 'aborted', finished_at = now(), worker = NULL, lease_until = NULL, stopped_by = $2::jsonb, stopped_reason = $3
       WHERE id = $1::uuid`,
      id,
      JSON.stringify(by),
      reason,
    );
  return bulk.state;
}
