// Seals a new value of a secret; nobody reads it again but the call that uses it.
import 'server-only';
import { sealSecret } from '../../adapters/secrets/sealing';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { MIN_SECRET_LENGTH } from '../../guard/redaction';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { putSecret as put } from '../../store/write/put-secret';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';

export type PutSecret = {
  readonly name: string;
  readonly value: string;
  readonly ifMatch: number | 'any' | null;
};

/** @returns the new version. @throws RequestError invalid_request for a value too short to be kept out of records; version_mismatch. */
export async function putSecret(
  { app, principal, requestId }: CommandContext,
  { name, value, ifMatch }: PutSecret,
): Promise<number> {
  requireScope(principal, 'secrets:write');
  if (value.length < MIN_SECRET_LENGTH) {
    const message = `must have at least ${MIN_SECRET_LENGTH} characters: a shorter one can't be told from ordinary text in records`;
    throw new RequestError('invalid_request', `/value ${message}.`, [{ path: '/value', message }]);
  }
  const source = await app.secrets.sourceOf(name);
  if (source !== null) {
    const message = `is given by a ${source} of this installation: another value in the vault would leave it open which one is meant`;
    throw new RequestError('invalid_request', `/path/name ${message}.`, [{ path: '/path/name', message }]);
  }
  // Before it is stored: from here on no record of this process shows it.
  app.redactor.learn([{ name, value }]);
  const createdBy = actorOf(principal);
  const version = await inTransaction(app.db, 'put secret', async (tx) => {
    const next = await put(tx, {
      name,
      check: (latest) => requireVersion(ifMatch, latest),
      seal: (given) => ({
        sealed: sealSecret(value, name, given, app.masterKey).envelope,
        keyId: app.masterKey.id,
      }),
      createdBy,
    });
    const entry = {
      actor: createdBy,
      action: 'secret.put',
      entity: { kind: 'secret', id: name },
      after: { version: next },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return next;
  });
  app.hints.publish([{ topic: 'secrets', id: name }]);
  return version;
}
