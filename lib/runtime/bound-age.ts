// A run does not stand at a bound for ever: after a while it fails with what it has. Whoever raises the bound before that is heard, whoever comes later is told.
import { type AgentDefinition, FAIL_AT_BOUND_AFTER_MS } from '@/lib/domain/agent';
import { SYSTEM_ACTOR } from '@/lib/domain/principal';
import type { RunError } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import type { RuntimePorts } from './runtime-ports';

/** When a run that reaches a bound now fails, unless the bound is raised. ISO 8601. */
export function boundExpiry({ failAtBoundAfterMs }: AgentDefinition, nowMs: number): string {
  return isoAt(nowMs + (failAtBoundAfterMs ?? FAIL_AT_BOUND_AFTER_MS));
}

/**
 * Tells the run, like everything that comes from outside, that its bound was not raised in time; only where it was told nothing else since its last
 * input, so that a raise that was accepted is folded in first. Nothing is in flight then.
 * @returns whether there is input to be folded in now.
 */
export async function tellThatTooOld(
  { runId, bound, inputSeq, steps, end }: RunState,
  { store, clock }: Pick<RuntimePorts, 'store' | 'clock'>,
): Promise<boolean> {
  if (bound === null || bound.expired || end !== null) return false;
  if (clock.now() < Date.parse(bound.expiresAt)) return false;
  if (steps.some(({ status }) => status === 'running')) return false;
  const input = { type: 'bound_expired', by: SYSTEM_ACTOR } as const;
  await store.tellRun(runId, input, `bound:${inputSeq}`, inputSeq);
  return true;
}

/** What ends a run whose bound was not raised in time; null for every other. */
export function boundFailure({ bound }: RunState): RunError | null {
  if (bound === null || !bound.expired) return null;
  const message = `${bound.message} Nobody raised it until ${bound.expiresAt}.`;
  return { code: 'bound_expired', message };
}
