// API keys on the wire; the key itself is told once, when it is made.
import { z } from 'zod';
import { actor, scope } from '../domain/principal';
import { pageOf, timestamp, uuid } from './page';

export const createApiKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scope).min(1).max(20),
  /** Null: until it is revoked. */
  expiresAt: timestamp.nullable().default(null),
});
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

export const apiKeyShape = z.strictObject({
  id: uuid,
  name: z.string(),
  /** How the key begins; the rest is known to nobody. */
  prefix: z.string(),
  scopes: z.array(scope),
  createdBy: actor,
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
});
export type ApiKeyShape = z.infer<typeof apiKeyShape>;
export const apiKeyPage = pageOf(apiKeyShape);

/** `key` is `Authorization: Bearer …`; it can't be read again. */
export const createdApiKeyShape = apiKeyShape.extend({ key: z.string() });
export type CreatedApiKeyShape = z.infer<typeof createdApiKeyShape>;
