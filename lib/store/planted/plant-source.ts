// Knows whether a planted call is due, what it may be made from, and when one that nobody decided is over.
import type { Pool } from 'pg';
import type { JsonObject } from '../../domain/json';
import { nextLevel } from '../runs/escalate-approval';
import { storeError } from '../store-errors';

/**
 * One at a time, and never more of the last week's than the share of what people decided in it: where nobody decides, nothing is planted.
 */
const DUE = `SELECT NOT EXISTS (SELECT FROM approval WHERE planted AND status = 'pending')
    AND (SELECT count(*) FROM planted_call WHERE planted_at >= now() - interval '7 days') < floor($1::float8 * (
      SELECT count(DISTINCT v.approval_id) FROM approval_decision v JOIN approval a ON a.id = v.approval_id
      WHERE v.at >= now() - interval '7 days' AND a.kind = 'tool_call' AND NOT a.planted)) AS due`;

/** Calls that people let pass alone and whose run went well: as they stand, nothing was wrong with them. Each is taken once. */
const SOURCES = `SELECT a.id FROM approval a JOIN run r ON r.id = a.run_id
  WHERE a.kind = 'tool_call' AND a.status = 'approved' AND a.quorum = 1 AND NOT a.tainted AND NOT a.planted
    AND r.status = 'succeeded' AND a.created_at >= now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM planted_call p WHERE p.source_id = a.id)
  ORDER BY a.created_at DESC LIMIT 50`;

const OTHERS = `SELECT arguments FROM approval WHERE tool = $1 AND id <> $2::uuid AND kind = 'tool_call' AND NOT planted
  ORDER BY created_at DESC LIMIT 20`;

/** No run waits for it: nobody is told, and nothing follows. */
const EXPIRE = `UPDATE approval SET status = 'expired', decided_at = now()
  WHERE planted AND status = 'pending' AND expires_at <= now() AND on_expiry = 'reject' RETURNING id`;

/** As any other: one that stayed where the others are asked on would be told from them. */
const ESCALATE = `UPDATE approval SET ${nextLevel(`now() + (escalate_to -> escalation_level ->> 'expiresMs')::bigint * interval '1 millisecond'`)}
  WHERE planted AND status = 'pending' AND expires_at <= now() AND on_expiry = 'escalate' RETURNING id`;

export async function isPlantDue(pool: Pool, share: number): Promise<boolean> {
  const rows = await ask<{ due: boolean }>(pool, 'plant_due', DUE, [share]);
  return rows[0]?.due ?? false;
}

export async function plantSources(pool: Pool): Promise<string[]> {
  return (await ask<{ id: string }>(pool, 'plant_sources', SOURCES, [])).map(({ id }) => id);
}

/** Arguments of other calls of this tool, newest first. */
export async function otherArguments(pool: Pool, tool: string, id: string): Promise<JsonObject[]> {
  const rows = await ask<{ arguments: JsonObject }>(pool, 'plant_others', OTHERS, [tool, id]);
  return rows.map((row) => row.arguments);
}

/** Goes on with those whose time has run out. @returns those that are over now, or that others are asked now. */
export async function expirePlanted(pool: Pool): Promise<string[]> {
  const escalated = await ask<{ id: string }>(pool, 'escalate_planted', ESCALATE, []);
  const expired = await ask<{ id: string }>(pool, 'expire_planted', EXPIRE, []);
  return [...escalated, ...expired].map(({ id }) => id);
}

async function ask<Row extends object>(
  pool: Pool,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    return (await pool.query<Row>({ name, text, values: [...values] })).rows;
  } catch (error) {
    throw storeError(error, name);
  }
}
