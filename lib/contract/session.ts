// Who is signed in, and their sessions.
import { z } from 'zod';
import { role, scope } from '../domain/principal';
import { pageOf, timestamp, uuid } from './page';

export const meShape = z.strictObject({
  kind: z.enum(['user', 'api_key']),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: role.nullable(),
  scopes: z.array(scope),
});
export type MeShape = z.infer<typeof meShape>;

export const sessionShape = z.strictObject({
  id: uuid,
  current: z.boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  expiresAt: timestamp,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
export const sessionPage = pageOf(sessionShape);
export type SessionShape = z.infer<typeof sessionShape>;
