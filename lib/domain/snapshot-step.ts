// A step as a snapshot holds it; refuses one of another shape, so that no unparsed JSON reaches the fold. Each schema yields the state's own type.
import { z } from 'zod';
import { admission } from './admission';
import { requestedApproval } from './approval';
import { decisionRecord } from './decision';
import { deferral } from './deferral';
import { jsonObject, jsonValue } from './json';
import { heldAttempt, heldCall } from './model-hold';
import { priceSource } from './model-price';
import { modelRoute } from './model-routing';
import { tokenUsage } from './money';
import { plannedCall } from './planned-call';
import { actor } from './principal';
import { recordedError } from './recorded-error';
import type { StepState } from './run-state';
import { screening } from './screening';
import { RESULT_SOURCES, stepStatus } from './step';
import { takenFrom } from './taken-result';

const whole = z.number().int();

const attempt = z.strictObject({
  attempt: whole,
  mode: z.enum(['send', 'look_up']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  outcome: z.enum(['succeeded', 'error', 'not_found', 'invalid']).nullable(),
  error: recordedError.nullable(),
});

const base = {
  step: whole,
  status: stepStatus,
  attempts: z.array(attempt),
  retryAt: z.string().nullable(),
  deferred: deferral.nullable(),
  error: recordedError.nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  recoveries: whole,
  forgivenAttempts: whole,
};

const modelStep = z.strictObject({
  ...base,
  kind: z.literal('model'),
  model: z.string(),
  modelVersion: whole,
  price: priceSource.nullable(),
  reportedModel: z.string().nullable(),
  text: z.string().nullable(),
  proposed: z.array(whole),
  usage: tokenUsage.nullable(),
  savedMicroUsd: whole,
  costMicroUsd: whole,
  held: heldAttempt.nullable(),
  estimated: z.boolean(),
  isSummary: z.boolean(),
  leakedCanary: z.boolean(),
  route: modelRoute.nullable(),
  isSetAside: z.boolean(),
  topMicroUsd: whole,
});

const eventWait = z.strictObject({
  id: z.string(),
  correlationKey: z.string(),
  since: z.string(),
  until: z.string(),
  tainted: z.boolean(),
  privateData: z.boolean(),
  event: z.strictObject({ id: z.string(), by: actor, receivedAt: z.string() }).nullable(),
});

const evidence = z.strictObject({
  attempt: whole,
  answeredAt: z.string(),
  outcome: z.enum(['succeeded', 'error']),
  value: jsonValue.nullable(),
  error: recordedError.nullable(),
  tainted: z.boolean(),
  privateData: z.boolean(),
});

const verdict = z.strictObject({
  decision: z.string(),
  by: actor,
  reason: z.string().nullable(),
  at: z.string(),
});

const toolStep = z.strictObject({
  ...base,
  kind: z.literal('tool'),
  callId: z.string(),
  tool: z.string(),
  arguments: jsonObject,
  decision: decisionRecord,
  /** A compensation has no snapshots. */
  undo: z.null(),
  call: plannedCall.nullable(),
  admission: admission.nullable(),
  approval: requestedApproval.nullable(),
  approvedHash: z.string().nullable(),
  next: z.enum(['send', 'look_up']).nullable(),
  doubt: z.boolean(),
  onlyPerson: z.boolean(),
  settlesAt: z.string().nullable(),
  verdict: verdict.nullable(),
  result: jsonValue.nullable(),
  resultSource: z.enum(RESULT_SOURCES).nullable(),
  takenFrom: takenFrom.nullable(),
  wait: eventWait.nullable(),
  evidence: z.array(evidence),
  ruledOutAttempts: whole,
  tainted: z.boolean(),
  screening: screening.nullable(),
  costMicroUsd: whole,
  held: heldCall.nullable(),
  estimated: z.boolean(),
});

const finishStep = z.strictObject({
  ...base,
  kind: z.literal('finish'),
  decision: decisionRecord,
  output: jsonValue,
});

export const snapshotStep: z.ZodType<StepState> = z.discriminatedUnion('kind', [
  modelStep,
  toolStep,
  finishStep,
]);
