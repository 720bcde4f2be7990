// Who is signed in, and their sessions.
import { z } from 'zod';
import { role, scope } from '../domain/principal';
import { pageOf, pageQuery, timestamp, uuid } from './page';

export const meShape = z.strictObject({
  kind: z.enum(['user', 'api_key']),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: role.nullable(),
  scopes: z.array(scope),
  /** Somebody else gave the password: until another one is chosen, nothing else may be done. */
  passwordIsTemporary: z.boolean(),
});
export type MeShape = z.infer<typeof meShape>;

export const listSessionsQuery = pageQuery.extend({
  /** A person's e-mail, or `*` for everybody; one's own sessions without it. */
  user: z.string().max(200).optional(),
});
export type ListSessionsQuery = z.infer<typeof listSessionsQuery>;

export const revokeSessionsQuery = z.strictObject({
  /** A person's e-mail; one's own sessions without it. */
  user: z.string().max(200).optional(),
  /** `current`: the session that asks goes on. */
  keep: z.enum(['current', 'none']).default('none'),
});
export type RevokeSessionsQuery = z.infer<typeof revokeSessionsQuery>;
export const revokedSessions = z.strictObject({ ended: z.number().int() });
export type RevokedSessions = z.infer<typeof revokedSessions>;

export const sessionShape = z.strictObject({
  id: uuid,
  /** Whose it is. */
  user: z.strictObject({ id: uuid, email: z.string(), name: z.string() }),
  /** Whether it is the one that asks. */
  current: z.boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  expiresAt: timestamp,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
export const sessionPage = pageOf(sessionShape);
export type SessionShape = z.infer<typeof sessionShape>;
