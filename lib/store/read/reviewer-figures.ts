// Knows how each person voted: in a period, and month by month. A vote counts though others had to vote as well, and though an edit emptied the quorum later.
import type { Pool } from 'pg';
import { addBuckets, countIn, percentileOf, type TimeBuckets } from '../../domain/time-buckets';
import type { Database } from '../database';
import { VOTE_COUNTS, voteCells } from '../review-days/day-cells';
import { storeError } from '../store-errors';
import type { ApprovalsAsked } from './approval-figures';
import { type DayCell, isWhole, readDayCells } from './read-day-cells';
import type { Period } from './spend-statement';

type Counts = { [Name in (typeof VOTE_COUNTS)[number]]: number };
type Votes = Counts & { readonly id: string; readonly name: string };
/** Percentiles within BUCKET_ERROR, from the call's being asked for to the vote. */
export type VoterFigures = Votes & { readonly p50Ms: number | null; readonly p95Ms: number | null };
export type VoterMonth = Votes & {
  /** 2026-11 */
  readonly month: string;
  /** Votes whose time on the card is known, and the median of it. */
  readonly measured: number;
  readonly onCardMs: number | null;
  readonly days: number;
  readonly daysOverCap: number;
  readonly busiestDay: number;
};

type Cell = DayCell &
  Counts & {
    readonly reviewer: string;
    readonly spread: Readonly<Record<string, number>>;
    readonly on_card: Readonly<Record<string, number>>;
  };

/** Those who voted most come first, at most `limit`. */
export async function readVoters(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  asked: ApprovalsAsked,
  limit: number,
): Promise<VoterFigures[]> {
  try {
    const sums = summed(await cellsOf(pool, period, asked), ({ reviewer }) => reviewer);
    return await named(
      pool,
      [...sums.values()]
        .toSorted((one, other) => votesIn(other.counts) - votesIn(one.counts) || byText(one.id, other.id))
        .slice(0, limit)
        .map(({ id, counts, times }) => ({
          ...counts,
          id,
          p50Ms: percentileOf(times, 0.5),
          p95Ms: percentileOf(times, 0.95),
        })),
    );
  } catch (error) {
    throw storeError(error, 'read reviewers');
  }
}

/** The newest month first, then those who voted most, at most `limit`. @param cap votes a day, above which a day is one over the cap. */
export async function readVoterMonths(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  asked: ApprovalsAsked,
  cap: number,
  limit: number,
): Promise<VoterMonth[]> {
  try {
    const cells = await cellsOf(pool, period, asked);
    const sums = summed(cells, ({ reviewer, day }) => `${day.slice(0, 7)} ${reviewer}`);
    return await named(
      pool,
      [...sums.values()]
        .map(({ id, day, counts, onCard, votes }) => ({
          ...counts,
          id,
          month: day.slice(0, 7),
          measured: countIn(onCard),
          onCardMs: percentileOf(onCard, 0.5),
          days: votes.size,
          daysOverCap: [...votes.values()].filter((count) => count > cap).length,
          busiestDay: Math.max(...votes.values()),
        }))
        .toSorted(
          (one, other) =>
            byText(other.month, one.month) || votesIn(other) - votesIn(one) || byText(one.id, other.id),
        )
        .slice(0, limit),
    );
  } catch (error) {
    throw storeError(error, 'read reviewers by month');
  }
}

const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const votesIn = ({ approved, edited, rejected, answered }: Counts) => approved + edited + rejected + answered;

type Sum = {
  readonly id: string;
  /** Of one of its cells. */
  readonly day: string;
  readonly counts: Counts;
  readonly times: TimeBuckets;
  readonly onCard: TimeBuckets;
  /** By day. */
  readonly votes: Map<string, number>;
};

function summed(cells: readonly Cell[], keyOf: (cell: Cell) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const cell of cells) {
    const { reviewer: id, day } = cell;
    const sum = sums.get(keyOf(cell)) ?? {
      ...{ id, day, counts: noCounts(), times: new Map(), onCard: new Map(), votes: new Map() },
    };
    sums.set(keyOf(cell), sum);
    for (const name of VOTE_COUNTS) sum.counts[name] += cell[name];
    addBuckets(sum.times, cell.spread);
    addBuckets(sum.onCard, cell.on_card);
    sum.votes.set(day, (sum.votes.get(day) ?? 0) + votesIn(cell));
  }
  return sums;
}

const noCounts = () => Object.fromEntries(VOTE_COUNTS.map((name) => [name, 0])) as Counts; // safe because every name has an entry

async function cellsOf(pool: Pool, { since, until }: Period, asked: ApprovalsAsked): Promise<Cell[]> {
  const { agent, tool, reviewer } = asked;
  const cells = await readDayCells<Cell>(pool, {
    table: 'vote_day',
    columns: `reviewer, ${VOTE_COUNTS.join(', ')}, spread, on_card`,
    period: { from: since, since, until },
    ...{ agent, tool, reviewer },
    fromDays: true,
    rows: (text, stretches) => {
      if (agent !== undefined) text.where((p) => `a.agent = ${p}`, agent);
      if (tool !== undefined) text.where((p) => `a.tool = ${p}`, tool);
      if (reviewer !== undefined) text.where((p) => `v.principal = ${p}`, reviewer);
      return voteCells(stretches, text.conditions);
    },
  });
  return cells.filter((cell) => isWhole(cell, asked));
}

/** People who are gone are called by their id. */
async function named<T extends { readonly id: string }>(
  pool: Pool,
  rows: readonly T[],
): Promise<(T & { readonly name: string })[]> {
  const found = await pool.query<{ id: string; name: string }>(
    'SELECT id::text, name FROM app_user WHERE id::text = ANY($1::text[])',
    [rows.map(({ id }) => id)],
  );
  const names = new Map(found.rows.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, name: names.get(row.id) ?? row.id }));
}
