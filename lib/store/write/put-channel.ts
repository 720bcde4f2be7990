// Knows how channels are kept: one row a name, its version raised by each change; what was deleted keeps its row and its log.
import { canonicalJson } from '../../domain/canonical-json';
import { type ChannelDefinition, channelDefinition } from '../../domain/channel';
import type { Actor } from '../../domain/principal';
import { cancelPending } from '../deliveries/cancel-pending';
import type { Transaction } from '../prisma';

export type PutChannel = {
  readonly name: string;
  readonly definition: ChannelDefinition;
  readonly by: Actor;
  /** Called under the lock with the present version, null when there is none; throws to refuse. */
  readonly check: (latest: number | null) => void;
};

export type PutChannelOutcome = {
  readonly changed: boolean;
  readonly version: number;
  readonly before: ChannelDefinition | null;
};

/** An identical one changes nothing. One that was deleted begins again, above its old versions. */
export async function putChannel(tx: Transaction, wish: PutChannel): Promise<PutChannelOutcome> {
  const { name, definition, by, check } = wish;
  await tx.$queryRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtext('bulkhead:channel'), hashtext($1))::text`,
    name,
  );
  const row = await tx.channel.findUnique({ where: { name } });
  const live = row === null || row.archivedAt !== null ? null : row;
  const before = live === null ? null : channelDefinition.parse(live.definition);
  check(live?.version ?? null);
  if (live !== null && canonicalJson(before) === canonicalJson(definition))
    return { changed: false, version: live.version, before };
  // What its predecessor was to be told and was queued as it ended is not for whoever has the name now.
  if (row !== null && live === null) await cancelPending(tx, { kind: 'channel', name });
  const version = (row?.version ?? 0) + 1;
  await tx.$executeRawUnsafe(
    `INSERT INTO channel (name, version, definition, created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3::jsonb, now(), $4::jsonb, now(), $4::jsonb)
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, definition = excluded.definition, updated_at = now(),
       updated_by = excluded.updated_by, archived_at = NULL`,
    name,
    version,
    JSON.stringify(definition),
    JSON.stringify(by),
  );
  return { changed: true, version, before };
}

/** Ends it and cancels what it has not been told yet. @returns what it was; null when there is none of that name. */
export async function deleteChannel(tx: Transaction, name: string): Promise<ChannelDefinition | null> {
  const row = await tx.channel.findFirst({ where: { name, archivedAt: null } });
  if (row === null) return null;
  const ended = await tx.$executeRawUnsafe(
    `UPDATE channel SET archived_at = now() WHERE name = $1 AND archived_at IS NULL`,
    name,
  );
  if (ended === 0) return null;
  await cancelPending(tx, { kind: 'channel', name });
  return channelDefinition.parse(row.definition);
}
