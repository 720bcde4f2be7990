// What a step is called, what its state reads as, and one line about it. Pure sentences from data; invents nothing.
import type { GlyphName } from '@/components/ui/glyph';
import type { GlyphState } from '@/components/ui/state-name';
import type { StepShape } from '@/lib/contract/run-detail';
import type { StepKind, StepStatus } from '@/lib/domain/step';
import { formatAmount } from '@/lib/format/money';
import { deferralWord } from './deferral-words';
import { setAsideWords } from './route-words';
import { valueSummary } from './value-summary';

export const STEP_GLYPHS: Record<StepKind, GlyphName> = { model: 'model', tool: 'tool', finish: 'finish' };

export const STEP_STATES: Record<StepStatus, { state: GlyphState; word: string }> = {
  proposed: { state: 'queued', word: 'proposed' },
  awaiting_approval: { state: 'waiting', word: 'waits for a decision' },
  ready: { state: 'queued', word: 'ready to be sent' },
  running: { state: 'running', word: 'running' },
  waiting: { state: 'waiting', word: 'waits for an event' },
  retrying: { state: 'waiting', word: 'waits for the next attempt' },
  in_doubt: { state: 'partial', word: 'in doubt' },
  unknown: { state: 'waiting', word: 'outcome unknown' },
  succeeded: { state: 'succeeded', word: 'succeeded' },
  failed: { state: 'failed', word: 'failed' },
  denied: { state: 'failed', word: 'denied' },
  rejected: { state: 'failed', word: 'rejected' },
  cancelled: { state: 'cancelled', word: 'cancelled' },
};

/** Something holds its next attempt back at this moment. */
export function isHeld({ status, deferred, finishedAt }: StepShape): boolean {
  return deferred !== null && finishedAt === null && status !== 'running';
}

/** How a step stands: its status, or what holds it back. */
export function stepStanding(step: StepShape): { state: GlyphState; word: string } {
  const { deferred } = step;
  if (step.resultSource === 'would_have_done') return { state: 'dry', word: 'not sent' };
  if (step.setAside) return { state: 'partial', word: 'set aside' };
  if (deferred === null || !isHeld(step)) return STEP_STATES[step.status];
  return { state: 'waiting', word: `waits for ${deferralWord(deferred)}` };
}

export function stepName(step: StepShape): string {
  if (step.kind === 'finish') return 'finish';
  return (step.kind === 'model' ? step.model : step.tool) ?? step.kind;
}

/** The calls that a model step asked for: they stand in its last row, so they begin there. */
export function chosenBy(model: StepShape, steps: readonly StepShape[]): string[] {
  return steps
    .filter((step) => step.kind !== 'model' && step.firstSeq === model.lastSeq)
    .map((step) => stepName(step));
}

/** The model step that asked for this one. */
export function chooserOf(step: StepShape, steps: readonly StepShape[]): StepShape | undefined {
  return steps.find((other) => other.kind === 'model' && other.lastSeq === step.firstSeq);
}

/** The amount the call moves, in its tool's unit; undefined where the tool declares none. */
export function stepAmount(step: StepShape): string | undefined {
  const amount = step.admission?.amount;
  if (amount === undefined || amount === null) return undefined;
  return formatAmount(amount, step.admission?.amountUnit ?? undefined);
}

export function stepSummary(step: StepShape, steps: readonly StepShape[]): string {
  switch (step.kind) {
    case 'model': {
      if (step.purpose === 'summary') return `last summary${step.text === null ? '' : `: ${step.text}`}`;
      const aside = setAsideWords(step, steps);
      if (aside !== undefined) return aside;
      const chosen = chosenBy(step, steps);
      if (chosen.length > 0) return `chose ${chosen.join(', ')}`;
      return step.error?.message ?? step.text?.split('\n', 1)[0] ?? '';
    }
    case 'tool':
      return stepAmount(step) ?? step.wait?.correlationKey ?? valueSummary(step.arguments);
    case 'finish':
      return valueSummary(step.result);
  }
}
