// Carries out one attempt of a model step: builds the context from the state, asks once, reads the answer. Executes nothing the model asks for.
import type { AgentDefinition } from '@/lib/domain/agent';
import { CodedError, type RecordedError, StoreUnavailableError } from '@/lib/domain/errors';
import type { ModelResult } from '@/lib/domain/journal-payload';
import type { JsonValue } from '@/lib/domain/json';
import type { PricedModel } from '@/lib/domain/model-price';
import type { ModelRouting } from '@/lib/domain/model-routing';
import { costOf, savedByCache } from '@/lib/domain/money';
import type { ModelStepState, RunState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { ModelAnswer } from '@/lib/ports/model-client';
import { mayBeCharged } from '@/lib/resilience/charge';
import { stepTimeoutMs } from '@/lib/resilience/deadline';
import { decideRetry } from '@/lib/resilience/retry-decision';
import { watchedAnswer } from './canary-watch';
import { lastLook, requireLeave } from './last-look';
import { systemPrompt } from './model-prompt';
import { isTop, tooUnsure } from './model-route';
import { offeredTools, outputSchemaOf } from './offered-tools';
import { heldUsage } from './plan-model-call';
import type { SummaryRequest } from './plan-summary';
import { readAnswer } from './read-answer';
import type { Permit } from './run-control';
import { MODEL_RETRY } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { sentMessages } from './sent-messages';
import { withinTime } from './time-limit';

export type ModelWork = {
  readonly state: RunState;
  /** With the open attempt as its last one. */
  readonly step: ModelStepState;
  readonly agent: AgentDefinition;
  readonly model: PricedModel;
  /** Of an agent with stronger models the strongest, where its price is known. */
  readonly topModel?: PricedModel | null;
  /** The granted tools as they are configured now. */
  readonly tools: readonly ToolVersion[];
  readonly maxOutputTokens: number;
  readonly deadlineMs: number;
  /** It sums up the run: this is sent instead of the conversation. */
  readonly summary?: SummaryRequest;
};

type ModelPorts = Pick<RuntimePorts, 'models' | 'schemas' | 'clock' | 'random' | 'redactor'>;

/** A model call has no effect outside, so whatever went wrong it may be made again. Never throws. */
export async function executeModel(
  work: ModelWork,
  ports: ModelPorts,
  permit: Permit,
  signal: AbortSignal,
): Promise<ModelResult> {
  const { clock } = ports;
  const startedMs = clock.monotonicMs();
  const figures = () => ({
    type: 'model' as const,
    step: work.step.step,
    attempt: work.step.attempts.at(-1)?.attempt ?? 1,
    latencyMs: Math.max(0, Math.round(clock.monotonicMs() - startedMs)),
  });
  try {
    requireLeave(permit);
    const { timeoutMs } = work.model.definition;
    const limitMs = Math.max(1, stepTimeoutMs(timeoutMs, work.deadlineMs - clock.now()));
    const beforeSend = lastLook(permit, clock, limitMs);
    const asker = { runId: work.state.runId, step: work.step.step };
    const answer = await withinTime(clock, limitMs, signal, (inner) =>
      ports.models.complete({ ...requestOf(work), asker, beforeSend }, inner),
    );
    const read =
      work.summary === undefined ? readModelAnswer(work, answer, ports) : readSummary(work, answer);
    const seen = ports.redactor.namesIn(rawOf(answer));
    const secrets = seen.length === 0 ? {} : { secretsSeen: [...seen] };
    return { ...figures(), ...read, ...onTop(work, read), ...secrets };
  } catch (cause) {
    const error = recorded(cause);
    const failed = {
      ...chargeOf(work.step, error),
      reportedModel: null,
      outcome: 'error',
      error,
      retryAt: retryAt(work, error, ports),
    } as const;
    return { ...figures(), ...failed, ...onTop(work, failed) };
  }
}

/** Without an answer only the worst case is known. */
function chargeOf({ held }: ModelStepState, error: RecordedError) {
  if (held === null || !mayBeCharged(error)) return { usage: null, costMicroUsd: 0 };
  return { usage: heldUsage(held), costMicroUsd: held.microUsd, estimated: true } as const;
}

function chargeOfAnswer({ usage }: ModelAnswer, { prices }: PricedModel) {
  const savedMicroUsd = savedByCache(usage, prices);
  const saved = savedMicroUsd === 0 ? {} : { savedMicroUsd };
  return { usage, costMicroUsd: costOf(usage, prices), ...saved };
}

function requestOf({ state, agent, model, tools, maxOutputTokens, summary }: ModelWork) {
  if (summary !== undefined) return { model, ...summary, tools: [], maxOutputTokens };
  const { marks } = state;
  if (marks === null) throw new Error(`the model of ${state.runId} was asked without marks`);
  return {
    model,
    system: systemPrompt(agent.prompt, marks),
    messages: sentMessages(state.context, marks),
    tools: offeredTools(agent, tools),
    maxOutputTokens,
  };
}

type Answered = DistributiveOmit<
  Exclude<ModelResult, { outcome: 'error' }>,
  'type' | 'step' | 'attempt' | 'latencyMs'
>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function readModelAnswer(work: ModelWork, answer: ModelAnswer, ports: ModelPorts): Answered {
  const { agent, model, state, step, tools } = work;
  const firstStep = step.step + 1;
  const answered = readAnswer({
    answer,
    tools,
    outputSchema: outputSchemaOf(agent),
    textMayFinish: agent.outputSchema === undefined,
    firstStep,
    schemas: ports.schemas,
  });
  const { read, ...watched } = watchedAnswer(answered, answer.text, state.marks);
  const common = {
    ...chargeOfAnswer(answer, model),
    reportedModel: answer.reportedModel,
    ...watched,
  };
  const { route } = step;
  const unsure =
    read.kind === 'invalid' || agent.routing === undefined || route === null || isTop(route)
      ? undefined
      : tooUnsure(agent.routing, read, tools);
  if (unsure !== undefined) return { ...common, outcome: 'unsure', stated: unsure, raw: rawOf(answer) };
  switch (read.kind) {
    case 'calls':
      return { ...common, outcome: 'calls', calls: read.calls };
    case 'finish':
      return {
        ...common,
        outcome: 'finish',
        finishStep: firstStep,
        output: read.output,
        decision: read.decision,
      };
    case 'invalid':
      return { ...common, outcome: 'invalid', problems: [...read.problems], raw: rawOf(answer) };
  }
}

type Priced = Pick<ModelResult, 'outcome' | 'usage' | 'costMicroUsd'> & { readonly retryAt?: string | null };

/** Of a call under a route. */
function onTop({ step, agent, topModel }: ModelWork, read: Priced): Pick<ModelResult, 'topRung'> {
  const { route } = step;
  if (route === null || agent.routing === undefined) return {};
  const { outcome, usage, costMicroUsd, retryAt } = read;
  if (isTop(route)) return { topRung: { costMicroUsd, setAside: false } };
  if (isAskedAbove(agent.routing, outcome, retryAt)) return { topRung: { costMicroUsd: 0, setAside: true } };
  const isKnown = usage !== null && topModel;
  return {
    topRung: { costMicroUsd: isKnown ? costOf(usage, topModel.prices) : costMicroUsd, setAside: false },
  };
}

/** Of a call below the top: whether what it came to is asked one model further up. */
export function isAskedAbove(
  routing: ModelRouting,
  outcome: ModelResult['outcome'],
  retryAt?: string | null,
): boolean {
  switch (outcome) {
    case 'unsure':
      return true;
    case 'invalid':
      return routing.onInvalidAnswer;
    case 'error':
      return routing.onFailure && retryAt === null;
    default:
      return false;
  }
}

/** Calls are not made, and what was asked for is not repeated: it would cost as much again. */
function readSummary({ model }: ModelWork, answer: ModelAnswer) {
  const common = {
    ...chargeOfAnswer(answer, model),
    reportedModel: answer.reportedModel,
  };
  const text = answer.text?.trim() ?? '';
  if (text !== '') return { ...common, outcome: 'summary', text } as const;
  const error = { code: 'summary_empty', message: 'The model gave no summary.', class: 'fatal' } as const;
  return { ...common, outcome: 'error', error, retryAt: null } as const;
}

/** The answer as it came, for the record and for the model to look at. */
function rawOf({ text, calls }: ModelAnswer): JsonValue {
  const asked = calls.map(({ callId, tool, arguments: args, malformed }) => ({
    callId,
    tool,
    arguments: args ?? null,
    malformed,
  }));
  return JSON.parse(JSON.stringify({ text, calls: asked }));
}

function retryAt(
  { step, deadlineMs, summary }: ModelWork,
  error: RecordedError,
  { clock, random }: ModelPorts,
): string | null {
  if (summary !== undefined) return null;
  const decision = decideRetry({
    error,
    effect: 'none',
    mode: 'send',
    failures:
      step.attempts
        .slice(step.forgivenAttempts)
        .filter(({ outcome, error: e }) => outcome === 'error' && e?.class !== 'refused').length + 1,
    refusals: 1,
    maxAttempts: MODEL_RETRY.maxAttempts,
    doubt: false,
    backoff: MODEL_RETRY,
    nowMs: clock.now(),
    deadlineMs,
    random: random.next(),
  });
  return decision.kind === 'RETRY' ? isoAt(decision.atMs) : null;
}

function recorded(cause: unknown): RecordedError {
  if (cause instanceof StoreUnavailableError) return { ...cause.toRecord(), class: 'refused' };
  if (cause instanceof CodedError) return cause.toRecord();
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'unexpected', message, class: 'retryable' };
}
