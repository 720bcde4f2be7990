// Bulk actions in words: what will happen to how many, how far it is, how it ended. Pure sentences from data.
import { BULK_STATUSES, type BulkActionName, type BulkShape } from '@/lib/contract/bulk';
import type { RunCount } from '@/lib/contract/run';
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
  redrive: {
    verb: 'Redrive',
    doing: 'Redriving',
    done: 'redriven',
    effect: 'go on where they failed. What succeeded is kept, what may have happened is asked about first.',
  },
  discard: {
    verb: 'Discard',
    doing: 'Discarding',
    done: 'discarded',
    effect:
      'stay failed, and their dead letters are closed for good: nobody is asked about them any more, and they can’t be redriven afterwards.',
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

/** Which of those that match will be tried, by status, and how many are left out. */
export function previewSentence(action: BulkActionName, { count, byStatus }: RunCount): string {
  const tried = BULK_STATUSES[action].flatMap((status) => {
    const some = byStatus[status] ?? 0;
    return some === 0 ? [] : [{ status, some }];
  });
  const left = count - tried.reduce((sum, { some }) => sum + some, 0);
  const why = plural(left, ...LEFT_OUT[action]);
  return [
    tried.length === 0
      ? ''
      : `${tried.map(({ status, some }) => `${formatCount(some)} ${status}`).join(', ')}.`,
    left === 0 ? '' : `${why} and ${left === 1 ? 'is' : 'are'} skipped.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const LEFT_OUT: { readonly [A in BulkActionName]: readonly [one: string, many: string] } = {
  cancel: ['has ended', 'have ended'],
  pause: ['has ended', 'have ended'],
  resume: ['does not wait', 'do not wait'],
  redrive: ['did not fail', 'did not fail'],
  discard: ['did not fail', 'did not fail'],
};

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
