// What came from outside: decisions of people, events, pause, resume, cancel. A decision on anything but the open question changes nothing.
import type { z } from 'zod';
import { COMPENSATED_CODE } from '@/lib/domain/effect';
import type { decisionInput, escalatedInput, resumeInput } from '@/lib/domain/journal-input';
import type { JournalPayloads } from '@/lib/domain/journal-payload';
import { answeredContent } from '@/lib/domain/question';
import { raisedBy } from '@/lib/domain/run';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { foldLateAnswer } from './fold-late-answer';
import { foldRedrive } from './fold-redrive';
import { foldSignal } from './fold-wait';
import { waitingSince, withHumanWait } from './human-wait';
import {
  compensatedCallContent,
  expiredCallContent,
  refusedAnswerContent,
  rejectedCallContent,
  unansweredContent,
} from './model-prompt';
import { questionedStep } from './questioned-step';
import { findStep, isToolStep, withStep } from './step-access';
import { answerCall, answerLabels, wordLabels } from './tool-answer';

type Decision = z.infer<typeof decisionInput>;

export function foldInput(state: RunState, input: JournalPayloads['input'], at: string): RunState {
  if (input.type === 'start') throw new Error(`run ${state.runId} starts twice`);
  const seen: RunState = { ...state, inputSeq: input.inputSeq };
  switch (input.type) {
    case 'decision':
      return withHumanWait({ ...foldDecision(seen, input, at), deadlineAt: input.deadlineAt }, at);
    case 'escalated':
      return withHumanWait({ ...foldEscalation(seen, input), deadlineAt: input.deadlineAt }, at);
    case 'signal':
      return withHumanWait({ ...foldSignal(seen, input, at), deadlineAt: input.deadlineAt }, at);
    case 'resume':
      return withHumanWait(foldResume(seen, input, at), at);
    case 'redrive':
      return withHumanWait(foldRedrive(seen, input), at);
    case 'pause':
      return waitingSince(withoutSilence({ ...seen, paused: { by: input.by, reason: input.reason } }), at);
    case 'late_answer':
      return withHumanWait({ ...foldLateAnswer(seen, input), deadlineAt: input.deadlineAt }, at);
    case 'cancel':
      return { ...seen, cancelled: state.cancelled ?? { by: input.by, reason: input.reason } };
    case 'bound_expired':
      return { ...seen, bound: state.bound && { ...state.bound, expired: true } };
  }
}

function foldResume(state: RunState, input: z.infer<typeof resumeInput>, at: string): RunState {
  const firstOpen = state.steps.find((step) => isToolStep(step) && !SETTLED_STEP_STATUSES.has(step.status));
  return {
    ...state,
    paused: null,
    bound: null,
    deadlineAt: input.deadlineAt,
    limits: raisedBy(state.limits, input.limits),
    // Who lets it go on after its deadline wants it nevertheless.
    givenDeadlineAt:
      state.givenDeadlineAt !== null && state.givenDeadlineAt > at ? state.givenDeadlineAt : null,
    ...(state.bound?.bound === 'loop' && {
      loop: { ...state.loop, stale: 0 },
      loopFloor: firstOpen?.step ?? state.usage.steps + 1,
    }),
  };
}

/** The call waits on, for others and until another time; what was decided or asked anew meanwhile is none of it. */
function foldEscalation(state: RunState, input: z.infer<typeof escalatedInput>): RunState {
  const step = findStep(state, input.step);
  if (step === undefined || !isToolStep(step) || step.status !== 'awaiting_approval') return state;
  const { approval } = step;
  if (approval?.id !== input.approvalId) return state;
  const { level: escalationLevel, requiredRole, onExpiry, until: expiresAt } = input;
  return withStep(state, step, {
    approval: { ...approval, escalationLevel, requiredRole, onExpiry, expiresAt },
  });
}

