// The columns of the runs list: what each shows of a run, how wide, and which can be left out.
'use client';
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import { isDryRun } from '@/lib/domain/fork';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { DryMark } from '../fork/dry-mark';
import { shortId } from '../run/short-id';
import { Duration } from '../ui/duration';
import { Money } from '../ui/money';
import { RelativeTime } from '../ui/relative-time';
import { State } from '../ui/state';
import { Taint } from '../ui/taint';
import type { ListedRun } from './listed-run';
import { RunCause } from './run-cause';
import { RunStepsBar } from './run-steps-bar';

export const runTableFeatures = tableFeatures({ columnVisibilityFeature });

/** How a column stands in the table. */
type Look = { readonly numeric?: boolean; readonly grow?: boolean; readonly className?: string };
/** `title` where the head says less than the column chooser. */
export type RunColumn = Look & { readonly id: string; readonly title: string };

const LOOKS = {
  status: { title: 'Status' },
  cause: { title: 'Waiting for, or ended by', className: 'max-w-[220px] truncate text-ink-2' },
  run: { title: 'Run' },
  agent: { title: 'Agent' },
  input: { title: 'Input', grow: true },
  kinds: { title: 'Steps' },
  steps: { title: 'Number of steps', numeric: true },
  calls: { title: 'Calls', numeric: true },
  tokens: { title: 'Tokens', numeric: true },
  cost: { title: 'Cost', numeric: true },
  took: { title: 'Took', numeric: true },
  started: { title: 'Started', numeric: true, className: 'text-muted' },
} as const satisfies Record<string, Look & { title: string }>;
export type RunColumnId = keyof typeof LOOKS;

export const lookOf = (id: string): Look & { title: string } => LOOKS[id as RunColumnId]; // safe because every column's id is one of them

/** Those that may be left out. What it is and how it fares always stands there. */
export const OPTIONAL_COLUMNS = [
  'cause',
  'agent',
  'kinds',
  'steps',
  'calls',
  'tokens',
  'cost',
  'took',
  'started',
] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];
/** Left out unless somebody asks for it. */
export const HIDDEN_AT_FIRST: readonly OptionalColumn[] = ['tokens'];

export function runLinkId(id: string): string {
  return `run-${id}`;
}

const column = createColumnHelper<typeof runTableFeatures, ListedRun>();
const shown = (id: RunColumnId, cell: (run: ListedRun) => React.ReactNode) =>
  column.display({ id, header: LOOKS[id].title, cell: ({ row }) => cell(row.original) });

export const RUN_COLUMNS = [
  shown('status', (run) => <State state={run.status} />),
  shown('cause', (run) => <RunCause run={run} />),
  shown('run', (run) => (
    <Link
      id={runLinkId(run.id)}
      href={routes.run(run.id)}
      prefetch={false}
      title={run.id}
      className="mono hover:underline"
    >
      {shortId(run.id)}
      {isDryRun(run.id) && <DryMark />}
    </Link>
  )),
  shown('agent', (run) => (
    <>
      <Link href={routes.agent(run.agent)} prefetch={false} className="hover:underline">
        {run.agent}
      </Link>{' '}
      <span className="text-faint">{`v${run.version}`}</span>
    </>
  )),
  shown('input', (run) => (
    <>
      {run.summary}
      {run.tainted && <Taint iconOnly className="ml-2" />}
    </>
  )),
  shown('kinds', (run) => <RunStepsBar run={run} />),
  shown('steps', (run) => formatCount(run.steps)),
  shown('calls', (run) => formatCount(run.toolCalls)),
  shown('tokens', (run) => formatCount(run.tokens)),
  shown('cost', (run) => <Money microUsd={run.costMicroUsd} minDigits={6} />),
  shown('took', (run) => run.startedAt !== null && <Duration since={run.startedAt} until={run.finishedAt} />),
  shown('started', (run) => <RelativeTime at={run.startedAt ?? run.createdAt} focusable={false} />),
];
