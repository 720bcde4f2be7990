// From a plan of undoing to a run that carries it out: of the same agent version, with bounds that hold its calls.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { CompensationCause, KeptEffect, PlannedUndo } from '@/lib/domain/compensation';
import { COMPENSATED_CODE } from '@/lib/domain/effect';
import { isDryRun } from '@/lib/domain/fork';
import type { JsonValue } from '@/lib/domain/json';
import { type Actor, SYSTEM_ACTOR } from '@/lib/domain/principal';
import type { RunState } from '@/lib/domain/run-state';
import type { NewRun } from '@/lib/ports/run-store';
import { planOf, undoableEffects } from './plan-compensation';
import { newRun, type StartPorts } from './start-run';
import { findStep } from './step-access';

export type CompensationRequest = {
  readonly state: RunState;
  readonly agent: AgentDefinition;
  readonly labels: Readonly<Record<string, string>>;
  readonly by: Actor;
  readonly cause: CompensationCause;
  readonly reason: string;
  readonly calls: PlannedUndo[];
  readonly kept: KeptEffect[];
};

/** The run, ready to be created together with whatever asked for it. A further call gives another run under the same keys. */
export function compensationRun(request: CompensationRequest, ports: StartPorts): NewRun {
  const { state, agent, labels, by, cause, reason, calls, kept } = request;
  const { runId: of, tainted, privateDataSeen } = state;
  const input: JsonValue = {
    compensates: of,
    cause,
    reason,
    steps: calls.map(({ step, undoes, tool }) => ({ step, tool: undoes, undoneBy: tool })),
  };
  return newRun(
    {
      agent: { name: state.agent, version: state.agentVersion },
      input,
      labels,
      limits: {
        ...agent.limits,
        maxSteps: Math.max(agent.limits.maxSteps, calls.length),
        maxToolCalls: Math.max(agent.limits.maxToolCalls, calls.length),
      },
      approvalWaits: agent.approvalWaits,
      trigger: { kind: 'compensation', by: by.label, of },
      startedBy: by,
      inputTrust: tainted ? 'untrusted' : 'trusted',
      compensation: { of, cause, reason, calls, kept, privateDataSeen },
    },
    ports,
  );
}

type EndPorts = StartPorts & Parameters<typeof undoableEffects>[1];

/**
 * Of all that the run did, also where its steps were let go: what an agent that undoes its effects starts when a run of it ends badly; null where there is nothing to undo. Where it is not known whether a
 * call happened, a person has to say so first: undoing what stands before it in time would be out of order.
 */
export async function compensationAtEnd(
  run: { readonly state: RunState; readonly whole: () => Promise<RunState> },
  agent: AgentDefinition,
  status: 'succeeded' | 'failed' | 'cancelled',
  ports: EndPorts,
): Promise<NewRun | null> {
  if (isDryRun(run.state.runId)) return null;
  if (agent.onFailure !== 'compensate' || status === 'succeeded' || run.state.compensation !== null)
    return null;
  const state = await run.whole();
  const effects = await undoableEffects(state, ports);
  if (effects.some(({ inDoubt, step }) => inDoubt && !isSettled(state, step))) return null;
  const { calls, kept } = planOf(effects, null);
  if (calls.length === 0) return null;
  const reason = `The run ${status === 'failed' ? 'failed' : 'was cancelled'}, and ${state.agent} undoes what it did then.`;
  const { labels } = agent;
  const by = SYSTEM_ACTOR;
  return compensationRun({ state, agent, labels, by, cause: 'failure', reason, calls, kept }, ports);
}

/** A person has answered for it already: it is undone by a run of its own. */
function isSettled(state: RunState, step: number): boolean {
  return findStep(state, step)?.error?.code === COMPENSATED_CODE;
}
