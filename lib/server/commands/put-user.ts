// Adds people and changes what they may do. Refuses to leave nobody who could undo it: the last administrator stays one, and nobody disables themselves.
import 'server-only';
import type { PutUserAnswer, PutUserBody } from '../../contract/people';
import { RequestError } from '../../domain/errors';
import { actorOf, type Principal } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { readUserShape } from '../../store/read/list-users';
import { findUserByEmail } from '../../store/read/read-people';
import { type LockedPerson, lockPerson } from '../../store/write/change-people';
import { putUser as put } from '../../store/write/put-user';
import { GIVEN_PASSWORD_LASTS_MS, givePassword } from '../auth/given-password';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { personOf, requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

export type PutUser = PutUserBody & { readonly email: string; readonly ifMatch: number | 'any' | null };

/** A new person's password is told in the answer, once; the same again changes nothing. Administrators are made and changed by administrators alone. @throws RequestError conflict, forbidden, version_mismatch */
export async function putUser(
  { app, principal, requestId }: CommandContext,
  wish: PutUser,
): Promise<PutUserAnswer> {
  requireScope(principal, 'people:write');
  const { db, hash, ids, hints } = app;
  const { email, role } = wish;
  if (role === 'admin') requireScope(principal, 'admin');
  await requireFreshProof({ app, principal }, 'people.change');
  // People are never deleted, so that whoever is there stays there; hashing would be too slow under the lock.
  const given = (await findUserByEmail(db, email)) === null ? await givePassword(app) : null;
  const outcome = await inTransaction(db, 'put user', async (tx) => {
    const before = await lockPerson(tx, email);
    requireVersion(wish.ifMatch, before?.version ?? null);
    const name = wish.name ?? before?.name ?? nameOf(email);
    const next = { name, role, disabled: wish.disabled ?? before?.disabled ?? false };
    if (before?.role === 'admin') requireScope(principal, 'admin');
    if (before !== null) {
      if (isSame(before, next)) return { created: false, changed: false };
      requireHarmless(before, next, principal);
    }
    const passwordHash = before === null ? (given?.passwordHash ?? null) : null;
    const { id, created } = await put(tx, {
      id: ids.timeOrdered(),
      email,
      ...next,
      passwordHash,
      passwordLastsMs: GIVEN_PASSWORD_LASTS_MS,
    });
    const entry = {
      actor: actorOf(principal),
      action: 'user.put',
      entity: { kind: 'user', id },
      before: before === null ? null : { name: before.name, role: before.role, disabled: before.disabled },
      after: { ...(created ? { email } : {}), ...next },
      reason: saidReason(wish.reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
    return { created, changed: true };
  });
  if (outcome.changed)
    hints.publish([
      { topic: 'people', id: email },
      { topic: 'sessions', id: email },
    ]);
  const user = await readUserShape(db, email);
  if (user === null) throw new Error('a person that was put is there');
  const until = given === null ? undefined : (await findUserByEmail(db, email))?.passwordUntil;
  const told = outcome.created && given !== null && until != null;
  return { ...user, temporaryPassword: told ? { password: given.password, until } : null };
}

type Next = { readonly name: string; readonly role: PutUserBody['role']; readonly disabled: boolean };

function isSame(before: LockedPerson, { name, role, disabled }: Next): boolean {
  return before.name === name && before.role === role && before.disabled === disabled;
}

function requireHarmless(before: LockedPerson, next: Next, principal: Principal): void {
  if (next.disabled && !before.disabled && personOf(principal) === before.id)
    throw new RequestError('conflict', 'Nobody can disable themselves. Another administrator has to.');
  const leaves = before.role === 'admin' && !before.disabled && (next.role !== 'admin' || next.disabled);
  if (leaves && !before.otherAdministrators)
    throw new RequestError(
      'conflict',
      'This is the last administrator who may sign in. Make somebody else one first.',
    );
}

function nameOf(email: string): string {
  return email.slice(0, email.indexOf('@'));
}
