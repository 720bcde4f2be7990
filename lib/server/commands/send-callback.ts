// A person has something sent to a callback: a test, or one of the log again. The deliverer sends it like everything else.
import 'server-only';
import type { DeliveryShape } from '../../contract/callback';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readDelivery } from '../../store/read/read-callbacks';
import { queueAgain, queueTest } from '../../store/write/queue-delivery';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { derivedId, type Made } from './derived-id';
import { noSuchCallback } from './put-callback';

/** @throws RequestError not_found */
export async function testCallback(context: CommandContext, callback: string): Promise<DeliveryShape> {
  const { app, principal, requestId, intent } = context;
  requireScope(principal, 'callbacks:write');
  const idOf = (what: Made) =>
    intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, what);
  const [id, eventId] = [idOf('delivery'), idOf('event')];
  // Queued under this very key before a crash kept its answer from being kept.
  const queued = await readDelivery(app.db, callback, id);
  if (queued !== null) return queued;
  await inTransaction(app.db, 'test callback', async (tx) => {
    if (!(await queueTest(tx, { id, eventId, to: { kind: 'callback', name: callback } })))
      throw noSuchCallback(callback);
    const entry = {
      actor: actorOf(principal),
      action: 'callback.test',
      entity: { kind: 'callback', id: callback },
      after: { delivery: id },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  return requireDelivery(context, callback, id);
}

/** @throws RequestError not_found; conflict while it waits to be sent anyway. */
export async function redeliver(
  context: CommandContext,
  { callback, id }: { readonly callback: string; readonly id: string },
): Promise<DeliveryShape> {
  const { app, principal, requestId } = context;
  requireScope(principal, 'callbacks:write');
  const { status: before } = await requireDelivery(context, callback, id);
  await inTransaction(app.db, 'redeliver', async (tx) => {
    if (!(await queueAgain(tx, { kind: 'callback', name: callback }, id)))
      throw new RequestError('conflict', 'It is waiting to be sent already, or its callback was deleted.');
    const entry = {
      actor: actorOf(principal),
      action: 'callback.redeliver',
      entity: { kind: 'callback', id: callback },
      before: { status: before },
      after: { delivery: id, status: 'pending' },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  return requireDelivery(context, callback, id);
}

async function requireDelivery(
  { app }: CommandContext,
  callback: string,
  id: string,
): Promise<DeliveryShape> {
  const found = await readDelivery(app.db, callback, id);
  if (found === null) throw new RequestError('not_found', `There is no delivery ${id} of ${callback}.`);
  return found;
}
