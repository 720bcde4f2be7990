// Knows how the audit grows: one event at a time, dense, chained, in the transaction of what it tells of.
import type { AuditAction, AuditEntityKind } from '../domain/audit';
import { auditHash, type ChainedEvent } from '../domain/audit-chain';
import { GENESIS_HASH, type HashText } from '../domain/journal-row';
import type { JsonValue } from '../domain/json';
import type { Actor } from '../domain/principal';
import { Prisma } from './generated/client';
import type { Transaction } from './prisma';
import { withoutNul } from './runs/sections';

export type AuditEntry = {
  readonly actor: Actor;
  readonly action: AuditAction;
  /** Such as `approval` and its id, `agent` and its name. */
  readonly entity: { readonly kind: AuditEntityKind; readonly id: string };
  readonly before?: JsonValue | null;
  readonly after?: JsonValue | null;
  readonly reason?: string | null;
  readonly requestId?: string | null;
};

const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:audit'))::text`;
/** A statement of its own after the lock: the lock's own snapshot is from before it was granted. */
const HEAD = `SELECT now.at, head.seq::text, head.hash FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS at) now
  LEFT JOIN LATERAL (SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1) head ON true`;

/**
 * Appends one event. Events of other transactions wait until this one has ended, so it belongs at the transaction's end. The head's hash
 * is returned for whoever anchors it outside.
 */
export async function appendAudit(
  tx: Transaction,
  entry: AuditEntry,
  hash: HashText,
): Promise<{ readonly seq: number; readonly hash: string }> {
  await tx.$queryRawUnsafe(LOCK);
  const [head] = await tx.$queryRawUnsafe<{ at: Date; seq: string | null; hash: string | null }[]>(HEAD);
  if (head === undefined) throw new Error('the head query answers with one row');
  const event: ChainedEvent = {
    seq: Number(head.seq ?? 0) + 1,
    at: head.at.toISOString(),
    actor: entry.actor,
    action: entry.action,
    entityKind: entry.entity.kind,
    entityId: entry.entity.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    reason: entry.reason == null ? null : withoutNul(entry.reason),
    requestId: entry.requestId ?? null,
    prevHash: head.hash ?? GENESIS_HASH,
  };
  const sealed = auditHash(event, hash);
  const { before, after, at, ...columns } = event;
  await tx.auditEvent.create({
    data: {
      ...columns,
      at: new Date(at),
      before: before === null ? Prisma.DbNull : before,
      after: after === null ? Prisma.DbNull : after,
      hash: sealed,
    },
  });
  return { seq: event.seq, hash: sealed };
}
