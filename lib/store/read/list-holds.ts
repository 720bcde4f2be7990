// Knows what is held for calls under way. Refuses to list what is settled: the journal has both figures.
import { z } from 'zod';
import type { HoldShape } from '../../contract/budget';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const OPEN = `SELECT h.run_id AS "runId", h.step, h.attempt, r.agent, h.called AS kind, h.name, h.version, h.held_micro_usd::float8 AS "heldMicroUsd",
    coalesce((SELECT jsonb_agg(jsonb_build_object('scope', p.scope, 'period', p.period) ORDER BY p.scope, p.period)
      FROM allowance a JOIN budget_period p ON p.id = a.budget_period_id WHERE a.id = ANY(h.allowances)), '[]') AS budgets, h.held_at AS "heldAt"
  FROM hold h JOIN run r ON r.id = h.run_id
  WHERE h.settled_at IS NULL
    AND ($1::timestamptz IS NULL OR (h.held_at, h.run_id, h.step, h.attempt) < ($1::timestamptz, $2::uuid, $3::int, $4::int))
  ORDER BY h.held_at DESC, h.run_id DESC, h.step DESC, h.attempt DESC LIMIT $5`;

const place = z.tuple([z.iso.datetime(), z.uuid(), z.number().int(), z.number().int()]);

/** Newest first. */
export async function listHolds(
  db: Pick<Database, 'pool'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<HoldShape>> {
  const [at, runId, step, attempt] = decodeCursor(query.cursor, place) ?? [null, null, null, null];
  try {
    const { rows } = await db.pool.query<HoldShape>(OPEN, [at, runId, step, attempt, query.limit + 1]);
    return pageFrom(
      rows,
      query.limit,
      (hold) => [hold.heldAt, hold.runId, hold.step, hold.attempt],
      (hold) => hold,
    );
  } catch (error) {
    throw storeError(error, 'list holds');
  }
}
