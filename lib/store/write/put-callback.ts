// Knows how callbacks are kept: one row a name, its version raised by each change; what was deleted keeps its row and its log.

import { type CallbackDefinition, callbackDefinition } from '../../domain/callback';
import { canonicalJson } from '../../domain/canonical-json';
import type { Actor } from '../../domain/principal';
import { cancelPending } from '../deliveries/cancel-pending';
import type { Transaction } from '../prisma';

export type PutCallback = {
  readonly name: string;
  readonly definition: CallbackDefinition;
  readonly by: Actor;
  /** Called under the lock with the present version, null when there is none; throws to refuse. */
  readonly check: (latest: number | null) => void;
};

export type PutCallbackOutcome = {
  readonly changed: boolean;
  readonly version: number;
  readonly before: CallbackDefinition | null;
};

/** An identical one changes nothing. One that was deleted begins again, above its old versions. */
export async function putCallback(tx: Transaction, wish: PutCallback): Promise<PutCallbackOutcome> {
  const { name, definition, by, check } = wish;
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:callback'), hashtext($1))::text`,
    name,
  );
  const row = await tx.callback.findUnique({ where: { name } });
  const live = row === null || row.archivedAt !== null ? null : row;
  const before = live === null ? null : definitionOf(live);
  check(live?.version ?? null);
  if (live !== null && canonicalJson(before) === canonicalJson(definition))
    return { changed: false, version: live.version, before };
  // What its predecessor was to be told and was queued as it ended is not for whoever has the name now.
  if (row !== null && live === null) await cancelPending(tx, { kind: 'callback', name });
  const version = (row?.version ?? 0) + 1;
  await tx.$executeRawUnsafe(
    `INSERT INTO callback (name, version, url, events, secret_ref, created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4::text[], $5, now(), $6::jsonb, now(), $6::jsonb)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, url = excluded.url, events = excluded.events,
       secret_ref = excluded.secret_ref, updated_at = now(), updated_by = excluded.updated_by, archived_at = NULL`,
    name,
    version,
    definition.url,
    [...definition.events],
    definition.secretRef,
    JSON.stringify(by),
  );
  return { changed: true, version, before };
}

/** Ends it and cancels what it has not been told yet. @returns what it was; null when there is none of that name. */
export async function deleteCallback(tx: Transaction, name: string): Promise<CallbackDefinition | null> {
  const row = await tx.callback.findFirst({ where: { name, archivedAt: null } });
  if (row === null) return null;
  const ended = await tx.$executeRawUnsafe(
    `UPDATE callback SET archived_at = now() WHERE name = $1 AND archived_at IS NULL`,
    name,
  );
  if (ended === 0) return null;
  await cancelPending(tx, { kind: 'callback', name });
  return definitionOf(row);
}

function definitionOf(row: { readonly url: string; readonly events: string[]; readonly secretRef: string }) {
  return callbackDefinition.parse({ url: row.url, events: row.events, secretRef: row.secretRef });
}
