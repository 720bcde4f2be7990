// Bulk actions in words: what will happen to how many, how far it is, how it ended. Pure sentences from data.
import type { BulkActionName, BulkShape } from '@/lib/contract/bulk';
import type { RunCount } from '@/lib/contract/run';
import { RUN_STATUSES, type RunStatus, TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import { formatCount, plural } from '@/lib/format/count';

type Words = {
  readonly verb: string;
  readonly doing: string;
  readonly done: string;
  /** What becomes of a run that it applies to. */
  readonly effect: string;
};

export const BULK_WORDS: { readonly [A in BulkActionName]: Words } = {
  cancel: {
    verb: 'Cancel',
    doing: 'Cancelling',
    done: 'cancelled',
    effect:
      'end for good, with what they have achieved so far. What is being sent right now is settled first; open approvals are closed.',
  },
  pause: {
    verb: 'Pause',
    doing: 'Pausing',
    done: 'paused',
    effect: 'finish what is being sent right now and begin nothing new until someone resumes them.',
  },
  resume: {
    verb: 'Resume',
    doing: 'Resuming',
    done: 'resumed',
    effect:
      'go on where they were paused. A run that stands at a bound stays there: each of those needs its own raise.',
  },
};

/** "Cancel 3 runs" */
export function bulkTitle(action: BulkActionName, count: number): string {
  return `${BULK_WORDS[action].verb} ${plural(count, 'run')}`;
}

const OPEN: readonly RunStatus[] = RUN_STATUSES.filter((status) => !TERMINAL_RUN_STATUSES.has(status));

/** How many of those that match it will be tried on, by status, and how many are past it. */
export function previewSentence({ byStatus }: RunCount): string {
  const sum = (statuses: readonly RunStatus[]) =>
    statuses.reduce((total, status) => total + (byStatus[status] ?? 0), 0);
  const open = OPEN.flatMap((status) => {
    const count = byStatus[status] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${status}`];
  });
  const ended = sum(RUN_STATUSES) - sum(OPEN);
  const skipped =
    ended === 0 ? '' : `${plural(ended, 'has', 'have')} ended and ${ended === 1 ? 'is' : 'are'} skipped.`;
  return [open.length === 0 ? '' : `${open.join(', ')}.`, skipped].filter((part) => part !== '').join(' ');
}

export function settledCount({ done, skipped, failed }: BulkShape): number {
  return done + skipped + failed;
}

/** "Cancelling 11 runs" while it runs; then "3 of 11 runs cancelled, stopped". */
export function progressTitle(bulk: BulkShape): string {
  const { doing, done } = BULK_WORDS[bulk.action];
  if (bulk.state === 'running') return `${doing} ${plural(bulk.total, 'run')}`;
  const how =
    bulk.done === bulk.total
      ? plural(bulk.total, 'run')
      : `${formatCount(bulk.done)} of ${plural(bulk.total, 'run')}`;
  return `${how} ${done}${bulk.state === 'aborted' ? ', then stopped' : ''}`;
}

/** What is not in the title: "4 of 11 so far, 2 skipped, 1 failed". */
export function progressDetail(bulk: BulkShape): string {
  const left = bulk.total - settledCount(bulk);
  return [
    bulk.state === 'running' ? `${formatCount(settledCount(bulk))} of ${formatCount(bulk.total)} so far` : '',
    bulk.skipped === 0 ? '' : `${formatCount(bulk.skipped)} skipped`,
    bulk.failed === 0 ? '' : `${formatCount(bulk.failed)} failed`,
    bulk.state === 'aborted' && left > 0 ? `${formatCount(left)} left as they were` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
