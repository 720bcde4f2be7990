// A call that a stop holds back at the last moment: refused, so that it is made later and counts as no attempt.
import { CodedError } from '@/lib/domain/errors';
import { GLOBAL_SCOPE, type Stop } from '@/lib/domain/stop';
import type { Permit } from './run-control';

/** @throws CodedError `halted` or `agent_paused`, both refused: nothing was sent. */
export function refuseWhereStopped({ stop }: Permit): void {
  const standing = stop();
  if (standing === null) return;
  const code = standing.scope === GLOBAL_SCOPE ? 'halted' : 'agent_paused';
  throw new CodedError(code, 'refused', stopSentence(standing));
}

/** @throws CodedError `run_paused` or `run_cancelled`, both refused: nothing was sent. */
export function refuseWhereTold({ told }: Permit): void {
  const { cancelled, paused } = told();
  if (cancelled !== null)
    throw new CodedError('run_cancelled', 'refused', `${cancelled.by.label} cancelled the run.`);
  if (paused !== null) throw new CodedError('run_paused', 'refused', `${paused.by.label} paused the run.`);
}

export function stopSentence({ scope, by, reason }: Stop): string {
  const what = scope === GLOBAL_SCOPE ? 'Everything is halted' : 'The agent is paused';
  return `${what} by ${by.label}: ${reason}`;
}
