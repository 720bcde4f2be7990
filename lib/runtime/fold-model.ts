// Model steps: an attempt opens, its answer closes it and proposes calls, ends the run or is told to be invalid.
import type { z } from 'zod';
import type { ModelResult, modelIntent } from '@/lib/domain/journal-payload';
import type { ContextMessage } from '@/lib/domain/message';
import type { CountedInput, HeldAttempt } from '@/lib/domain/model-hold';
import type { RouteReason } from '@/lib/domain/model-routing';
import type { FinishStepState, ModelStepState, RunState } from '@/lib/domain/run-state';
import { withUsage } from './fold-charge';
import { takenFromRecording } from './fold-fork';
import { withAnswer } from './loop-watch';
import { invalidAnswerMessage } from './model-prompt';
import { isDetour } from './model-route';
import { proposedStep } from './proposed-step';
import { closeAttempt, freshStep, modelStepAt, openedAttempt, withNewSteps, withStep } from './step-access';

type Intent = z.infer<typeof modelIntent>;

export function foldModelIntent(before: RunState, intent: Intent, at: string): RunState {
  const state = { ...before, marks: before.marks ?? intent.runMarks ?? null };
  const attempt = openedAttempt(intent.attempt, 'send', at);
  const held = heldFor(intent);
  if (intent.step === state.usage.steps + 1) {
    const step: ModelStepState = {
      ...freshStep(intent.step, 'running', at),
      kind: 'model',
      attempts: [attempt],
      ...calledBy(intent),
      reportedModel: null,
      text: null,
      proposed: [],
      usage: null,
      savedMicroUsd: 0,
      costMicroUsd: 0,
      held,
      estimated: false,
      isSummary: intent.purpose === 'summary',
      leakedCanary: false,
      isSetAside: false,
      topMicroUsd: 0,
    };
    // What stopped the run stands: after its summary it waits on.
    const asked = step.isSummary ? { summary: { text: null } } : { summary: null, deferredModel: null };
    return withNewSteps({ ...state, ...asked }, [step]);
  }
  const step = modelStepAt(state, intent.step);
  return withStep(state, step, {
    status: 'running',
    retryAt: null,
    deferred: null,
    ...calledBy(intent),
    attempts: [...step.attempts, attempt],
    held,
  });
}

const calledBy = ({
  model,
  modelVersion,
  price,
  route,
}: Intent): Pick<ModelStepState, 'model' | 'modelVersion' | 'price' | 'route'> => ({
  model,
  modelVersion,
  price: price ?? null,
  route: route ?? null,
});

function heldFor({ held, attempt, maxOutputTokens, model, modelVersion }: Intent): HeldAttempt | null {
  if (held === undefined) return null;
  const { tokenizer: _, ...figures } = held;
  return { ...figures, attempt, maxOutputTokens, model, modelVersion };
}

