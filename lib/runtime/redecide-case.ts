// What deciding one recorded row anew is given, and how a difference is said. Pure.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RedecisionDifference, Unrecorded } from '@/lib/domain/redecision';
import type { RunState } from '@/lib/domain/run-state';

export type Difference = Omit<RedecisionDifference, 'beyond'>;

/** The state right before a row, and the agent as it was and as it is asked about; both as a fork takes them, where the run is one. */
export type RedecideCase = {
  readonly state: RunState;
  readonly row: Pick<JournalRow, 'seq' | 'at'>;
  readonly was: AgentDefinition;
  readonly now: AgentDefinition;
  readonly note: (step: number | null, what: Unrecorded['what'], message: string) => void;
};

export const side = (verdict: string, ...reasons: { rule: string; message: string }[]) => ({
  verdict,
  reasons,
});
