// Proves again who one is, with the password or a code; the session is known to be proven from then on, for as long as the settings say.
import 'server-only';
import type { ProofShape, ReauthenticateBody } from '../../contract/second-factor';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { isoAt } from '../../ports/clock';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readSettings } from '../../store/read/read-installation';
import { stampSession } from '../../store/write/sessions';
import { requireCode, requireFactor, requirePassword, requirePerson } from '../auth/own-proof';
import type { CommandContext } from './command-context';

/** @throws RequestError invalid_request, rate_limited, conflict, unauthenticated */
export async function reauthenticate(
  { app, principal, requestId }: CommandContext,
  { password, code }: ReauthenticateBody,
): Promise<ProofShape> {
  const person = requirePerson(principal);
  const { sessionId } = person;
  if (sessionId === null) throw new RequestError('unauthenticated', 'There is no session to prove anew.');
  const { db, hash, clock } = app;
  if (password !== undefined) await requirePassword(app, person, password);
  const factor = code === undefined ? null : await requireFactor(app, person);
  const { reauthenticateMinutes } = await readSettings(db);
  await inTransaction(db, 'reauthenticate', async (tx) => {
    const proof =
      factor === null || code === undefined ? 'password' : await requireCode(tx, app, person, factor, code);
    if (!(await stampSession(tx, sessionId, 'now')))
      throw new RequestError('unauthenticated', 'The session has ended. Sign in again.');
    const entry = {
      actor: actorOf(person),
      action: 'session.reauthenticate',
      entity: { kind: 'session', id: sessionId },
      after: { proof },
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
  });
  return { until: isoAt(clock.now() + reauthenticateMinutes * 60_000) };
}
