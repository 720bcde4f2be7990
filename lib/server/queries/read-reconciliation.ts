// What providers say was used beside what Bulkhead counted: settles the days that are asked about, reads both sides and compares them.
import 'server-only';
import type { Page } from '../../contract/page';
import {
  MOST_RECONCILED_DAYS,
  type ReconciliationQuery,
  type ReconciliationRow,
  type ReconciliationShape,
  type UsageImportShape,
} from '../../contract/reconciliation';
import { RequestError } from '../../domain/errors';
import {
  type Days,
  readCatalogModels,
  readEstimated,
  readProviderFigures,
} from '../../store/read/provider-figures';
import { readSpend } from '../../store/read/read-spend';
import { listUsageImports as imports } from '../../store/read/usage-imports';
import type { App } from '../app';
import type { Download } from '../http/download';
import { compare } from '../reconciliation/compare';
import { matcherOf } from '../reconciliation/match-models';

type Asking = Pick<App, 'db' | 'clock'>;

const DAY_MS = 86_400_000;
const DAYS = 30;

/** @throws RequestError invalid_request where the period is too long, ends before it begins, or has too many rows. */
export async function readReconciliation(
  { db, clock }: Asking,
  query: ReconciliationQuery,
): Promise<ReconciliationShape> {
  const days = daysOf(query, clock.now());
  const period = { since: `${days.from}T00:00:00.000Z`, until: dayAfter(days.to, 1) };
  const [spent, estimated, figures, catalog] = await Promise.all([
    readSpend(db, period, {}, ['day', 'model']),
    readEstimated(db, days),
    readProviderFigures(db, days),
    readCatalogModels(db),
  ]);
  if (spent.more) throw refused('/query/from', 'is too early: there are too many models in so many days');
  return { ...days, ...compare({ spent: spent.rows, estimated, figures }, matcherOf(catalog)) };
}

/** The rows of the same question as a file. @throws RequestError as readReconciliation. */
export async function exportReconciliation(
  asking: Asking,
  query: ReconciliationQuery,
): Promise<Download<ReconciliationRow>> {
  const { rows } = await readReconciliation(asking, query);
  return { name: 'bulkhead-reconciliation', items: each(rows), columns: COLUMNS };
}

export function listUsageImports(
  { db }: Pick<App, 'db'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<UsageImportShape>> {
  return imports(db, query);
}

const COLUMNS: Download<ReconciliationRow>['columns'] = [
  { name: 'day', cell: ({ day }) => day },
  { name: 'model', cell: ({ model }) => model },
  { name: 'models', cell: ({ models }) => models.join(' ') },
  { name: 'alsoCalled', cell: ({ alsoCalled }) => alsoCalled.join(' ') },
  { name: 'providers', cell: ({ providers }) => providers.join(' ') },
  { name: 'side', cell: ({ side }) => side },
  { name: 'bulkheadCostMicroUsd', cell: ({ bulkhead }) => bulkhead?.costMicroUsd ?? null },
  { name: 'bulkheadEstimatedMicroUsd', cell: ({ bulkhead }) => bulkhead?.estimatedMicroUsd ?? null },
  { name: 'providerCostMicroUsd', cell: ({ provider }) => provider?.costMicroUsd ?? null },
  { name: 'differenceCostMicroUsd', cell: ({ difference }) => difference.costMicroUsd },
  { name: 'differenceCostShare', cell: ({ difference }) => difference.costShare },
  { name: 'bulkheadInputTokens', cell: ({ bulkhead }) => bulkhead?.inputTokens ?? null },
  { name: 'providerInputTokens', cell: ({ provider }) => provider?.inputTokens ?? null },
  { name: 'bulkheadOutputTokens', cell: ({ bulkhead }) => bulkhead?.outputTokens ?? null },
  { name: 'providerOutputTokens', cell: ({ provider }) => provider?.outputTokens ?? null },
  { name: 'bulkheadCachedInputTokens', cell: ({ bulkhead }) => bulkhead?.cachedInputTokens ?? null },
  { name: 'providerCachedInputTokens', cell: ({ provider }) => provider?.cachedInputTokens ?? null },
  { name: 'differenceTokens', cell: ({ difference }) => difference.tokens },
  { name: 'differenceTokensShare', cell: ({ difference }) => difference.tokensShare },
];

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

function daysOf({ from, to }: ReconciliationQuery, nowMs: number): Days {
  const last = to ?? new Date(nowMs).toISOString().slice(0, 10);
  if (last < '1970-01-01') throw refused('/query/to', 'must be a day from 1970 on');
  const first = from ?? dayAfter(last, 1 - DAYS).slice(0, 10);
  if (first > last) throw refused('/query/from', 'must not be after to');
  if (first < dayAfter(last, 1 - MOST_RECONCILED_DAYS).slice(0, 10))
    throw refused('/query/from', `must be at most ${MOST_RECONCILED_DAYS} days before to, which counts`);
  return { from: first, to: last };
}

/** The beginning of a day so many days later. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString();
}

function refused(path: string, message: string): RequestError {
  return new RequestError('invalid_request', `${path} ${message}.`, [{ path, message }]);
}
