// Says who is told of what; refuses an address that egress would refuse and a secret that is not there.
import 'server-only';
import { plainRefusal } from '../../adapters/egress/resolve-target';
import type { CallbackShape } from '../../contract/callback';
import type { CallbackDefinition } from '../../domain/callback';
import { type Problem, RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readCallback } from '../../store/read/read-callbacks';
import { deleteCallback as end, putCallback as put } from '../../store/write/put-callback';
import type { App } from '../app';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';
import { unknownSecret } from './known-secret';
import { refuseProblems } from './put-version';

export type PutCallbackWish = {
  readonly name: string;
  readonly definition: CallbackDefinition;
  readonly ifMatch: number | 'any' | null;
};

/** An identical PUT changes nothing and leaves no trace. @throws RequestError invalid_request, version_mismatch. */
export async function putCallback(
  { app, principal, requestId }: CommandContext,
  { name, definition, ifMatch }: PutCallbackWish,
): Promise<CallbackShape> {
  requireScope(principal, 'callbacks:write');
  refuseProblems([
    ...urlProblems(app, definition),
    ...(await unknownSecret(app, '/secretRef', definition.secretRef)),
  ]);
  const by = actorOf(principal);
  await inTransaction(app.db, 'put callback', async (tx) => {
    const check = (latest: number | null) => requireVersion(ifMatch, latest);
    const { changed, version, before } = await put(tx, { name, definition, by, check });
    if (!changed) return;
    const entry = {
      actor: by,
      action: 'callback.put',
      entity: { kind: 'callback', id: name },
      before,
      after: { ...definition, version },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  const kept = await readCallback(app.db, name);
  if (kept === null) throw noSuchCallback(name); // deleted by somebody else in this very moment
  return kept;
}

/** @throws RequestError not_found */
export async function deleteCallback(
  { app, principal, requestId }: CommandContext,
  name: string,
): Promise<void> {
  requireScope(principal, 'callbacks:write');
  await inTransaction(app.db, 'delete callback', async (tx) => {
    const before = await end(tx, name);
    if (before === null) throw noSuchCallback(name);
    const entry = {
      actor: actorOf(principal),
      action: 'callback.delete',
      entity: { kind: 'callback', id: name },
      before,
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
}

export function noSuchCallback(name: string): RequestError {
  return new RequestError('not_found', `There is no callback ${name}.`);
}

/** What every delivery would be refused for, said while somebody can mend it. Names are looked up at each delivery only. */
function urlProblems({ privateHosts }: App, { url }: CallbackDefinition): Problem[] {
  const refusal = plainRefusal(new URL(url), privateHosts);
  return refusal === null ? [] : [{ path: '/url', message: `can’t be called: ${refusal.message}` }];
}
