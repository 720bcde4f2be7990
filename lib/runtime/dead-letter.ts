// What a run that fails for good leaves for people: its cause, and the step it failed at.
import { isDryRun } from '@/lib/domain/fork';
import type { HashText } from '@/lib/domain/journal-row';
import type { RunError } from '@/lib/domain/run';
import type { RunState, StepState } from '@/lib/domain/run-state';
import type { Ids } from '@/lib/ports/ids';
import type { NewDeadLetter } from '@/lib/ports/run-store';
import { fingerprintOf } from '@/lib/resilience/fingerprint';

type LetterPorts = { readonly ids: Ids; readonly hash: HashText };

/** null of a dry run, which fails for nobody. */
export const letterOf = (state: RunState, error: RunError, ports: LetterPorts): NewDeadLetter | null =>
  isDryRun(state.runId) ? null : deadLetterOf(state, error, ports);

/** @param state with the end folded in; null where the journal can't tell. */
export function deadLetterOf(
  state: RunState | null,
  error: RunError,
  { ids, hash }: LetterPorts,
): NewDeadLetter {
  const step = state === null ? undefined : brokenStep(state);
  const tool = step?.kind === 'tool' ? step.tool : null;
  const model = step?.kind === 'model' ? step.model : null;
  const fingerprint = fingerprintOf({ ...error, tool, model }, hash);
  return { id: ids.timeOrdered(), fingerprint, step: step?.step ?? null, tool, model };
}

/** A poisoned step ends its run wherever it stands; otherwise the run ended at the last step that failed. */
function brokenStep({ steps }: RunState): StepState | undefined {
  return (
    steps.find((step) => step.error?.code === 'poison_step') ??
    steps.findLast((step) => step.status === 'failed' && step.error !== null)
  );
}
