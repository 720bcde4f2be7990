// A call that runs unless somebody objects: its window when it is announced, and whether silence still stands in for a decision when it is sent.
import type { Admission } from '@/lib/domain/admission';
import type { AgentDefinition } from '@/lib/domain/agent';
import type { RequestedApproval } from '@/lib/domain/approval';
import { WINDOW_ENDS } from '@/lib/domain/journal-input';
import type { ToolStepState } from '@/lib/domain/run-state';
import { type Clock, isoAt } from '@/lib/ports/clock';
import type { Permit } from './run-control';

/** What was not sent for so long after its window ended is asked: who stopped it, or found it standing, did not object to what happens now. */
export const SILENCE_HOLDS_MS = 60_000;

/** The same approval with a window for its time; its store counts it from the commit that announces it. */
export function withWindow(
  asked: RequestedApproval,
  { veto }: Admission,
  { escalation: { vetoMs } }: AgentDefinition,
  clock: Pick<Clock, 'now'>,
): RequestedApproval {
  if (veto !== true || vetoMs === undefined) return asked;
  const { escalateTo: _, ...once } = asked;
  return { ...once, expiresAt: isoAt(clock.now() + vetoMs), onExpiry: 'execute' };
}

/** It was settled by the end of a window, not by people. */
export function isSilence(verdict: ToolStepState['verdict']): boolean {
  return WINDOW_ENDS.some((end) => end === verdict?.decision);
}

type Sending = {
  readonly step: ToolStepState;
  readonly nowMs: number;
  readonly permit: Pick<Permit, 'stoppedMs'>;
};

/** Why a person has to be asked after all, in words; null where nobody objected and nothing is different, and for what was not decided by silence. */
export function silenceLost({ step, nowMs, permit }: Sending, now: Admission): string | null {
  const { verdict, approvedHash, attempts } = step;
  if (verdict?.decision === 'window_lost') return verdict.reason;
  if (verdict?.decision !== 'unopposed') return null;
  if (approvedHash === null) return 'The run was paused, or stood at a bound, before it was sent.';
  if (now.verdict === 'await_approval' && now.veto !== true)
    return 'The rules no longer let it run without a decision.';
  if (attempts.length > 0) return null;
  const endedMs = Date.parse(verdict.at);
  if (permit.stoppedMs(endedMs, nowMs) > 0)
    return 'It was stopped after its window ended, before it was sent.';
  return nowMs - endedMs > SILENCE_HOLDS_MS ? 'It could not be sent within a minute of its window.' : null;
}
