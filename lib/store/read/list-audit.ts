// Knows the record as it is searched: filtered, newest first, with the names that people know things by.
import { z } from 'zod';
import { type AuditFilter, auditEventShape } from '../../contract/audit';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { containing, decodeCursor, isUuid, pageFrom } from './cursor';
import { QueryText } from './query-text';

type Pooled = Pick<Database, 'pool'>;

export type AuditListing = AuditFilter & { readonly limit: number; readonly cursor?: string | undefined };

/** As it stands there, secrets and all. */
const storedEvent = auditEventShape.omit({ redacted: true });
export type StoredEvent = z.infer<typeof storedEvent>;
type EventRow = Omit<StoredEvent, 'entity'> & { readonly entityKind: string; readonly entityId: string };

const EVENTS = `SELECT seq, at, actor, action, entity_kind AS "entityKind", entity_id AS "entityId", before, after, reason,
    request_id AS "requestId", prev_hash AS "prevHash", hash
  FROM audit_event`;

export async function listAudit(db: Pooled, query: AuditListing): Promise<Page<StoredEvent>> {
  const after = decodeCursor(query.cursor, z.tuple([z.number().int().min(1)]));
  try {
    const { text, values } = await listAuditStatement(db, query, after?.[0]);
    const { rows } = await db.pool.query<EventRow>(text, values);
    const nameOf = await entityNames(db, rows);
    return pageFrom(
      rows,
      query.limit,
      ({ seq }) => [seq],
      (row) => toShape(row, nameOf),
    );
  } catch (error) {
    throw storeError(error, 'list audit');
  }
}

/** One row more than the page holds, so that it says whether it goes on. */
export async function listAuditStatement(
  db: Pooled,
  query: AuditListing,
  below?: number,
): Promise<{ readonly text: string; readonly values: unknown[] }> {
  const where = await filtered(db, query);
  if (below !== undefined) where.where((seq) => `seq < ${seq}::bigint`, below);
  const limit = where.param(query.limit + 1);
  return {
    text: `${EVENTS} WHERE ${where.conditions} ORDER BY seq DESC LIMIT ${limit}`,
    values: where.values,
  };
}

export async function readAuditEvent(db: Pooled, seq: number): Promise<StoredEvent | null> {
  try {
    const { rows } = await db.pool.query<EventRow>({
      name: 'audit_event',
      text: `${EVENTS} WHERE seq = $1::bigint`,
      values: [seq],
    });
    const [row] = rows;
    return row === undefined ? null : toShape(row, await entityNames(db, rows));
  } catch (error) {
    throw storeError(error, 'read audit event');
  }
}

function toShape({ entityKind: kind, entityId: id, ...event }: EventRow, nameOf: NameOf): StoredEvent {
  return storedEvent.parse({ ...event, entity: { kind, id, name: nameOf(kind, id) } });
}

const NAMES = `SELECT 'user' AS kind, id::text, name FROM app_user WHERE id = ANY($1::uuid[])
  UNION ALL SELECT 'session', s.id::text, u.name FROM session s JOIN app_user u ON u.id = s.user_id WHERE s.id = ANY($1::uuid[])
  UNION ALL SELECT 'api_key', id::text, name FROM api_key WHERE id = ANY($1::uuid[])
  UNION ALL SELECT 'approval', id::text, tool FROM approval WHERE id = ANY($1::uuid[])
  UNION ALL SELECT 'run', id::text, agent FROM run WHERE id = ANY($1::uuid[])`;

type NameOf = (kind: string, id: string) => string | null;

/** What people call the things of one page. */
async function entityNames(db: Pooled, events: readonly EventRow[]): Promise<NameOf> {
  const ids = [...new Set(events.map(({ entityId }) => entityId).filter(isUuid))];
  if (ids.length === 0) return () => null;
  const { rows } = await db.pool.query<{ kind: string; id: string; name: string }>({
    name: 'audit_entity_names',
    text: NAMES,
    values: [ids],
  });
  const known = new Map(rows.map(({ kind, id, name }) => [`${kind}:${id}`, name]));
  return (kind, id) => known.get(`${kind}:${id}`) ?? null;
}

/** One value is compared with `=`, so that an index gives both the rows and their order; of several the planner chooses. */
function among(text: QueryText, column: string, values: readonly string[]): void {
  if (values.length === 1) text.where((value) => `${column} = ${value}`, values[0]);
  else text.where((list) => `${column} = ANY(${list}::text[])`, values);
}

async function filtered(
  db: Pooled,
  { actor, action, entity, since, until, q }: AuditFilter,
): Promise<QueryText> {
  const text = new QueryText();
  if (actor !== undefined) among(text, `actor ->> 'id'`, await actorIds(db, actor));
  if (action !== undefined && action.length > 0) among(text, 'action', action);
  if (entity !== undefined) byEntity(text, entity);
  if (since !== undefined) text.where((p) => `at >= ${p}::timestamptz`, since);
  if (until !== undefined) text.where((p) => `at < ${p}::timestamptz`, until);
  if (q !== undefined && q.trim() !== '')
    text.where(
      (p) => `audit_search_body(actor, entity_id, reason, before, after) LIKE ${p}`,
      containing(q.trim().toLowerCase()),
    );
  return text;
}

/** The ids behind a name or an e-mail; what names nobody may be an id itself. */
async function actorIds(db: Pooled, actor: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>({
    name: 'audit_actor_ids',
    text: `SELECT id::text FROM app_user WHERE email = lower($1) OR name = $1 UNION SELECT id::text FROM api_key WHERE name = $1 LIMIT 500`,
    values: [actor],
  });
  return rows.length === 0 ? [actor] : rows.map(({ id }) => id);
}

function byEntity(text: QueryText, entity: string): void {
  const at = entity.indexOf(':');
  if (at < 0) text.where((kind) => `entity_kind = ${kind}`, entity);
  else
    text.where(
      (kind, id) => `entity_kind = ${kind} AND entity_id = ${id}`,
      entity.slice(0, at),
      entity.slice(at + 1),
    );
}
