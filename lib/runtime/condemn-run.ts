// How a run ends that can neither be read nor committed to; tells the reader no more than that the log knows the reason.
import { isoAt } from '@/lib/ports/clock';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { Condemnation } from '@/lib/ports/run-store';
import { deadLetterOf } from './dead-letter';
import type { RuntimePorts } from './runtime-ports';

export const FAULT_MESSAGE = {
  internal_error: 'The runtime met an unexpected error. The log has it under the id of this run.',
  journal_unreadable:
    'The journal of this run can not be read. The log has the reason under the id of this run.',
} as const satisfies Record<Condemnation['code'], string>;

/** @returns dropped when another worker owns the run by now. */
export async function condemnRun(
  claimed: ClaimedRun,
  code: Condemnation['code'],
  ports: Pick<RuntimePorts, 'store' | 'clock' | 'changes' | 'ids' | 'hash'>,
): Promise<'ended' | 'dropped'> {
  const { store, clock, changes } = ports;
  const error = { code, message: FAULT_MESSAGE[code] };
  const why = { ...error, at: isoAt(clock.now()), deadLetter: deadLetterOf(null, error, ports) };
  if (!(await store.condemn(claimed, why))) return 'dropped';
  changes.publish([
    { topic: 'runs', id: claimed.runId },
    { topic: 'dead_letters', id: why.deadLetter.id },
  ]);
  return 'ended';
}
