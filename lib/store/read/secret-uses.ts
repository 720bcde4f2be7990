// Knows which secrets are named by whom, whatever gives them, when callbacks and channels were sent to last, and what was told of secrets. Never a value.
import { z } from 'zod';
import { secretUser } from '../../contract/configuration';
import { timestamp } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';

const secretUse = z.object({ name: z.string(), usedBy: z.array(secretUser) });
export type SecretUse = z.infer<typeof secretUse>;

const secretTold = z.object({
  name: z.string(),
  alerts: z.number().int(),
  lastAt: timestamp,
  open: z.boolean(),
});
export type SecretTold = z.infer<typeof secretTold>;

const delivered = z.object({
  kind: z.enum(['callback', 'channel']),
  name: z.string(),
  lastUsedAt: timestamp.nullable(),
});

/** More names than an installation has. */
const MOST = 2_000;

const USES = `WITH named AS (
    SELECT m[1] AS secret, 'tool' AS kind, v.name FROM tool t JOIN tool_version v ON v.name = t.name AND v.version = t.active_version
      CROSS JOIN LATERAL regexp_matches(v.definition::text, '\\{\\{secret:([A-Z][A-Z0-9_]*)\\}\\}', 'g') m WHERE t.archived_at IS NULL
    UNION SELECT v.definition ->> 'apiKeySecret', 'model', v.name
      FROM model m JOIN model_version v ON v.name = m.name AND v.version = m.active_version
      WHERE m.archived_at IS NULL AND v.definition ->> 'apiKeySecret' IS NOT NULL
    UNION SELECT c.secret_ref, 'callback', c.name FROM callback c WHERE c.archived_at IS NULL
    UNION SELECT c.definition ->> 'secretRef', 'channel', c.name FROM channel c
      WHERE c.archived_at IS NULL AND c.definition ->> 'secretRef' IS NOT NULL
    UNION SELECT m[1], 'channel', c.name FROM channel c
      CROSS JOIN LATERAL regexp_matches(c.definition::text, '\\{\\{secret:([A-Z][A-Z0-9_]*)\\}\\}', 'g') m WHERE c.archived_at IS NULL
  ) SELECT secret AS name, json_agg(json_build_object('kind', kind, 'name', name) ORDER BY kind, name) AS "usedBy"
  FROM named GROUP BY secret ORDER BY secret LIMIT ${MOST}`;

const TOLD = `SELECT fact ->> 'secret' AS name, count(*)::int AS alerts, max(last_seen_at) AS "lastAt", bool_or(resolved_at IS NULL) AS open
  FROM alert WHERE kind = 'secret_seen' GROUP BY 1 LIMIT ${MOST}`;

const DELIVERED = `SELECT CASE WHEN channel IS NULL THEN 'callback' ELSE 'channel' END AS kind, coalesce(channel, callback) AS name,
    max(last_attempt_at) AS "lastUsedAt"
  FROM delivery WHERE created_at >= $1::timestamptz AND last_attempt_at IS NOT NULL GROUP BY 1, 2 LIMIT ${MOST}`;

/** By the secret's name; also names that nothing gives. */
export async function listSecretUses(db: Pick<Database, 'pool'>): Promise<SecretUse[]> {
  return z.array(secretUse).parse(await rowsOf(db, USES));
}

/** What alerts tell of each secret. */
export async function listSecretTold(db: Pick<Database, 'pool'>): Promise<SecretTold[]> {
  return z.array(secretTold).parse(await rowsOf(db, TOLD));
}

/** Of callbacks and channels for which something was made since. */
export async function listLastDeliveries(db: Pick<Database, 'pool'>, since: string) {
  return z.array(delivered).parse(await rowsOf(db, DELIVERED, [since]));
}

async function rowsOf(db: Pick<Database, 'pool'>, text: string, values: unknown[] = []): Promise<unknown[]> {
  try {
    return (await db.pool.query(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read uses of secrets');
  }
}
