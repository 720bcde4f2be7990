// What a row means for the effect ledger and the approvals: derived from the row and the states around it, so that neither can disagree with the journal.
import type { z } from 'zod';
import type { RequestedApproval } from '@/lib/domain/approval';
import { COMPENSATED_CODE, effectIdOf } from '@/lib/domain/effect';
import type { JournalEntry, ToolResult, toolIntent } from '@/lib/domain/journal-payload';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import type { EffectClaim, EffectCompletion } from '@/lib/ports/effect-ledger';
import type { NewApproval } from '@/lib/ports/run-store';
import { givenBack } from './give-back';
import { ownedEffect, resourceOf } from './owned-effect';
import { findStep, isToolStep, mayHaveHappened, toolStepAt } from './step-access';
import { answerLabels } from './tool-answer';

const ENDED_BEFORE = {
  code: 'run_ended',
  message: 'The run ended before this call.',
  class: 'fatal',
} as const;
const ENDED_IN_DOUBT = {
  code: 'run_ended',
  message: 'The run ended while this call was in doubt.',
  class: 'unknown',
} as const;
const DENIED_BY_PERSON = {
  code: 'did_not_happen',
  message: 'A person said that it did not happen.',
  class: 'fatal',
} as const;

const NOT_SENT_AGAIN = {
  code: 'not_sent_again',
  message: 'It did not happen, and what was admitted does not hold any more.',
  class: 'fatal',
} as const;

/** The claim of an attempt that is about to be sent; a read needs none. */
export function claimOf(state: RunState, intent: z.infer<typeof toolIntent>): EffectClaim | null {
  const { call, step, approvedHash } = toolStepAt(state, intent.step);
  if (call === null || call.effect === 'read' || intent.mode === 'look_up') return null;
  const { runId, fence } = state;
  const { argumentHash, tool } = call;
  return {
    ...effectIdOf(call),
    runId,
    step,
    attempt: intent.attempt,
    fence,
    argumentHash,
    tool,
    ...resourceOf(call),
    ...contactOf(call, approvedHash !== null),
  };
}

/** A person who was asked beyond the cap has permitted this very call. */
function contactOf({ followUp }: PlannedCall, approved: boolean): Pick<EffectClaim, 'contact'> {
  if (followUp === undefined) return {};
  const { correlationKey, mostContacts, beyond } = followUp;
  return { contact: { correlationKey, most: beyond === 'ask' && approved ? null : mostContacts } };
}

/** How this row settles effects. `after` is the state with the row folded in. */
export function completionsOf(before: RunState, after: RunState, entry: JournalEntry): EffectCompletion[] {
  if (entry.kind === 'end') return before.steps.filter(isToolStep).flatMap((step) => atEnd(before, step));
  return [...ofEntry(before, after, entry), ...givenBack(before, after)];
}

function ofEntry(before: RunState, after: RunState, entry: JournalEntry): EffectCompletion[] {
  if (entry.kind === 'input' && entry.payload.type === 'decision') {
    const step = findStep(before, entry.payload.step);
    if (step === undefined || !isToolStep(step) || step.status !== 'unknown') return [];
    return afterPerson(before, toolStepAt(after, step.step));
  }
  if (entry.kind === 'fact' && entry.payload.type === 'admission')
    return beforeAnotherLook(before, toolStepAt(before, entry.payload.step));
  if (entry.kind !== 'result' || entry.payload.type !== 'tool') return [];
  return afterResult(after, toolStepAt(after, entry.payload.step), entry.payload);
}

function afterResult(state: RunState, step: ToolStepState, result: ToolResult): EffectCompletion[] {
  const id = ownedEffect(state, step);
  if (id === null) return [];
  if (result.outcome === 'succeeded') {
    if (result.source === 'ledger') return [];
    const { value: response, tainted, privateData } = result;
    return [{ ...id, status: 'succeeded', response, tainted, privateData }];
  }
  if (result.outcome !== 'error') return [];
  if (result.next === 'ask') return [{ ...id, status: 'unknown', error: result.error }];
  if (result.next !== 'final') return [];
  return [{ ...id, status: step.doubt ? 'unknown' : 'failed_final', error: result.error }];
}

