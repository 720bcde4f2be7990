// Knows events of the record as people and keys leave them, chained as the product chains them, written some at a time.
import type { Client } from 'pg';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import type { AuditAction, AuditEntityKind } from '../../lib/domain/audit';
import { auditHash, type ChainedEvent } from '../../lib/domain/audit-chain';
import { GENESIS_HASH } from '../../lib/domain/journal-row';

const EVENTS_AT_ONCE = 5_000;
const DAY_MS = 86_400_000;
/** Of a hundred events so many, and what they are about. */
const KINDS: readonly (readonly [number, AuditAction, AuditEntityKind])[] = [
  [40, 'approval.vote', 'approval'],
  [38, 'approval.decide', 'approval'],
  [8, 'run.cancel', 'run'],
  [5, 'run.redrive', 'run'],
  [4, 'session.create', 'session'],
  [3, 'access.refuse', 'session'],
  [1, 'agent.put', 'agent'],
  [1, 'halt.set', 'halt'],
];
const BY_PLACE = KINDS.flatMap(([share, ...kind]) => Array.from({ length: share }, () => kind));

const PUT = `INSERT INTO audit_event (seq, at, actor, action, entity_kind, entity_id, before, after, reason, request_id, prev_hash, hash)
  SELECT seq, at, actor, action, entity_kind, entity_id, before, after, reason, request_id, prev_hash, hash FROM json_populate_recordset(NULL::audit_event, $1::json)`;

/** Its index of text is laid out anew behind the events: a row at a time it would take most of the time. */
const SEARCH_INDEX = `SELECT pg_get_indexdef(to_regclass('audit_event_search')) AS def`;

/** As the owner, into an empty record; evenly over the days before `nowMs`. `onPart` after each part, with how many there are. */
export async function seedRecord(
  owner: Client,
  events: number,
  { days, nowMs }: { readonly days: number; readonly nowMs: number },
  onPart: (events: number) => void = () => {},
): Promise<void> {
  const { rows } = await owner.query<{ def: string | null }>(SEARCH_INDEX);
  const def = rows[0]?.def ?? null;
  if (def !== null) await owner.query('DROP INDEX audit_event_search');
  let prevHash = GENESIS_HASH;
  for (let first = 1; first <= events; first += EVENTS_AT_ONCE) {
    const part: object[] = [];
    for (let seq = first; seq < Math.min(events + 1, first + EVENTS_AT_ONCE); seq += 1) {
      const at = new Date(Math.floor(nowMs - (events - seq + 1) * ((days * DAY_MS) / events))).toISOString();
      const event = eventOf(seq, at, prevHash);
      prevHash = auditHash(event, sha256Hex);
      const {
        entityKind: entity_kind,
        entityId: entity_id,
        requestId: request_id,
        prevHash: prev_hash,
        ...same
      } = event;
      part.push({ ...same, entity_kind, entity_id, request_id, prev_hash, hash: prevHash });
    }
    await owner.query(PUT, [JSON.stringify(part)]);
    onPart(first + part.length - 1);
  }
  if (def === null) return;
  await owner.query(`SET maintenance_work_mem = '256MB'`);
  await owner.query(def);
}

function eventOf(seq: number, at: string, prevHash: string): ChainedEvent {
  const [action, entityKind] = BY_PLACE[(seq * 37) % 100] ?? ['halt.set', 'halt'];
  const person = (seq * 13) % 40;
  return {
    seq,
    at,
    actor: { kind: 'user', id: `person-${person}`, label: `Person ${person}` },
    action,
    entityKind,
    entityId:
      entityKind === 'agent' ? `agent-${seq % 20}` : entityKind === 'halt' ? 'global' : uuidOf(seq >> 1),
    before: action === 'approval.decide' ? { status: 'pending' } : null,
    after: { status: seq % 7 === 0 ? 'rejected' : 'approved', amount: seq % 997, order: `ORD-${seq}` },
    reason:
      seq % 4 === 0 ? `Checked against the order, ${seq % 50_000 === 0 ? 'a zeppelin' : 'a lamp'}` : null,
    requestId: null,
    prevHash,
  };
}

const uuidOf = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
