// What was spent: settles the period that is asked about, refuses one that would answer with more than anyone can read, then asks the store.
import 'server-only';
import type { EstimatesQuery, EstimatesShape } from '../../contract/estimates';
import type { SavingsQuery, SavingsShape } from '../../contract/savings';
import {
  MOST_SPEND_ROWS,
  type SpendKey,
  type SpendQuery,
  type SpendRow,
  type SpendShape,
  type TaskCostsQuery,
  type TaskCostsShape,
  type TopRunsQuery,
  type TopRunsShape,
} from '../../contract/spend';
import { RequestError } from '../../domain/errors';
import { readSavings as savings } from '../../store/read/read-savings';
import { readSpend as read } from '../../store/read/read-spend';
import { readEstimates as estimates, readTokenizers } from '../../store/read/spend-estimates';
import type { Period } from '../../store/read/spend-statement';
import { readTaskCosts as taskCosts } from '../../store/read/task-costs';
import { readTopRuns as topRuns } from '../../store/read/top-runs';
import type { App } from '../app';
import type { Download } from '../http/download';

type Asking = Pick<App, 'db' | 'clock'>;

const DAY_MS = 86_400_000;
/** The default: this day and the 13 before it. */
const DAYS = 14;
const MOST_DAYS = 400;
const MOST_DAYS_BY_HOUR = 31;

/** @throws RequestError invalid_request where the period is too long, ends before it begins, or has too many rows. */
export async function readSpend({ db, clock }: Asking, query: SpendQuery): Promise<SpendShape> {
  const { by = [], since, until, ...filter } = query;
  const period = periodOf({ since, until }, clock.now(), by);
  const { total, rows, more } = await read(db, period, filter, by);
  if (more)
    throw refused(
      '/query/by',
      `${MOST_SPEND_ROWS} rows are the most: ask for a shorter period or fewer keys`,
    );
  return { ...period, total, rows: [...rows] };
}

/** What one successful run costs, by agent. @throws RequestError as readSpend. */
export async function readTaskCosts({ db, clock }: Asking, query: TaskCostsQuery): Promise<TaskCostsShape> {
  const period = periodOf(query, clock.now(), []);
  return { ...period, agents: await taskCosts(db, period, query.agent) };
}

/** What was held for calls of models, and what they cost. @throws RequestError as readSpend. */
export async function readEstimates({ db, clock }: Asking, query: EstimatesQuery): Promise<EstimatesShape> {
  const period = periodOf(query, clock.now(), []);
  const [models, tokenizers] = await Promise.all([estimates(db, period), readTokenizers(db)]);
  return {
    ...period,
    models: models.map((one) => ({ ...one, tokenizer: tokenizers.get(one.model) ?? null })),
  };
}

/** What caching saved. @throws RequestError as readSpend. */
export async function readSavings(
  { db, clock }: Asking,
  { since, until, ...filter }: SavingsQuery,
): Promise<SavingsShape> {
  const period = periodOf({ since, until }, clock.now(), []);
  return { ...period, ...(await savings(db, period, filter)) };
}

/** @throws RequestError as readSpend. */
export async function readTopRuns(
  { db, clock }: Asking,
  { since, until, limit, ...filter }: TopRunsQuery,
): Promise<TopRunsShape> {
  const period = periodOf({ since, until }, clock.now(), []);
  return { ...period, runs: await topRuns(db, period, filter, limit) };
}

/** The rows of the same question as a file, with the columns of the keys asked for. @throws RequestError as readSpend. */
export async function exportSpend(asking: Asking, query: SpendQuery): Promise<Download<SpendRow>> {
  const { rows } = await readSpend(asking, query);
  const keys = (query.by ?? []).map((key) => ({ name: key, cell: (row: SpendRow) => row[key] ?? null }));
  const figures = FIGURES.map((name) => ({ name, cell: (row: SpendRow) => row[name] }));
  return { name: 'bulkhead-spend', items: each(rows), columns: [...keys, ...figures] };
}

const FIGURES = [
  'costMicroUsd',
  'tokens',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'calls',
  'runs',
] as const;

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

function periodOf(
  asked: { readonly since?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
  keys: readonly SpendKey[],
): Period {
  const untilMs = asked.until === undefined ? nowMs : Date.parse(asked.until);
  const day = Math.floor(untilMs / DAY_MS) * DAY_MS;
  const sinceMs =
    asked.since === undefined ? Math.max(0, day - (DAYS - 1) * DAY_MS) : Date.parse(asked.since);
  if (sinceMs >= untilMs) throw refused('/query/since', 'must be before until');
  const most = keys.includes('hour') ? MOST_DAYS_BY_HOUR : MOST_DAYS;
  if (untilMs - sinceMs > most * DAY_MS)
    throw refused(
      '/query/since',
      `must be at most ${most} days before until${most === MOST_DAYS ? '' : ', by hour'}`,
    );
  return { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString() };
}

function refused(path: string, message: string): RequestError {
  return new RequestError('invalid_request', `${path} ${message}.`, [{ path, message }]);
}
