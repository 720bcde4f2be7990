// Asks for one act on all runs that a filter finds now; the worker does it in the background. Refuses an empty filter and another count.
import 'server-only';
import { BULK_STATUSES, MOST_BULK_RUNS, type StartBulkBody } from '../../contract/bulk';
import type { RunFilter } from '../../contract/run-filter';
import { RequestError } from '../../domain/errors';
import { jsonValue } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { addBulk, hasBulk } from '../../store/write/bulk-actions';
import { requireScope } from '../authorize';
import { BULK_ACTS } from '../bulk/bulk-acts';
import type { CommandContext } from './command-context';
import { derivedId } from './derived-id';

/**
 * The runs are written down in the transaction that counts them, so exactly those are acted on that were counted. The same intent again starts
 * nothing and answers the same. @throws RequestError conflict with the real count.
 */
export async function startBulk(context: CommandContext, body: StartBulkBody): Promise<{ id: string }> {
  const { app, principal, requestId, intent } = context;
  const { action, expectedCount } = body;
  const { scope, elsewise } = BULK_ACTS[action];
  requireScope(principal, scope);
  const askedBy = actorOf(principal);
  const id = intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, 'bulk');
  const reason = spoken(body.reason, app.redactor);
  const filter = setFieldsOf(body.filter);
  await inTransaction(app.db, 'start bulk action', async (tx) => {
    if (intent !== null && (await hasBulk(tx, id))) return;
    const why = { code: 'conflict', message: elsewise };
    const bulk = {
      id,
      action,
      filter,
      reason,
      askedBy,
      requestId,
      appliesTo: BULK_STATUSES[action],
      why,
    };
    const found = await addBulk(tx, bulk, expectedCount);
    if (found !== expectedCount) throw otherCount(found, expectedCount);
    const after = jsonValue.parse({ action, filter, count: found });
    const entity = { kind: 'bulk', id } as const;
    await appendAudit(
      tx,
      { actor: askedBy, action: 'bulk.start', entity, after, reason, requestId },
      app.hash,
    );
  });
  app.hints.publish([{ topic: 'bulk', id }]);
  return { id };
}

function setFieldsOf(filter: RunFilter): RunFilter {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set);
}

function otherCount(count: number, expected: number): RequestError {
  if (count > MOST_BULK_RUNS)
    return new RequestError(
      'conflict',
      `More than ${MOST_BULK_RUNS} runs match. Narrow the filter and act in parts.`,
      [],
      { count },
    );
  const runs = count === 1 ? '1 run matches' : `${count} runs match`;
  return new RequestError('conflict', `${runs} now, not ${expected}. Nothing was done.`, [], { count });
}
