// Signing in with what an issuer says: who it is by issuer and subject, their role anew each time. Refuses to take over an account by its e-mail.
import 'server-only';
import { SYSTEM_ACTOR } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { readLiveSession } from '../../store/read/read-people';
import { lockPerson } from '../../store/write/change-people';
import {
  addIssuerUser,
  findIssuerUser,
  type IssuerUser,
  linkIssuerUser,
  setRole,
} from '../../store/write/issuer-people';
import { stampSession } from '../../store/write/sessions';
import type { App } from '../app';
import { auditUnslowedRefusal } from './audit-refused-sign-in';
import { type IssuerPerson, type IssuerRefusal, judgeClaims } from './issuer-claims';
import { openSession, type SignInFrom } from './open-session';

type Parts = Pick<App, 'db' | 'ids' | 'hash' | 'hints' | 'env'>;

export type IssuerSignIn =
  | { readonly status: 'signed_in'; readonly sessionId: string }
  | { readonly status: 'refused'; readonly why: IssuerRefusal };

class Refused extends Error {
  constructor(readonly why: IssuerRefusal) {
    super(why);
  }
}

/**
 * Where `presentSessionId` is a live session of the same person, it goes on and is known to be proven anew; of somebody else, it is refused.
 * Claims are what the issuer signed, already verified. @throws StoreUnavailableError
 */
export async function signInAtIssuer(
  parts: Parts,
  claims: unknown,
  from: SignInFrom,
  presentSessionId: string | null,
): Promise<IssuerSignIn> {
  const { db, env, hints, ids, hash } = parts;
  if (env.oidc === null) throw new Error('no issuer is configured');
  const judged = judgeClaims(claims, env.oidc);
  if (judged.refused !== null) return refuse(parts, judged.refused, judged.email, from);
  const { person } = judged;
  const present = presentSessionId === null ? null : await readLiveSession(db, presentSessionId);
  try {
    const sessionId = await inTransaction(db, 'sign in at issuer', async (tx) => {
      const user = await requireUser(tx, parts, person);
      if (present !== null && present.userId !== user.id) throw new Refused('IssuerOtherPerson');
      if (present !== null && (await stampSession(tx, present.sessionId, person.authTimeS)))
        return present.sessionId;
      const id = ids.timeOrdered();
      const by = { id, method: 'oidc', authenticatedAtS: person.authTimeS, mustEnrol: false } as const;
      await openSession(tx, user, from, by, hash);
      return id;
    });
    hints.publish([
      { topic: 'sessions', id: sessionId },
      { topic: 'people', id: person.email },
    ]);
    return { status: 'signed_in', sessionId };
  } catch (error) {
    if (error instanceof Refused) return refuse(parts, error.why, person.email, from);
    throw error;
  }
}

async function requireUser(tx: Transaction, { ids, hash }: Parts, person: IssuerPerson): Promise<IssuerUser> {
  await lockPerson(tx, person.email);
  const found = await findIssuerUser(tx, person, person.email);
  const entity = (id: string) => ({ kind: 'user', id }) as const;
  if (found === null) {
    const id = ids.timeOrdered();
    const { email, name, role } = person;
    await addIssuerUser(tx, { ...person, id });
    const after = { email, name, role, issuer: person.issuer };
    await appendAudit(tx, { actor: SYSTEM_ACTOR, action: 'user.put', entity: entity(id), after }, hash);
    return { id, email, name, role, disabled: false, sessionVersion: 1, linked: true, mayLink: false };
  }
  if (found.disabled) throw new Refused('IssuerDisabled');
  if (!found.linked) {
    if (!found.mayLink) throw new Refused('IssuerLocalAccount');
    await linkIssuerUser(tx, found.id, person);
    const after = { issuer: person.issuer };
    await appendAudit(
      tx,
      { actor: SYSTEM_ACTOR, action: 'user.link', entity: entity(found.id), after },
      hash,
    );
  }
  if (found.role === person.role) return found;
  const locked = await lockPerson(tx, found.email);
  if (found.role === 'admin' && locked?.otherAdministrators !== true)
    throw new Refused('IssuerLastAdministrator');
  const sessionVersion = await setRole(tx, found.id, person.role);
  const { name, disabled } = found;
  const [before, after] = [
    { name, disabled, role: found.role },
    { name, disabled, role: person.role },
  ];
  const reason = 'The issuer says so.';
  await appendAudit(
    tx,
    { actor: SYSTEM_ACTOR, action: 'user.put', entity: entity(found.id), before, after, reason },
    hash,
  );
  return { ...found, role: person.role, sessionVersion };
}

async function refuse(
  parts: Parts,
  why: IssuerRefusal,
  email: string | null,
  from: SignInFrom,
): Promise<IssuerSignIn> {
  await auditUnslowedRefusal(parts, { email, from, why, method: 'oidc' });
  return { status: 'refused', why };
}
