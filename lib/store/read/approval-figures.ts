// Knows how many approvals were asked for and how they ended in a period, as a whole, by agent, by tool and by day. Days are those of UTC.
import type { ApprovalMetricsQuery } from '../../contract/approval-metrics';
import { addBuckets, percentileOf, type TimeBuckets } from '../../domain/time-buckets';
import type { Database } from '../database';
import { APPROVAL_COUNTS, approvalCells, plantedWaiting } from '../review-days/day-cells';
import { storeError } from '../store-errors';
import { QueryText } from './query-text';
import { type DayCell, isWhole, readDayCells } from './read-day-cells';
import type { Period } from './spend-statement';

export type ApprovalsAsked = Pick<ApprovalMetricsQuery, 'agent' | 'tool' | 'reviewer'>;

type Counts = { [Name in (typeof APPROVAL_COUNTS)[number]]: number };
type Cell = DayCell & Counts & { waited_ms: number; spread: Readonly<Record<string, number>> };
type Group = {
  /** In the period; false: in the one of the same length before. */
  readonly now: boolean;
  readonly by: 'all' | 'agent' | 'tool' | 'day';
  /** Of agent, tool or day; empty of all. */
  readonly name: string;
};
/** `waitedMs`: from being asked for to the end, the mean of all that ended. The percentiles are of those that people decided, within BUCKET_ERROR. */
export type CountedApprovals = Group &
  Counts & { waitedMs: number | null; p50Ms: number | null; p95Ms: number | null };

/** Reads both periods at once; every group of either has a row, also one in which nothing but arrivals or ends are. */
export async function countApprovalFigures(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  asked: ApprovalsAsked,
): Promise<CountedApprovals[]> {
  const from = new Date(2 * Date.parse(since) - Date.parse(until)).toISOString();
  try {
    const cells = await readDayCells<Cell>(pool, {
      table: 'approval_day',
      columns: `${APPROVAL_COUNTS.join(', ')}, waited_ms, spread`,
      period: { from, since, until },
      agent: asked.agent,
      tool: asked.tool,
      // Whose votes an approval had is told by no sum.
      fromDays: asked.reviewer === undefined,
      rows: (text, stretches) => {
        narrow(text, asked);
        const { conditions: condition } = text;
        // Nobody has voted on a planted call that waits: among the votes of one person it would be named.
        if (asked.reviewer !== undefined) {
          const chosen = `SELECT DISTINCT approval_id FROM approval_decision WHERE principal = ${text.param(asked.reviewer)}`;
          return approvalCells(stretches, { condition, chosen });
        }
        const bounds = { from: text.param(from), since: text.param(since), until: text.param(until) };
        return approvalCells(stretches, { condition, also: plantedWaiting(bounds, condition) });
      },
    });
    return summed(cells, asked);
  } catch (error) {
    throw storeError(error, 'count approval figures');
  }
}

function summed(cells: readonly Cell[], asked: ApprovalsAsked): CountedApprovals[] {
  const sums = new Map<string, { group: Group; counts: Counts; waitedMs: number; times: TimeBuckets }>();
  for (const cell of cells)
    for (const group of groupsOf(cell, asked)) {
      const key = `${group.now} ${group.by} ${group.name}`;
      const sum = sums.get(key) ?? { group, counts: noCounts(), waitedMs: 0, times: new Map() };
      sums.set(key, sum);
      for (const name of APPROVAL_COUNTS) sum.counts[name] += cell[name];
      sum.waitedMs += cell.waited_ms;
      addBuckets(sum.times, cell.spread);
    }
  return [...sums.values()].map(({ group, counts, waitedMs, times }) => {
    const { arrived: _, ...ends } = counts;
    const ended = Object.values(ends).reduce((sum, count) => sum + count, 0);
    return {
      ...group,
      ...counts,
      waitedMs: ended === 0 ? null : waitedMs / ended,
      p50Ms: percentileOf(times, 0.5),
      p95Ms: percentileOf(times, 0.95),
    };
  });
}

const noCounts = () => Object.fromEntries(APPROVAL_COUNTS.map((name) => [name, 0])) as Counts; // safe because every name has an entry

/** What a cell adds to; empty of one that is a part of what others sum up already. */
function groupsOf(cell: Cell, asked: ApprovalsAsked): Group[] {
  const { now, day, agent, tool } = cell;
  const groups: Group[] = [];
  if (isWhole(cell, asked)) groups.push({ now, by: 'all', name: '' }, { now, by: 'day', name: day });
  if (agent !== '' && isWhole(cell, { agent, tool: asked.tool }))
    groups.push({ now, by: 'agent', name: agent });
  if (tool !== '' && isWhole(cell, { agent: asked.agent, tool }))
    groups.push({ now, by: 'tool', name: tool });
  return groups;
}

/** How old what waits now is: a count for each age below one of `boundsMs`, then of what is older; and since when the oldest waits. */
export async function countWaiting(
  { pool }: Pick<Database, 'pool'>,
  asked: ApprovalsAsked,
  boundsMs: readonly number[],
): Promise<{ readonly counts: readonly number[]; readonly oldestAt: string | null }> {
  const text = new QueryText();
  narrow(text, asked);
  const bounds = text.param(boundsMs.map((ms) => ms / 1_000));
  try {
    const { rows } = await pool.query<{ bucket: number; count: number; oldest: string }>(
      `SELECT width_bucket(greatest(0, extract(epoch FROM now() - a.created_at))::float8, ${bounds}::float8[]) AS bucket, count(*)::int AS count,
         min(a.created_at) AS oldest FROM approval a WHERE a.status = 'pending' AND ${text.conditions} GROUP BY 1`,
      text.values,
    );
    const oldest = rows.map((row) => row.oldest).toSorted()[0];
    return {
      counts: [...boundsMs, 0].map((_, i) => rows.find((row) => row.bucket === i)?.count ?? 0),
      oldestAt: oldest ?? null,
    };
  } catch (error) {
    throw storeError(error, 'count waiting approvals');
  }
}

function narrow(text: QueryText, { agent, tool }: Pick<ApprovalsAsked, 'agent' | 'tool'>): void {
  if (agent !== undefined) text.where((p) => `a.agent = ${p}`, agent);
  if (tool !== undefined) text.where((p) => `a.tool = ${p}`, tool);
}
