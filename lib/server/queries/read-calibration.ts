// What stated confidence was worth: settles the period and which cases count, and makes curves and a threshold of the store's counts.
import 'server-only';
import type { CalibrationQuery, CalibrationRow, CalibrationShape } from '../../contract/calibration';
import {
  type ConfidenceCell,
  calibrationBins,
  calibrationScores,
  suggestedThreshold,
} from '../../domain/calibration';
import { FEWEST_CASES } from '../../domain/statistics';
import { type JudgedCell, presentThreshold, readConfidenceCells } from '../../store/read/confidence-cells';
import type { App } from '../app';
import type { Download } from '../http/download';
import { reviewedPeriod } from './reviewed-period';

const DAYS = 90;
const MOST_GROUPS = 100;
const COLUMNS = [
  'agent',
  'model',
  'low',
  'high',
  'cases',
  'agreed',
  'meanConfidence',
  'agreement',
  'intervalLow',
  'intervalHigh',
] as const;

type Stated = JudgedCell & { readonly percent: number };
const casesOf = (cells: readonly JudgedCell[]) =>
  cells.reduce((sum, { agreed, edited, rejected }) => sum + agreed + edited + rejected, 0);

/** @throws RequestError invalid_request where the period is too long, or ends before it begins. */
export async function readCalibration(
  { db, clock }: Pick<App, 'db' | 'clock'>,
  { since, until, agent, model, errorRate, basis: wanted }: CalibrationQuery,
): Promise<CalibrationShape> {
  const period = reviewedPeriod({ since, until }, clock.now(), DAYS);
  const [judged, present] = await Promise.all([
    readConfidenceCells(db, period, { agent, model }),
    agent === undefined ? null : presentThreshold(db, agent),
  ]);
  const held = judged.filter((cell): cell is Stated => cell.percent !== null);
  const unselected = held.filter(({ heldFor }) => heldFor !== 'other');
  const sampled = held.filter(({ heldFor }) => heldFor === 'sample');
  // Without a draw nothing is known of calls that people were never shown, however many were held for their confidence.
  const used = wanted ?? (casesOf(sampled) >= FEWEST_CASES ? 'unselected' : 'held');
  const cells = used === 'unselected' ? unselected : held;
  const unstated = judged.filter(({ percent }) => percent === null);
  return {
    ...period,
    fewestCases: FEWEST_CASES,
    basis: { used, unselected: casesOf(unselected), held: casesOf(held), sampled: casesOf(sampled) },
    withoutConfidence: {
      cases: casesOf(unstated),
      agreed: unstated.reduce((sum, { agreed }) => sum + agreed, 0),
    },
    all: curveOf(cells),
    groups: [...grouped(cells, ({ agent, model }) => JSON.stringify([agent, model])).values()]
      .toSorted((a, b) => casesOf(b) - casesOf(a))
      .slice(0, MOST_GROUPS)
      .flatMap((group) =>
        group[0] === undefined ? [] : [{ agent: group[0].agent, model: group[0].model, ...curveOf(group) }],
      ),
    errorRate,
    suggested: suggestionOf(cells, held, errorRate, present),
  };
}

function suggestionOf(
  cells: readonly Stated[],
  held: readonly Stated[],
  errorRate: number,
  present: number | null,
): CalibrationShape['suggested'] {
  const found = suggestedThreshold(byPercent(cells), errorRate);
  if (found === null) return null;
  const { percent, cases, disagreed, interval } = found;
  const isBelowPresent = (cell: Stated) => present !== null && cell.percent < Math.round(present * 100);
  const spared = held.filter((cell) => cell.heldFor === 'confidence' && cell.percent >= percent);
  const asked = held.filter(
    (cell) => cell.heldFor === 'sample' && cell.percent < percent && !isBelowPresent(cell),
  );
  const sum = (of: readonly Stated[], name: 'edited' | 'rejected') =>
    of.reduce((all, cell) => all + cell[name], 0);
  return {
    threshold: percent / 100,
    ...{ cases, disagreed, interval, present },
    fewer: { calls: casesOf(spared), rejected: sum(spared, 'rejected'), edited: sum(spared, 'edited') },
    more: { sampled: casesOf(asked), rejected: sum(asked, 'rejected'), edited: sum(asked, 'edited') },
  };
}

function curveOf(cells: readonly Stated[]): CalibrationShape['all'] {
  const summed = byPercent(cells);
  const agreed = cells.reduce((sum, cell) => sum + cell.agreed, 0);
  return { cases: casesOf(cells), agreed, bins: calibrationBins(summed), ...calibrationScores(summed) };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** One cell for each hundredth, whoever's calls they are and for whatever they were held. */
function byPercent(cells: readonly Stated[]): ConfidenceCell[] {
  return [...grouped(cells, ({ percent }) => percent)].map(([percent, group]) => ({
    percent,
    agreed: group.reduce((sum, cell) => sum + cell.agreed, 0),
    disagreed: group.reduce((sum, cell) => sum + cell.edited + cell.rejected, 0),
    confidenceSum: group.reduce((sum, cell) => sum + cell.confidenceSum, 0),
    squareErrorSum: group.reduce((sum, cell) => sum + cell.squareErrorSum, 0),
  }));
}

/** The bins of all and of each agent with each model, as the same question answers them. @throws RequestError as readCalibration. */
export async function exportCalibration(
  asking: Pick<App, 'db' | 'clock'>,
  query: CalibrationQuery,
): Promise<Download<CalibrationRow>> {
  const { all, groups } = await readCalibration(asking, query);
  return {
    name: 'bulkhead-calibration',
    items: rowsOf([{ agent: '', model: '', ...all }, ...groups]),
    columns: COLUMNS.map((name) => ({ name, cell: (row: CalibrationRow) => row[name] })),
  };
}

async function* rowsOf(
  curves: readonly (CalibrationShape['all'] & { agent: string; model: string | null })[],
): AsyncGenerator<CalibrationRow> {
  for (const { agent, model, bins } of curves)
    for (const { interval, ...bin } of bins)
      yield {
        agent,
        model: model ?? '',
        ...bin,
        intervalLow: interval?.low ?? null,
        intervalHigh: interval?.high ?? null,
      };
}
