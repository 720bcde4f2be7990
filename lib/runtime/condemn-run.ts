// How a run ends that can neither be read nor committed to, or that takes down whoever reads it; tells the reader no more than that the log knows the reason.
import { GIVEN_UP_AFTER_LOST } from '@/lib/domain/lost-owners';
import { isoAt } from '@/lib/ports/clock';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { Condemnation } from '@/lib/ports/run-store';
import { deadLetterOf } from './dead-letter';
import type { RuntimePorts } from './runtime-ports';

export const FAULT_MESSAGE = {
  internal_error: 'The runtime met an unexpected error. The log has it under the id of this run.',
  journal_unreadable:
    'The journal of this run can not be read. The log has the reason under the id of this run.',
  poison_run: `${GIVEN_UP_AFTER_LOST} workers in a row were lost with this run before they began a step of it, the last one while it worked on nothing else.`,
} as const satisfies Record<Condemnation['code'], string>;

/** Known before anything of the run is read, which may be what takes its workers down. */
export function takesWorkersDown({ lost }: Pick<ClaimedRun, 'lost'>): boolean {
  return lost?.beforeAttempt === true && lost.owners >= GIVEN_UP_AFTER_LOST;
}

/** @returns dropped when another worker owns the run by now. */
export async function condemnRun(
  claimed: ClaimedRun,
  code: Condemnation['code'],
  ports: Pick<RuntimePorts, 'store' | 'clock' | 'changes' | 'ids' | 'hash' | 'logger'>,
): Promise<'ended' | 'dropped'> {
  const { store, clock, changes } = ports;
  const error = { code, message: FAULT_MESSAGE[code] };
  const why = { ...error, at: isoAt(clock.now()), deadLetter: deadLetterOf(null, error, ports) };
  if (!(await store.condemn(claimed, why))) return 'dropped';
  ports.logger.warn('run ended without its journal', { runId: claimed.runId, code });
  changes.publish([
    { topic: 'runs', id: claimed.runId },
    { topic: 'dead_letters', id: why.deadLetter.id },
  ]);
  return 'ended';
}