/** Denied, or asked about, between two attempts: it has not happened, and its key and its resource wait for no person. */
function beforeAnotherLook(state: RunState, step: ToolStepState): EffectCompletion[] {
  const id = ownedEffect(state, step);
  return id === null ? [] : [{ ...id, status: 'failed_final', error: step.error ?? NOT_SENT_AGAIN }];
}

function afterPerson(state: RunState, step: ToolStepState): EffectCompletion[] {
  const id = ownedEffect(state, step);
  if (id === null) return [];
  if (step.status === 'succeeded') {
    const { tainted, privateData } = answerLabels(step, step.result);
    return [{ ...id, status: 'succeeded', response: step.result, tainted, privateData }];
  }
  if (step.error?.code === COMPENSATED_CODE) return [{ ...id, status: 'unknown', error: step.error }];
  return step.status === 'ready' ? [{ ...id, status: 'failed_final', error: DENIED_BY_PERSON }] : [];
}

/** The run ends with the step open: nobody will send it any more, so its key is free unless it may have happened. */
function atEnd(state: RunState, step: ToolStepState): EffectCompletion[] {
  const id = ownedEffect(state, step);
  if (id === null || SETTLED_STEP_STATUSES.has(step.status)) return [];
  return mayHaveHappened(step)
    ? [{ ...id, status: 'unknown', error: ENDED_IN_DOUBT }]
    : [{ ...id, status: 'failed_final', error: ENDED_BEFORE }];
}

/** The approval that this row opens. */
export function approvalOf(after: RunState, entry: JournalEntry, createdAt: string): NewApproval | null {
  if (entry.kind === 'fact' && entry.payload.type === 'admission') {
    return opened(after, entry.payload.step, entry.payload.approval, createdAt);
  }
  if (entry.kind === 'result' && entry.payload.type === 'tool' && entry.payload.outcome === 'error') {
    return opened(after, entry.payload.step, entry.payload.approval, createdAt);
  }
  return null;
}

function opened(
  state: RunState,
  stepNumber: number,
  request: RequestedApproval | null,
  createdAt: string,
): NewApproval | null {
  const step = toolStepAt(state, stepNumber);
  const { call, admission } = step;
  if (request === null || call === null || admission === null) return null;
  return {
    runId: state.runId,
    agent: state.agent,
    agentVersion: state.agentVersion,
    step: stepNumber,
    kind: request.kind,
    request,
    tool: call.tool,
    toolVersion: call.toolVersion,
    arguments: step.arguments,
    argumentHash: call.argumentHash,
    effect: call.effect,
    effectKey: call.effectKey,
    amount: admission.amount,
    amountUnit: admission.amountUnit,
    decision: step.decision,
    reasons: request.kind === 'unknown_outcome' ? [unknownReason(call, step)] : admission.reasons,
    tainted: admission.tainted,
    model: modelOf(state, stepNumber),
    startedBy: state.startedBy,
    createdAt,
  };
}

function modelOf({ steps }: RunState, asked: number): string | null {
  const asking = steps.find((step) => step.kind === 'model' && step.proposed.includes(asked));
  return asking?.kind === 'model' ? asking.model : null;
}

function unknownReason(call: PlannedCall, step: ToolStepState) {
  const message = `Nobody knows whether ${call.tool} happened. ${step.error?.message ?? ''}`.trim();
  return { rule: 'effect.unknown', verdict: 'await_approval', message } as const;
}

/** Approvals that are void because their run ended. */
export function voidedApprovals(before: RunState): { id: string; status: 'cancelled' }[] {
  return before.steps
    .filter(isToolStep)
    .filter((step) => step.status === 'awaiting_approval' || step.status === 'unknown')
    .flatMap((step) => (step.approval ? [{ id: step.approval.id, status: 'cancelled' as const }] : []));
}

/** The question to a person that a late answer has settled. */
export function answeredByEvidence(
  before: RunState,
  { kind, payload }: JournalEntry,
): { id: string; status: 'answered' }[] {
  if (kind !== 'result' || payload.type !== 'tool') return [];
  if (payload.outcome === 'error' && payload.next === 'ask') return [];
  const step = findStep(before, payload.step);
  if (step === undefined || !isToolStep(step) || step.status !== 'unknown' || step.approval === null)
    return [];
  return [{ id: step.approval.id, status: 'answered' }];
}