/** What nobody objected to and was not sent yet is asked: at a pause, or at a bound, somebody looks at the run. */
export function withoutSilence(state: RunState): RunState {
  const steps = state.steps.map((step) =>
    isToolStep(step) && step.status === 'ready' && step.verdict?.decision === 'unopposed'
      ? { ...step, approvedHash: null }
      : step,
  );
  return { ...state, steps };
}

function foldDecision(state: RunState, input: Decision, at: string): RunState {
  const step = questionedStep(state, input);
  if (step === null) return state;
  const verdict = { decision: input.decision, by: input.by, reason: input.reason, at: input.decidedAt };
  switch (input.decision) {
    case 'approve':
      return withStep(state, step, { status: 'ready', verdict, approvedHash: input.payloadHash });
    case 'unopposed':
      // Of a run that was stopped for itself nobody knew that silence would let anything happen.
      return withStep(state, step, {
        status: 'ready',
        verdict,
        approvedHash: state.paused === null && state.bound === null ? input.payloadHash : null,
      });
    case 'window_lost':
      return withStep(state, step, { status: 'ready', verdict, approvedHash: null });
    case 'edit':
      return withStep(state, step, {
        status: 'ready',
        verdict,
        approvedHash: input.editedHash ?? null,
        arguments: input.arguments ?? step.arguments,
      });
    case 'reject': {
      const rejected = withStep(state, step, { status: 'rejected', verdict, finishedAt: at });
      return answerCall(rejected, step, contentOfRefusal(step, input), true);
    }
    case 'expire': {
      const expired = withStep(state, step, { status: 'rejected', verdict, finishedAt: at });
      return answerCall(expired, step, isQuestion(step) ? unansweredContent() : expiredCallContent(), true);
    }
    case 'respond': {
      const labels = { ...wordLabels(step, input), untrusted: input.untrusted };
      const said = answeredContent(typeof input.answer === 'string' ? input.answer : '', input.by.label);
      const done = withStep(state, step, {
        status: 'succeeded',
        verdict,
        result: said,
        resultSource: 'person',
        finishedAt: at,
        tainted: labels.tainted,
        screening: input.untrusted ?? null,
      });
      return answerCall(done, step, said, false, labels);
    }
    case 'happened': {
      // What a person tells is the receiver's answer; without one it is a word of ours.
      const labels = { ...answerLabels(step, input.answer), untrusted: input.untrusted };
      const done = withStep(state, step, {
        status: 'succeeded',
        verdict,
        result: input.answer,
        resultSource: 'person',
        doubt: false,
        error: null,
        finishedAt: at,
        tainted: labels.tainted,
        screening: input.untrusted ?? null,
      });
      const said = input.answer ?? { confirmed: `${input.by.label} confirmed that it happened.` };
      return answerCall(done, step, said, false, labels);
    }
    case 'compensate': {
      // Its effect stays unknown in the ledger, so that no redrive and no other run sends it under this key again.
      const message = `Nobody knows whether it happened; ${input.by.label} had it undone.`;
      const error = { code: COMPENSATED_CODE, message, class: 'unknown' } as const;
      const undone = withStep(state, step, { status: 'failed', verdict, error, finishedAt: at });
      return answerCall(undone, step, compensatedCallContent(input.by.label, input.reason), true);
    }
    case 'did_not_happen':
      // The question stays open: the receiver's word settles it, or it is asked again.
      if (input.unheeded !== undefined) return withStep(state, step, { verdict });
      return withStep(state, step, {
        status: 'ready',
        verdict,
        doubt: false,
        settlesAt: null,
        error: null,
        ruledOutAttempts: step.attempts.length,
      });
  }
}

const isQuestion = ({ approval }: ToolStepState) => approval?.kind === 'question';

function contentOfRefusal(step: ToolStepState, { by, reason }: Decision) {
  return isQuestion(step) ? refusedAnswerContent(by.label, reason) : rejectedCallContent(by.label, reason);
}
