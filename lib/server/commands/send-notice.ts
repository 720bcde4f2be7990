// A person has something sent through a channel: a test, or one of the log again. The deliverer sends it like everything else.
import 'server-only';
import type { ChannelDeliveryShape } from '../../contract/channel';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readChannelDelivery } from '../../store/read/read-channels';
import { queueAgain, queueTest } from '../../store/write/queue-delivery';
import { requireScope } from '../authorize';
import { readChannel } from '../queries/channels';
import type { CommandContext } from './command-context';
import { derivedId, type Made } from './derived-id';
import { noSuchChannel } from './put-channel';

/** @throws RequestError not_found */
export async function testChannel(context: CommandContext, channel: string): Promise<ChannelDeliveryShape> {
  const { app, principal, requestId, intent } = context;
  requireScope(principal, 'channels:write');
  const idOf = (what: Made) =>
    intent === null ? app.ids.timeOrdered() : derivedId(intent, principal, app.hash, what);
  const [id, eventId] = [idOf('delivery'), idOf('event')];
  // Queued under this very key before a crash kept its answer from being kept.
  const queued = await readChannelDelivery(app.db, await readChannel(app, channel), id);
  if (queued !== null) return queued;
  await inTransaction(app.db, 'test channel', async (tx) => {
    if (!(await queueTest(tx, { id, eventId, to: { kind: 'channel', name: channel } })))
      throw noSuchChannel(channel);
    const entry = {
      actor: actorOf(principal),
      action: 'channel.test',
      entity: { kind: 'channel', id: channel },
      after: { delivery: id },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  return requireDelivery(context, channel, id);
}

/** @throws RequestError not_found; conflict while it waits to be sent anyway. */
export async function redeliverNotice(
  context: CommandContext,
  { channel, id }: { readonly channel: string; readonly id: string },
): Promise<ChannelDeliveryShape> {
  const { app, principal, requestId } = context;
  requireScope(principal, 'channels:write');
  const { status: before } = await requireDelivery(context, channel, id);
  await inTransaction(app.db, 'redeliver', async (tx) => {
    if (!(await queueAgain(tx, { kind: 'channel', name: channel }, id)))
      throw new RequestError('conflict', 'It is waiting to be sent already, or its channel was deleted.');
    const entry = {
      actor: actorOf(principal),
      action: 'channel.redeliver',
      entity: { kind: 'channel', id: channel },
      before: { status: before },
      after: { delivery: id, status: 'pending' },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  return requireDelivery(context, channel, id);
}

async function requireDelivery(
  { app }: CommandContext,
  channel: string,
  id: string,
): Promise<ChannelDeliveryShape> {
  const found = await readChannelDelivery(app.db, await readChannel(app, channel), id);
  if (found === null) throw new RequestError('not_found', `There is no delivery ${id} of ${channel}.`);
  return found;
}
