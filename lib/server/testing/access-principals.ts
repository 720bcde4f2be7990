// Everybody who may knock at the doors: people of each role, keys of each scope, and whoever may not come in any more.
import { encode } from 'next-auth/jwt';
import { ROLES, type Role, SCOPES, type Scope } from '../../domain/principal';
import { inTransaction } from '../../store/database';
import { putApiKey } from '../../store/write/api-keys';
import { putUser } from '../../store/write/put-user';
import { createSession } from '../../store/write/sessions';
import type { App } from '../app';
import { sessionCookieName } from '../auth/session-cookie';

/** `actorId`: whom the audit names when it is refused; null for whom nobody knows. */
export type Knocker = {
  readonly headers: Readonly<Record<string, string>>;
  readonly actorId: string | null;
  readonly role?: Role;
  readonly scopes?: readonly Scope[];
};

const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAA';
const HOUR_MS = 3_600_000;

export async function person(
  app: App,
  name: string,
  role: Role,
  over: { readonly lastsMs?: number; readonly temporary?: boolean; readonly mustEnrol?: boolean } = {},
): Promise<Knocker & { readonly sessionId: string }> {
  const [userId, sessionId] = [app.ids.timeOrdered(), app.ids.timeOrdered()];
  await inTransaction(app.db, 'test', async (tx) => {
    const lasts = over.temporary === true ? { passwordLastsMs: HOUR_MS } : {};
    const user = {
      id: userId,
      email: `${name}@access.test`,
      name,
      role,
      passwordHash: HASH,
      disabled: false,
    };
    await putUser(tx, { ...user, ...lasts });
    const lastsMs = over.lastsMs ?? HOUR_MS;
    const from = {
      userAgent: 'tests',
      address: null,
      method: 'password',
      authenticatedAtS: 'now',
      mustEnrol: over.mustEnrol ?? false,
    } as const;
    await createSession(tx, { id: sessionId, userId, sessionVersion: 1, lastsMs, ...from });
  });
  const token = await encode({ token: { sid: sessionId }, secret: app.sessionSecret });
  const headers = { cookie: `${sessionCookieName(app.env.url)}=${token}` };
  return { headers, actorId: userId, role, sessionId };
}

let made = 0;

export async function key(
  app: App,
  name: string,
  scopes: readonly Scope[],
  over: { readonly userId?: string; readonly expiresAt?: string } = {},
): Promise<Knocker & { readonly text: string }> {
  made += 1;
  const [id, prefix] = [app.ids.timeOrdered(), String(made).padStart(8, 'a')];
  const text = `bh_${prefix}_${'s'.repeat(43)}`;
  const row = { id, name, prefix, hash: app.hash(text), scopes, userId: over.userId ?? null };
  const createdBy = { kind: 'system', id: 'tests', label: 'Tests' } as const;
  await inTransaction(app.db, 'test', (tx) =>
    putApiKey(tx, { ...row, createdBy, expiresAt: over.expiresAt ?? null }),
  );
  return { headers: { authorization: `Bearer ${text}` }, actorId: id, scopes, text };
}

export async function everyRole(app: App): Promise<ReadonlyMap<string, Knocker>> {
  const people = new Map<string, Knocker>();
  for (const role of ROLES) people.set(role, await person(app, `the-${role}`, role));
  return people;
}

export async function everyScope(app: App): Promise<ReadonlyMap<string, Knocker>> {
  const keys = new Map<string, Knocker>();
  for (const scope of SCOPES) keys.set(`key ${scope}`, await key(app, scope, [scope]));
  return keys;
}

/** Nobody of these is let in anywhere: 401, but for the last, whose session is good and is used by another site: 403 for what acts. */
export async function whoMayNotComeIn(app: App): Promise<ReadonlyMap<string, Knocker>> {
  const update = (text: string, id: string | null) => app.db.pool.query(text, [id]);
  const [revoked, over, disabled, demoted, foreign] = [
    await person(app, 'revoked', 'admin'),
    await person(app, 'over', 'admin', { lastsMs: -1 }),
    await person(app, 'disabled', 'admin'),
    await person(app, 'changed', 'admin'),
    await person(app, 'foreign', 'admin'),
  ];
  const [ended, expired, ofDisabled] = [
    await key(app, 'ended', ['admin']),
    await key(app, 'expired', ['admin'], { expiresAt: '2020-01-01T00:00:00.000Z' }),
    await key(app, 'of-disabled', ['admin'], { userId: disabled.actorId ?? '' }),
  ];
  await update('UPDATE session SET revoked_at = now() WHERE id = $1', revoked.sessionId);
  await update('UPDATE app_user SET disabled_at = now() WHERE id = $1', disabled.actorId);
  await update('UPDATE app_user SET session_version = session_version + 1 WHERE id = $1', demoted.actorId);
  await update('UPDATE api_key SET revoked_at = now() WHERE id = $1', ended.actorId);
  const bearer = (text: string): Knocker => ({ headers: { authorization: `Bearer ${text}` }, actorId: null });
  const forged = await encode({
    token: { sid: foreign.sessionId },
    secret: 'a secret that is not ours at all',
  });
  return new Map<string, Knocker>([
    ['nobody', { headers: {}, actorId: null }],
    ['no key of ours', bearer('not-a-key')],
    ['an unknown key', bearer(`bh_zzzzzzzz_${'s'.repeat(43)}`)],
    ['a known prefix with another secret', bearer(ended.text.replace('ss', 'st'))],
    [
      'a cookie that is not ours',
      { headers: { cookie: `next-auth.session-token=${forged}` }, actorId: null },
    ],
    ['a revoked session', revoked],
    ['a session that is over', over],
    ['a disabled person', disabled],
    ['a person whose role or password changed', demoted],
    ['a revoked key', ended],
    ['an expired key', expired],
    ['the key of a disabled person', ofDisabled],
    ['another site', { ...foreign, headers: { ...foreign.headers, origin: 'https://elsewhere.example' } }],
  ]);
}
