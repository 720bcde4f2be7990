// Knows what happened to one approval, in its order.
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Page } from '../../contract/page';
import { type ApprovalEvent, approvalEvent } from '../../domain/approval-event';
import { EVENT_COLUMNS } from '../approval-text';
import { storeError } from '../store-errors';
import { decodeCursor, isUuid, pageFrom } from './cursor';

const cursorKey = z.tuple([z.uuid()]);
const NIL = '00000000-0000-0000-0000-000000000000';
const EVENTS = `SELECT ${EVENT_COLUMNS} FROM approval_event WHERE approval_id = $1::uuid AND id > $2::uuid ORDER BY id LIMIT $3`;

/** Oldest first; none of what is no approval. */
export async function readApprovalEvents(
  { pool }: { readonly pool: Pool },
  approvalId: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ApprovalEvent>> {
  const [after] = decodeCursor(cursor, cursorKey) ?? [NIL];
  if (!isUuid(approvalId)) return { items: [], nextCursor: null };
  try {
    const values = [approvalId, after, limit + 1];
    const { rows } = await pool.query<{ id: string }>({ name: 'approval_events', text: EVENTS, values });
    return pageFrom(
      rows,
      limit,
      (row) => [row.id],
      (row) => approvalEvent.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'read approval history');
  }
}