export function foldModelResult(state: RunState, result: ModelResult, at: string): RunState {
  const step = modelStepAt(state, result.step);
  const counted = {
    ...withUsage(takenFromRecording(state, result), result),
    countedInput: countedBy(result, step) ?? state.countedInput,
  };
  const isSetAside = result.topRung?.setAside === true;
  const figures = {
    isSetAside,
    topMicroUsd: step.topMicroUsd + (result.topRung?.costMicroUsd ?? 0),
    held: null,
    estimated: step.estimated || result.estimated === true,
    usage: result.usage ?? step.usage,
    savedMicroUsd: step.savedMicroUsd + (result.savedMicroUsd ?? 0),
    costMicroUsd: step.costMicroUsd + result.costMicroUsd,
    reportedModel: result.reportedModel,
    leakedCanary: step.leakedCanary || result.leakedCanary === true,
  };
  const close = (outcome: 'succeeded' | 'error' | 'invalid', error: ModelStepState['error'] = null) => ({
    ...figures,
    error,
    attempts: closeAttempt(step.attempts, result.attempt, at, outcome, error),
  });
  switch (result.outcome) {
    case 'error': {
      const retrying = result.retryAt !== null;
      return withStep(isSetAside ? failedBelow(counted, step) : counted, step, {
        ...close('error', result.error),
        status: retrying ? 'retrying' : 'failed',
        retryAt: result.retryAt,
        finishedAt: retrying ? null : at,
      });
    }
    case 'invalid': {
      const message = result.problems.map((one) => `${one.path}: ${one.message}`).join('; ');
      const error = { code: 'model_invalid', message, class: 'retryable' } as const;
      const told = withMessage(counted, { role: 'user', text: invalidAnswerMessage(result) });
      // Those of one rung count: the next one is asked for the first time.
      const next = isSetAside
        ? againAbove(told, step, { reason: 'invalid', step: step.step })
        : { ...told, invalidAnswers: state.invalidAnswers + 1 };
      return withStep(next, step, {
        ...close('invalid', error),
        status: 'failed',
        text: result.text,
        finishedAt: at,
      });
    }
    case 'unsure': {
      const why = { reason: 'confidence', step: step.step, ...result.stated } as const;
      return withStep(againAbove(counted, step, why), step, {
        ...close('succeeded'),
        status: 'succeeded',
        text: result.text,
        finishedAt: at,
      });
    }
    case 'summary': {
      const { text } = result;
      return withStep({ ...counted, summary: { text } }, step, {
        ...close('succeeded'),
        status: 'succeeded',
        text,
        finishedAt: at,
      });
    }
    case 'calls': {
      const loop = withAnswer(state.loop, result);
      const done = withStep({ ...taken(counted), loop }, step, {
        ...close('succeeded'),
        status: 'succeeded',
        text: result.text,
        proposed: result.calls.map((call) => call.step),
        finishedAt: at,
      });
      const calls = result.calls.map(({ callId, tool, arguments: args }) => ({
        callId,
        tool,
        arguments: args,
      }));
      const proposed = result.calls.map((call) => proposedStep(call, at));
      return withNewSteps(withMessage(done, { role: 'assistant', text: result.text, calls }), proposed);
    }
    case 'finish': {
      const done = withStep(taken(counted), step, {
        ...close('succeeded'),
        status: 'succeeded',
        text: result.text,
        proposed: [result.finishStep],
        finishedAt: at,
      });
      const finish: FinishStepState = {
        ...freshStep(result.finishStep, 'succeeded', at),
        kind: 'finish',
        finishedAt: at,
        decision: result.decision,
        output: result.output,
      };
      return withNewSteps(withMessage(done, { role: 'assistant', text: result.text, calls: [] }), [finish]);
    }
  }
}

const above = ({ route }: ModelStepState): number => (route?.rung ?? 0) + 1;

/** The run stays above what failed. Where only an open breaker led there, this question does: the rung that it is for has not failed. */
function failedBelow(state: RunState, step: ModelStepState): RunState {
  if (step.route !== null && isDetour(step.route))
    return againAbove(state, step, { reason: 'failure', step: step.step });
  return { ...state, route: { ...state.route, floor: { rung: above(step), step: step.step } } };
}

function againAbove(state: RunState, step: ModelStepState, why: RouteReason): RunState {
  return { ...state, route: { ...state.route, again: { rung: above(step), why } } };
}

/** The next question begins where the run does. */
const taken = (state: RunState): RunState => ({
  ...state,
  invalidAnswers: 0,
  route: { ...state.route, again: null },
});

/** A provider that reports nothing for what was sent has not counted. What a summary sends is no beginning of the conversation. */
function countedBy(
  { usage, estimated }: ModelResult,
  { held, isSummary }: ModelStepState,
): CountedInput | null {
  if (isSummary || held === null || usage === null || estimated === true || usage.inputTokens === 0)
    return null;
  const { model, modelVersion, fixedBytes, messages } = held;
  return { model, modelVersion, fixedBytes, messages, inputTokens: usage.inputTokens };
}

function withMessage(state: RunState, message: ContextMessage): RunState {
  return { ...state, context: [...state.context, message] };
}
