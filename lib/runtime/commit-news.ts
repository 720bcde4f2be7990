// What changed by a commit, for open pages: the run, its approvals, the letter it leaves, the run that undoes it. Pure.
import type { JournalRow } from '@/lib/domain/journal-row';
import type { Change } from '@/lib/ports/change-feed';
import type { RunCommit } from '@/lib/ports/run-store';
import { decodeRow } from './decode-row';

export function newsOf({ runId, rows, approvals, closedApprovals, exit }: RunCommit): Change[] {
  const { deadLetter, compensation } = exit?.kind === 'end' ? exit : { deadLetter: null, compensation: null };
  return [
    { topic: 'runs', id: runId },
    ...(deadLetter === null ? [] : [{ topic: 'dead_letters', id: deadLetter.id } as const]),
    ...(compensation ? [{ topic: 'runs', id: compensation.runId } as const] : []),
    ...approvals.map(({ request }) => ({ topic: 'approvals', id: request.id }) as const),
    ...closedApprovals.map(({ id }) => ({ topic: 'approvals', id }) as const),
    ...rows.flatMap(passedTime).map((id) => ({ topic: 'approvals', id }) as const),
  ];
}

/** The approval whose time has run out; what people decide is told by who takes it in. */
function passedTime(row: JournalRow): string[] {
  if (row.kind !== 'input') return [];
  const { kind, payload } = decodeRow(row);
  if (kind !== 'input') return [];
  const passed =
    payload.type === 'escalated' || (payload.type === 'decision' && payload.decision === 'expire');
  return passed ? [payload.approvalId] : [];
}
