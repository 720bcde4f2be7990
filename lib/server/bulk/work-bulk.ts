// Works bulk actions off, run by run, in slices, so that a long one lets short ones through. A crash costs nothing: what is settled is settled
// in the act's own transaction, what is not is done by whoever takes the lease next.
import 'server-only';
import { RequestError, StoreUnavailableError } from '../../domain/errors';
import { fullJitterMs } from '../../resilience/backoff';
import { STORE_BACKOFF } from '../../runtime/runtime-constants';
import { inTransaction } from '../../store/database';
import { type ItemToDo, nextItems } from '../../store/read/bulk-actions';
import {
  type BulkOwner,
  releaseBulk,
  settleItem,
  type TakenBulk,
  takeBulk,
} from '../../store/write/bulk-actions';
import type { App } from '../app';
import { principalAgain } from '../auth/principal-of';
import { holds } from '../authorize';
import { abortBulk } from '../commands/abort-bulk';
import type { CommandContext } from '../commands/command-context';
import { refusalOf } from '../http/problem-response';
import { BULK_ACTS } from './bulk-acts';

/** How long the work of a killed process rests; far more than one act takes. */
const LEASE_MS = 30_000;
const SLICE = 50;
/** Hints come at once; this is for those that were lost. */
const POLL_MS = 2_000;

export type BulkTimes = { readonly leaseMs?: number; readonly pollMs?: number };

/** Runs until the process goes down; then the item under way is finished and nothing else begun. Never rejects. */
export async function workBulk(
  app: App,
  { leaseMs = LEASE_MS, pollMs = POLL_MS }: BulkTimes = {},
): Promise<void> {
  const owner: BulkOwner = { worker: app.ids.timeOrdered(), leaseMs };
  const { ended } = app.lifecycle;
  let nudged = new AbortController();
  const leave = app.hub.subscribe({
    onChanges: (changes) => changes.some(({ topic }) => topic === 'bulk') && nudged.abort(),
    onGap: () => nudged.abort(),
    onClose: () => nudged.abort(),
  });
  for (let failures = 0; !ended.aborted; ) {
    nudged = new AbortController();
    try {
      const worked = await workSlice(app, owner);
      failures = 0;
      if (!worked) await app.clock.sleep(pollMs, AbortSignal.any([ended, nudged.signal]));
    } catch (error) {
      failures += 1;
      if (failures === 1) app.logger.warn('bulk actions wait; they go on by themselves', { error });
      await app.clock.sleep(fullJitterMs(failures, STORE_BACKOFF, app.random.next()) + 100, ended);
    }
  }
  leave();
}

/** One slice of the bulk action that waited longest. @returns false where there is none. */
export async function workSlice(app: App, owner: BulkOwner): Promise<boolean> {
  const bulk = await takeBulk(app.db, owner);
  if (bulk === null) return false;
  for (const item of await nextItems(app.db, bulk.id, SLICE)) {
    if (app.lifecycle.ended.aborted) break;
    if (!(await workItem(app, owner, bulk, item))) break;
    app.hints.publish([{ topic: 'bulk', id: bulk.id }]);
  }
  if (await releaseBulk(app.db, bulk.id, owner.worker)) app.hints.publish([{ topic: 'bulk', id: bulk.id }]);
  return true;
}

/** It was aborted, or another process has it: the act is undone with its transaction. */
class NotOursError extends Error {
  override readonly name = 'NotOursError';
}

/**
 * Acts on one run as the person who asked, if they still may. @returns false when the slice is over: aborted, or no longer ours.
 * @throws StoreUnavailableError and nothing else: then nobody knows, and the item stays to do.
 */
async function workItem(
  app: App,
  owner: BulkOwner,
  bulk: TakenBulk,
  { position, runId }: ItemToDo,
): Promise<boolean> {
  const { scope, act } = BULK_ACTS[bulk.action];
  const principal = await principalAgain(bulk.askedBy, app);
  if (principal === null || !holds(principal, scope)) {
    await stop(app, bulk, `${bulk.askedBy.label} may no longer do this.`);
    return false;
  }
  const item = { bulkId: bulk.id, position };
  const settled = { now: false };
  const context: CommandContext = {
    app,
    principal,
    requestId: bulk.requestId,
    // The same over all tries at this item, so that the run is told once.
    intent: { key: `bulk:${bulk.id}`, startedAt: bulk.createdAt },
    alongside: async (tx) => {
      settled.now = await settleItem(tx, item, owner, { outcome: 'done' });
      if (!settled.now) throw new NotOursError();
    },
  };
  try {
    await act(context, { runId, reason: bulk.reason });
    // The run was told before, by a try whose item could not be settled.
    return (
      settled.now ||
      (await inTransaction(app.db, 'settle bulk item', (tx) =>
        settleItem(tx, item, owner, { outcome: 'done' }),
      ))
    );
  } catch (error) {
    if (error instanceof NotOursError) return false;
    if (error instanceof StoreUnavailableError) throw error;
    const settlement = settlementOf(error, bulk.requestId, app);
    return inTransaction(app.db, 'settle bulk item', (tx) => settleItem(tx, item, owner, settlement));
  }
}

/** What does not apply to the run as it is by now was skipped; anything else failed. */
function settlementOf(error: unknown, requestId: string, { logger }: App) {
  const { code, detail } = refusalOf(error, requestId, logger).problem;
  const skipped = error instanceof RequestError && (error.code === 'conflict' || error.code === 'not_found');
  return { outcome: skipped ? ('skipped' as const) : ('failed' as const), code, message: detail };
}

async function stop(app: App, { id, requestId }: TakenBulk, why: string): Promise<void> {
  const context = { app, principal: { kind: 'system', id: 'runtime' }, requestId, intent: null } as const;
  await abortBulk(context, { id, why });
}
