// What admission is told of the samples of an agent and a tool; null where none are taken, or nobody is there who could look.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { HashText } from '@/lib/domain/journal-row';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { drawOf, type SamplingFact } from '@/lib/domain/sampling';
import type { ToolVersion } from '@/lib/domain/tool';
import type { RunStore } from '@/lib/ports/run-store';

type Asked = {
  readonly state: Pick<RunState, 'runId' | 'agent'>;
  readonly step: ToolStepState;
  readonly agent: AgentDefinition;
};

/** Only a call that is looked at for the first time is drawn: what was drawn stands. An undo is no model's idea. */
export async function samplingFactOf(
  { state, step, agent }: Asked,
  { name, definition }: ToolVersion,
  attended: boolean,
  { store, keyedHash }: { readonly store: Pick<RunStore, 'reviewRate'>; readonly keyedHash: HashText },
): Promise<SamplingFact | null> {
  const floor = agent.escalation.sampleRate ?? 0;
  const isNew = step.status === 'proposed' && step.undo === null;
  if (floor === 0 || !isNew || !attended || definition.effect === 'read') return null;
  const known = await store.reviewRate(state.agent, name);
  const drawn = drawOf(keyedHash(`sample:${state.runId}:${step.step}`));
  return { floor, rate: Math.max(floor, known?.rate ?? 0), drawn, last: known?.last ?? null };
}
