// Steps of the runtime's own fold as they stand on the wire; adds which journal rows speak of each, and no second reading of them.
import 'server-only';
import type { StepShape } from '../../contract/run-detail';
import type { JournalRow } from '../../domain/journal-row';
import type { JsonValue } from '../../domain/json';
import type { ModelStepState, RunState, StepState, ToolStepState } from '../../domain/run-state';
import { marksIn } from '../../guard/redaction';
import { decodeRow } from '../../runtime/decode-row';
import { type Mentions, noteMentions } from './step-mentions';

/** The steps of a state; `rows` are the rows that it was folded from. */
export function stepShapes(state: RunState, rows: readonly JournalRow[]): StepShape[] {
  const mentions = new Map<number, Mentions>();
  for (const row of rows) noteMentions(mentions, row, decodeRow(row));
  return shapesOf(state.steps, mentions, state.seq);
}

/** Some steps of a state whose newest row is `seq`. */
export function shapesOf(
  steps: readonly StepState[],
  mentions: ReadonlyMap<number, Mentions>,
  seq: number,
): StepShape[] {
  return steps.map((step) => {
    const mentioned = mentions.get(step.step);
    const parts = { ...commonPart(step), ...ownPart(step) };
    const setAsideAnswer = mentioned?.setAsideAnswer ?? null;
    return {
      ...parts,
      secretsSeen: secretsSeenIn(parts, setAsideAnswer),
      heldInAllMicroUsd: mentioned?.heldMicroUsd ?? null,
      setAsideAnswer,
      firstSeq: mentioned?.first ?? 1,
      lastSeq: mentioned?.last ?? seq,
    };
  });
}

type OwnPart = Pick<
  StepShape,
  | 'tool'
  | 'toolVersion'
  | 'effect'
  | 'purpose'
  | 'model'
  | 'reportedModel'
  | 'text'
  | 'arguments'
  | 'result'
  | 'resultSource'
  | 'takenFrom'
  | 'cacheSavedMicroUsd'
  | 'decision'
  | 'admission'
  | 'approval'
  | 'wait'
  | 'effectKey'
  | 'resource'
  | 'lateAnswers'
  | 'tainted'
  | 'screening'
  | 'leakedCanary'
  | 'usage'
  | 'modelVersion'
  | 'price'
  | 'route'
  | 'setAside'
  | 'topMicroUsd'
  | 'costMicroUsd'
  | 'costEstimated'
  | 'heldMicroUsd'
>;
type CommonPart = Omit<
  StepShape,
  keyof OwnPart | 'secretsSeen' | 'heldInAllMicroUsd' | 'setAsideAnswer' | 'firstSeq' | 'lastSeq'
>;

/** In what was said, sent and answered; not in the records of people and rules, which quote it. */
function secretsSeenIn(
  { text, arguments: sent, result, error, attempts, decision, lateAnswers }: OwnPart & CommonPart,
  setAside: JsonValue | null,
): string[] {
  const said = attempts.flatMap((attempt) => (attempt.error === null ? [] : [attempt.error]));
  return [
    ...marksIn([text, sent, result, setAside, { ...error }, decision, ...said, ...lateAnswers] as JsonValue),
  ]; // safe because all of it was read from JSON
}

function commonPart(step: StepState): CommonPart {
  return {
    step: step.step,
    kind: step.kind,
    status: step.status,
    error: step.error,
    attempts: step.attempts.map((attempt) => ({ ...attempt })),
    retryAt: step.retryAt,
    deferred: step.deferred,
    startedAt: step.startedAt,
    finishedAt: step.finishedAt,
  };
}

const NOTHING: OwnPart = {
  tool: null,
  toolVersion: null,
  effect: null,
  purpose: null,
  model: null,
  reportedModel: null,
  text: null,
  arguments: null,
  result: null,
  resultSource: null,
  takenFrom: null,
  cacheSavedMicroUsd: null,
  decision: null,
  admission: null,
  approval: null,
  wait: null,
  effectKey: null,
  resource: null,
  lateAnswers: [],
  tainted: false,
  screening: null,
  leakedCanary: false,
  usage: null,
  modelVersion: null,
  price: null,
  route: null,
  setAside: false,
  topMicroUsd: null,
  costMicroUsd: 0,
  costEstimated: false,
  heldMicroUsd: null,
};

function ownPart(step: StepState): OwnPart {
  switch (step.kind) {
    case 'model':
      return {
        ...NOTHING,
        purpose: step.isSummary ? 'summary' : null,
        model: step.model,
        reportedModel: step.reportedModel,
        text: step.text,
        leakedCanary: step.leakedCanary,
        usage: step.usage,
        cacheSavedMicroUsd: step.savedMicroUsd,
        modelVersion: step.modelVersion,
        price: step.price,
        route: step.route,
        setAside: step.isSetAside,
        topMicroUsd: step.route === null ? null : step.topMicroUsd,
        ...costPart(step),
      };
    case 'finish':
      return { ...NOTHING, result: step.output, decision: step.decision };
    case 'tool':
      return toolPart(step);
  }
}

function costPart(step: ModelStepState | ToolStepState) {
  const { costMicroUsd, estimated: costEstimated, held } = step;
  return { costMicroUsd, costEstimated, heldMicroUsd: held?.microUsd ?? null };
}

function toolPart(step: ToolStepState): OwnPart {
  return {
    ...NOTHING,
    ...costPart(step),
    tool: step.tool,
    toolVersion: step.call?.toolVersion ?? null,
    effect: step.call?.effect ?? null,
    arguments: step.arguments,
    result: step.result,
    resultSource: step.resultSource,
    takenFrom: step.takenFrom,
    decision: step.decision,
    admission: step.admission,
    approval: approvalPart(step),
    wait: waitPart(step),
    effectKey: step.call?.effectKey ?? null,
    resource: step.call?.resource ?? null,
    lateAnswers: step.evidence.map(({ tainted: _tainted, privateData: _private, ...said }) => said),
    tainted: step.tainted,
    screening: step.screening,
  };
}

function approvalPart({ approval, verdict, status, settlesAt }: ToolStepState): StepShape['approval'] {
  if (approval === null) return null;
  const { id, payloadHash, requiredRole, expiresAt, onExpiry } = approval;
  const open = status === 'unknown' ? settlesAt : null;
  return { id, payloadHash, requiredRole, expiresAt, onExpiry, settlesAt: open, verdict };
}

function waitPart({ wait }: ToolStepState): StepShape['wait'] {
  if (wait === null) return null;
  const { correlationKey, since, until, event } = wait;
  return { correlationKey, since, until, event };
}
