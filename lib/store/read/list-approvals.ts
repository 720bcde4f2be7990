// Knows the queue of approvals: what is pending by urgency, everything else newest first.
import { z } from 'zod';
import type {
  ApprovalCount,
  ApprovalShape,
  CountApprovalsQuery,
  ListApprovalsQuery,
} from '../../contract/approval';
import type { Page } from '../../contract/page';
import { toApprovalShape, WITH_VOTES } from '../approval-record';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';

const cursorKey = z.tuple([z.literal('infinity').or(z.iso.datetime()), z.uuid()]);

type Place = { readonly id: string; readonly place: string };

/** Whether this person has put `approval` off, and it is still what they saw then. */
export const putOffBy = (
  person: string,
) => `EXISTS (SELECT 1 FROM approval_snooze s WHERE s.approval_id = approval.id AND s.person = ${person}
  AND s.until > now() AND s.payload_hash = approval.payload_hash AND s.round = approval.round AND s.level = approval.escalation_level)`;

function filtered(
  { status, kind, agent, tool, run, snoozed }: CountApprovalsQuery,
  personId: string | null,
): QueryText {
  const text = new QueryText();
  if (status !== undefined && status.length > 0) text.where((p) => `status = ANY(${p}::text[])`, status);
  if (kind !== undefined) text.where((p) => `kind = ${p}`, kind);
  if (agent !== undefined) text.where((p) => `agent = ${p}`, agent);
  if (tool !== undefined) text.where((p) => `tool = ${p}`, tool);
  if (run !== undefined) text.where((p) => `run_id = ${p}::uuid`, run);
  if (snoozed !== undefined)
    text.where((p) => `${snoozed === 'without' ? 'NOT ' : ''}${putOffBy(p)}`, personId ?? '');
  return text;
}

/** As many as the list has in all its pages. */
export async function countApprovals(
  db: Pick<Database, 'pool'>,
  filter: CountApprovalsQuery,
  personId: string | null = null,
): Promise<ApprovalCount> {
  const text = filtered(filter, personId);
  try {
    const { rows } = await db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM approval WHERE ${text.conditions}`,
      text.values,
    );
    return { count: rows[0]?.count ?? 0 };
  } catch (error) {
    throw storeError(error, 'count approvals');
  }
}

/** `personId`: who asks, for what they have put off. Pending alone: soonest to expire first, those that never expire last. */
export async function listApprovals(
  db: Pick<Database, 'pool' | 'prisma'>,
  query: ListApprovalsQuery,
  personId: string | null = null,
): Promise<Page<ApprovalShape>> {
  const { status } = query;
  const byUrgency = status?.length === 1 && status[0] === 'pending';
  const place = byUrgency ? `coalesce(expires_at, 'infinity')` : 'created_at';
  const order = byUrgency ? 'ASC' : 'DESC';
  const text = filtered(query, personId);
  const after = decodeCursor(query.cursor, cursorKey);
  const beyond = byUrgency ? '>' : '<';
  if (after) text.where((at, id) => `(${place}, id) ${beyond} (${at}::timestamptz, ${id}::uuid)`, ...after);
  const limit = text.param(query.limit + 1);
  try {
    const { rows } = await db.pool.query<Place>(
      `SELECT id, ${written(place)} AS place FROM approval WHERE ${text.conditions}
       ORDER BY ${place} ${order}, id ${order} LIMIT ${limit}`,
      text.values,
    );
    const shapes = await approvalsByIds(
      db,
      rows.slice(0, query.limit).map(({ id }) => id),
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.place, row.id],
      ({ id }) => {
        const shape = shapes.get(id);
        if (shape === undefined)
          throw new Error(`approval ${id} was there a moment ago; approvals are never deleted`);
        return shape;
      },
    );
  } catch (error) {
    throw storeError(error, 'list approvals');
  }
}

/** As cursors hold it, whatever the session's time zone; what never expires comes last of all. */
const written = (place: string) =>
  `CASE WHEN isfinite(${place}) THEN to_char(${place} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ELSE 'infinity' END`;

/** With their votes, in no order. */
export async function approvalsByIds(
  db: Pick<Database, 'prisma'>,
  ids: readonly string[],
): Promise<Map<string, ApprovalShape>> {
  if (ids.length === 0) return new Map();
  const rows = await db.prisma.approval.findMany({ where: { id: { in: [...ids] } }, include: WITH_VOTES });
  return new Map(rows.map((row) => [row.id, toApprovalShape(row)]));
}
