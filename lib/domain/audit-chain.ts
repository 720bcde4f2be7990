// How events of the record are chained. Refuses nothing: whoever verifies compares.
import { canonicalJson } from './canonical-json';
import type { HashText } from './journal-row';
import type { JsonValue } from './json';
import type { Actor } from './principal';

export type ChainedEvent = {
  readonly seq: number;
  /** ISO 8601, by the database's clock. */
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly entityKind: string;
  readonly entityId: string;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly prevHash: string;
};

/** Over every member, so that no column can be changed unseen. */
export function auditHash(event: ChainedEvent, hash: HashText): string {
  const { seq, at, actor, action, entityKind, entityId, before, after, reason, requestId, prevHash } = event;
  return hash(
    canonicalJson({
      seq,
      at,
      actor,
      action,
      entityKind,
      entityId,
      before,
      after,
      reason,
      requestId,
      prevHash,
    }),
  );
}
