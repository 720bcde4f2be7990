// Figures of approvals as rows, one for each that the page shows; refuses to leave out those of which too few are known.
import 'server-only';
import type {
  ApprovalFigures,
  ApprovalMetricRow,
  ApprovalMetricsQuery,
  ApprovalMetricsShape,
  RateShape,
} from '../../contract/approval-metrics';
import type { Download } from '../http/download';
import { type MetricsAsker, readApprovalMetrics } from './read-approval-metrics';

type Figure = Pick<ApprovalMetricRow, 'figure' | 'value' | 'of'>;
const COLUMNS = ['table', 'name', 'when', 'figure', 'value', 'of'] as const;

/** @throws RequestError as readApprovalMetrics. */
export async function exportApprovalMetrics(
  asking: MetricsAsker,
  query: ApprovalMetricsQuery,
): Promise<Download<ApprovalMetricRow>> {
  const metrics = await readApprovalMetrics(asking, query);
  return {
    name: 'bulkhead-approval-metrics',
    items: rowsOf(metrics),
    columns: COLUMNS.map((name) => ({ name, cell: (row: ApprovalMetricRow) => row[name] })),
  };
}

async function* rowsOf(metrics: ApprovalMetricsShape): AsyncGenerator<ApprovalMetricRow> {
  const { now, before, waiting, days, agents, tools, reviewers, months, forecast } = metrics;
  const of = (table: ApprovalMetricRow['table'], name: string, when: string, figures: readonly Figure[]) =>
    figures.map((figure) => ({ table, name, when, ...figure }));
  yield* of('period', '', '', figuresOf(now));
  yield* of('before', '', '', figuresOf(before));
  yield* of('waiting', '', '', [
    counted('waiting', waiting.count),
    { figure: 'oldestAt', value: waiting.oldestAt, of: null },
    ...waiting.ages.map(({ overMs, count }) => counted(`waitingOver${overMs}Ms`, count)),
  ]);
  for (const { day, ...counts } of days)
    yield* of(
      'days',
      '',
      day,
      Object.entries(counts).map(([figure, count]) => counted(figure, count)),
    );
  for (const { name, ...figures } of agents) yield* of('agents', name, '', figuresOf(figures));
  for (const { name, ...figures } of tools) yield* of('tools', name, '', figuresOf(figures));
  for (const one of reviewers)
    yield* of('reviewers', one.reviewer.name, '', [
      ...decided(one),
      ...rated(one.rates),
      ...spread(one.timeToDecide),
    ]);
  for (const one of months)
    yield* of('months', one.reviewer.name, one.month, [
      ...decided(one),
      rate('override', one.override),
      { figure: 'verdict', value: one.verdict, of: one.override.of },
      { figure: 'onCardMedianMs', value: one.onCard.medianMs, of: one.onCard.of },
      rate('withoutReason', one.withoutReason),
      ...(['days', 'daysOverCap', 'busiestDay'] as const).map((name) => counted(name, one[name])),
    ]);
  if (forecast !== null)
    yield* of(
      'forecast',
      '',
      '',
      Object.entries(forecast).map(([figure, value]) => counted(figure, value)),
    );
}

const counted = (figure: string, value: number): Figure => ({ figure, value, of: null });
const rate = (figure: string, { share, of }: RateShape): Figure => ({ figure, value: share, of });

function figuresOf(figures: ApprovalFigures): Figure[] {
  return [
    counted('arrived', figures.arrived),
    ...decided(figures),
    ...Object.entries(figures.automatic).map(([name, count]) => counted(name, count)),
    ...rated(figures.rates),
    rate('expiry', figures.expiry),
    ...spread(figures.timeToDecide),
  ];
}

const decided = (figures: Pick<ApprovalFigures, 'approved' | 'edited' | 'rejected' | 'answered'>): Figure[] =>
  (['approved', 'edited', 'rejected', 'answered'] as const).map((name) => counted(name, figures[name]));

const rated = (rates: ApprovalFigures['rates']): Figure[] =>
  Object.entries(rates).map(([name, one]) => rate(name, one));

const spread = ({ of, p50Ms, p95Ms }: ApprovalFigures['timeToDecide']): Figure[] => [
  { figure: 'timeToDecideP50Ms', value: p50Ms, of },
  { figure: 'timeToDecideP95Ms', value: p95Ms, of },
];
