// The first person: without one nobody could sign in to add others. Never touches people who are there.
import 'server-only';
import { hashPassword } from '../adapters/passwords/argon2';
import { type Role, SYSTEM_ACTOR } from '../domain/principal';
import { appendAudit } from '../store/append-audit';
import { inTransaction } from '../store/database';
import { findUserByEmail } from '../store/read/read-people';
import { putUser } from '../store/write/put-user';
import type { App } from './app';

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
};

type PeopleParts = Pick<App, 'db' | 'ids' | 'hash'>;

/** The administrator of the environment, when the address is new. @returns false when there is no password to give. */
export async function createFirstAdmin(app: PeopleParts & Pick<App, 'env'>): Promise<boolean> {
  const { adminEmail, adminPassword } = app.env;
  if (adminPassword === undefined) return (await findUserByEmail(app.db, adminEmail)) !== null;
  await createPerson(app, {
    email: adminEmail,
    name: 'Administrator',
    role: 'admin',
    password: adminPassword,
  });
  return true;
}

/** Adds a person whose address is new; a later start with another password changes nothing. */
export async function createPerson({ db, ids, hash }: PeopleParts, person: NewPerson): Promise<void> {
  if ((await findUserByEmail(db, person.email)) !== null) return;
  const passwordHash = await hashPassword(person.password);
  await inTransaction(db, 'create person', async (tx) => {
    const { email, name, role } = person;
    const put = await putUser(tx, {
      id: ids.timeOrdered(),
      email,
      name,
      role,
      passwordHash,
      disabled: false,
    });
    const after = { email, name, role };
    const entry = {
      actor: SYSTEM_ACTOR,
      action: 'user.put',
      entity: { kind: 'user', id: put.id },
      after,
    } as const;
    await appendAudit(tx, entry, hash);
  });
}
