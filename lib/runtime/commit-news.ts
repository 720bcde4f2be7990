// What changed by a commit, for open pages: the run, its approvals, the letter it leaves, the run that undoes it. Pure.
import type { Change } from '@/lib/ports/change-feed';
import type { RunCommit } from '@/lib/ports/run-store';

export function newsOf({ runId, approvals, closedApprovals, exit }: RunCommit): Change[] {
  const { deadLetter, compensation } = exit?.kind === 'end' ? exit : { deadLetter: null, compensation: null };
  return [
    { topic: 'runs', id: runId },
    ...(deadLetter === null ? [] : [{ topic: 'dead_letters', id: deadLetter.id } as const]),
    ...(compensation ? [{ topic: 'runs', id: compensation.runId } as const] : []),
    ...approvals.map(({ request }) => ({ topic: 'approvals', id: request.id }) as const),
    ...closedApprovals.map(({ id }) => ({ topic: 'approvals', id }) as const),
  ];
}
