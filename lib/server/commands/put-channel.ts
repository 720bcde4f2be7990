// Says how people are told of what; refuses what egress would refuse and a secret that is not there.
import 'server-only';
import type { ChannelShape } from '../../contract/channel';
import type { ChannelDefinition } from '../../domain/channel';
import { RequestError } from '../../domain/errors';
import { jsonObject } from '../../domain/json';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readChannel } from '../../store/read/read-channels';
import { deleteChannel as end, putChannel as put } from '../../store/write/put-channel';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import { channelProblems } from './channel-problems';
import type { CommandContext } from './command-context';
import { refuseProblems } from './put-version';

export type PutChannelWish = {
  readonly name: string;
  readonly definition: ChannelDefinition;
  readonly ifMatch: number | 'any' | null;
};

/** An identical PUT changes nothing and leaves no trace. @throws RequestError invalid_request, version_mismatch. */
export async function putChannel(
  { app, principal, requestId }: CommandContext,
  { name, definition, ifMatch }: PutChannelWish,
): Promise<ChannelShape> {
  requireScope(principal, 'channels:write');
  refuseProblems(await channelProblems(app, definition));
  const by = actorOf(principal);
  await inTransaction(app.db, 'put channel', async (tx) => {
    const check = (latest: number | null) => requireVersion(ifMatch, latest);
    const { changed, version, before } = await put(tx, { name, definition, by, check });
    if (!changed) return;
    const entry = {
      actor: by,
      action: 'channel.put',
      entity: { kind: 'channel', id: name },
      before: before === null ? null : jsonObject.parse(before),
      after: { ...jsonObject.parse(definition), version },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  const kept = await readChannel(app.db, name, app.clock.now());
  if (kept === null) throw noSuchChannel(name); // deleted by somebody else in this very moment
  return kept;
}

/** @throws RequestError not_found */
export async function deleteChannel(
  { app, principal, requestId }: CommandContext,
  name: string,
): Promise<void> {
  requireScope(principal, 'channels:write');
  await inTransaction(app.db, 'delete channel', async (tx) => {
    const before = await end(tx, name);
    if (before === null) throw noSuchChannel(name);
    const entry = {
      actor: actorOf(principal),
      action: 'channel.delete',
      entity: { kind: 'channel', id: name },
      before: jsonObject.parse(before),
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
}

export function noSuchChannel(name: string): RequestError {
  return new RequestError('not_found', `There is no channel ${name}.`);
}
