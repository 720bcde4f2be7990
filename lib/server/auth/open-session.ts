// How a session begins, whichever way its person proved who they are: a row, and its line in the audit.
import 'server-only';
import { appendAudit } from '../../store/append-audit';
import type { Transaction } from '../../store/prisma';
import { createSession, type NewSession } from '../../store/write/sessions';
import type { App } from '../app';

/** A week; an operator who is paged at night should not have to look for a password. */
export const SESSION_LASTS_MS = 7 * 86_400_000;

export type SignInFrom = { readonly address: string | null; readonly userAgent: string | null };

export type OpenedBy = Pick<NewSession, 'id' | 'method' | 'authenticatedAtS' | 'mustEnrol'> & {
  /** What was given besides a password. */
  readonly proof?: 'code' | 'recovery_code' | null;
};

export async function openSession(
  tx: Transaction,
  user: { readonly id: string; readonly name: string; readonly sessionVersion: number },
  from: SignInFrom,
  by: OpenedBy,
  hash: App['hash'],
): Promise<void> {
  const { id: userId, sessionVersion } = user;
  await createSession(tx, { ...by, ...from, userId, sessionVersion, lastsMs: SESSION_LASTS_MS });
  const entry = {
    actor: { kind: 'user', id: user.id, label: user.name },
    action: 'session.create',
    entity: { kind: 'session', id: by.id },
    after: { address: from.address, method: by.method, ...(by.proof == null ? {} : { proof: by.proof }) },
  } as const;
  await appendAudit(tx, entry, hash);
}
