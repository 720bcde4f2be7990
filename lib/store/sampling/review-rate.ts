// Knows how often calls of an agent and tool are sampled, and what a person's decision about a sample makes of it.
import type { Pool } from 'pg';
import type { Actor } from '../../domain/principal';
import { type ReviewDecision, type ReviewRate, rateAfter } from '../../domain/sampling';
import type { Transaction } from '../prisma';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';

type Known = { rate: number; decision: ReviewDecision; at: string };

const READ = `SELECT rate, last_decision AS decision, to_char(last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
  FROM review_rate WHERE agent = $1 AND tool = $2`;

/** null: nobody has decided about a sample yet. */
export async function readReviewRate(pool: Pool, agent: string, tool: string): Promise<ReviewRate | null> {
  try {
    const { rows } = await pool.query<Known>({
      name: planName('review_rate'),
      text: READ,
      values: [agent, tool],
    });
    const [known] = rows;
    if (known === undefined) return null;
    return { rate: known.rate, last: { decision: known.decision, at: known.at } };
  } catch (error) {
    throw storeError(error, 'read review rate');
  }
}

export type ToolSampling = {
  readonly tool: string;
  /** Of samples that people decided on. */
  readonly lookedAt: number;
  readonly disagreed: number;
  /** As it is drawn by now; 0 where the agent's active version samples nothing. */
  readonly rate: number;
  readonly last: { readonly decision: ReviewDecision; readonly by: Actor; readonly at: string };
};

const OF_AGENT = `SELECT tool, rate, looked_at AS "lookedAt", disagreed, last_decision AS decision, last_by AS by, last_at AS at
  FROM review_rate WHERE agent = $1 ORDER BY tool`;
const ACTIVE = `SELECT v.definition FROM agent h JOIN agent_version v ON v.name = h.name AND v.version = h.active_version WHERE h.name = $1`;

/** The rates of an agent's tools, and the floor that its active version sets: that of each tool on whose samples nobody has decided. */
export async function readSampling(
  pool: Pool,
  agent: string,
): Promise<{ readonly floor: number; readonly tools: readonly ToolSampling[] }> {
  try {
    const [active, known] = await Promise.all([
      pool.query<{ definition: unknown }>(ACTIVE, [agent]),
      pool.query<Omit<ToolSampling, 'last'> & ToolSampling['last']>(OF_AGENT, [agent]),
    ]);
    const floor = floorIn(active.rows[0]?.definition);
    const tools = known.rows.map(({ rate, decision, by, at, ...of }) => ({
      ...of,
      rate: floor === 0 ? 0 : Math.max(floor, rate),
      last: { decision, by, at },
    }));
    return { floor, tools };
  } catch (error) {
    throw storeError(error, 'read sampling');
  }
}

export type SampleDecision = {
  readonly agent: string;
  readonly agentVersion: number;
  readonly tool: string;
  readonly decision: ReviewDecision;
  readonly by: Actor;
  readonly at: Date;
};

/** One decision after the other: the row of a pair is there before it is locked and read. */
export async function noteSampleDecision(tx: Transaction, said: SampleDecision): Promise<void> {
  const { agent, agentVersion, tool, decision, by, at } = said;
  const where = { agent_tool: { agent, tool } };
  const written = await tx.agentVersion.findUnique({
    where: { name_version: { name: agent, version: agentVersion } },
    select: { definition: true },
  });
  const floor = floorIn(written?.definition);
  await tx.$executeRaw`INSERT INTO review_rate (agent, tool, rate, looked_at, disagreed, last_decision, last_by, last_at)
    VALUES (${agent}, ${tool}, ${floor}, 0, 0, ${decision}, ${JSON.stringify(by)}::jsonb, ${at}) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`SELECT FROM review_rate WHERE agent = ${agent} AND tool = ${tool} FOR UPDATE`;
  const { rate } = await tx.reviewRate.findUniqueOrThrow({ where });
  await tx.reviewRate.update({
    where,
    data: {
      rate: rateAfter(rate, floor, decision),
      lookedAt: { increment: 1 },
      disagreed: { increment: decision === 'approve' ? 0 : 1 },
      lastDecision: decision,
      lastBy: by,
      lastAt: at,
    },
  });
}

function floorIn(definition: unknown): number {
  const read = (holder: unknown, name: string): unknown =>
    typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
  const rate = read(read(definition, 'escalation'), 'sampleRate');
  return typeof rate === 'number' ? rate : 0;
}
