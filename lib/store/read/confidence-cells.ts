// Knows how people decided calls by the confidence that was stated with them, cut to hundredths; calls of tools only, and only where people decided.
import { z } from 'zod';
import type { CalibrationQuery } from '../../contract/calibration';
import { agentDefinition } from '../../domain/agent';
import { HELD_FOR } from '../../domain/held-for';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { QueryText } from './query-text';
import type { Period } from './spend-statement';

const cell = z.strictObject({
  agent: z.string(),
  model: z.string().nullable(),
  heldFor: z.enum(HELD_FOR),
  /** Null: none was stated. */
  percent: z.number().int().nullable(),
  agreed: z.number().int(),
  edited: z.number().int(),
  rejected: z.number().int(),
  confidenceSum: z.number(),
  squareErrorSum: z.number(),
});
export type JudgedCell = z.infer<typeof cell>;

const AGREED = `a.status = 'approved' AND NOT a.edited`;

export async function readConfidenceCells(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  { agent, model }: Pick<CalibrationQuery, 'agent' | 'model'>,
): Promise<JudgedCell[]> {
  const text = new QueryText();
  text.where(
    (from, to) => `a.decided_at >= ${from}::timestamptz AND a.decided_at < ${to}::timestamptz`,
    since,
    until,
  );
  if (agent !== undefined) text.where((p) => `a.agent = ${p}`, agent);
  if (model !== undefined) text.where((p) => `a.model = ${p}`, model);
  // A double of 0.29 times 100 is a little less than 29.
  const statement = `SELECT a.agent, a.model, a.held_for AS "heldFor", floor(a.confidence * 100 + 1e-9)::int AS percent,
      count(*) FILTER (WHERE ${AGREED})::int AS agreed, count(*) FILTER (WHERE a.status = 'approved' AND a.edited)::int AS edited,
      count(*) FILTER (WHERE a.status = 'rejected')::int AS rejected, coalesce(sum(a.confidence), 0) AS "confidenceSum",
      coalesce(sum(CASE WHEN ${AGREED} THEN (1 - a.confidence) * (1 - a.confidence) ELSE a.confidence * a.confidence END), 0) AS "squareErrorSum"
    FROM approval a WHERE a.by_people AND a.kind = 'tool_call' AND NOT a.planted AND ${text.conditions}
    GROUP BY 1, 2, 3, 4`;
  try {
    return z.array(cell).parse((await pool.query(statement, text.values)).rows);
  } catch (error) {
    throw storeError(error, 'read confidence');
  }
}

/** Below what confidence the agent's active version asks; null where there is no such agent. */
export async function presentThreshold(
  { prisma }: Pick<Database, 'prisma'>,
  agent: string,
): Promise<number | null> {
  try {
    const found = await prisma.agent.findUnique({ where: { name: agent }, select: { activeVersion: true } });
    if (found === null) return null;
    const { definition } = await prisma.agentVersion.findUniqueOrThrow({
      where: { name_version: { name: agent, version: found.activeVersion } },
      select: { definition: true },
    });
    return agentDefinition.parse(definition).escalation.confidenceBelow;
  } catch (error) {
    throw storeError(error, 'read threshold');
  }
}
