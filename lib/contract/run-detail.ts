// The inside of a run on the wire: steps, journal and the state at one place of it.
import { z } from 'zod';
import { admission } from '../domain/admission';
import { approvalExpiry } from '../domain/approval';
import { decisionRecord } from '../domain/decision';
import { deferral } from '../domain/deferral';
import { JOURNAL_KINDS } from '../domain/journal-row';
import { jsonValue } from '../domain/json';
import { priceSource } from '../domain/model-price';
import { modelRoute } from '../domain/model-routing';
import { tokenUsage } from '../domain/money';
import { actor, role } from '../domain/principal';
import { recordedError } from '../domain/recorded-error';
import { runLimits, runStatus, waiting } from '../domain/run';
import { screening } from '../domain/screening';
import { RESULT_SOURCES, STEP_KINDS, stepStatus } from '../domain/step';
import { takenFrom } from '../domain/taken-result';
import { longLimitParam, pageOf, timestamp, uuid } from './page';

export const attemptShape = z.strictObject({
  attempt: z.number().int(),
  mode: z.enum(['send', 'look_up']),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  outcome: z.enum(['succeeded', 'error', 'not_found', 'invalid']).nullable(),
  error: recordedError.nullable(),
});

export const lateAnswerShape = z.strictObject({
  attempt: z.number().int(),
  answeredAt: timestamp,
  outcome: z.enum(['succeeded', 'error']),
  value: jsonValue.nullable(),
  error: recordedError.nullable(),
});

export const stepShape = z.strictObject({
  step: z.number().int(),
  kind: z.enum(STEP_KINDS),
  status: stepStatus,
  tool: z.string().nullable(),
  toolVersion: z.number().int().nullable(),
  effect: z.string().nullable(),
  /** summary: the model sums up the run where it was stopped, and chooses no move; null for every other step. */
  purpose: z.literal('summary').nullable(),
  /** As the agent names it. */
  model: z.string().nullable(),
  /** What the endpoint says answered; null where it says nothing. */
  reportedModel: z.string().nullable(),
  /** What the model said beside its calls. */
  text: z.string().nullable(),
  arguments: jsonValue.nullable(),
  result: jsonValue.nullable(),
  /** Where the result came from: the call, the ledger, a look-up by key, a person, an event from outside, an answer after its time, or an earlier read of the same. */
  resultSource: z.enum(RESULT_SOURCES).nullable(),
  /** The read of this or another run that stands for it (`resultSource: reuse`): nothing was sent or charged. Null for every other step. */
  takenFrom: takenFrom.nullable(),
  error: recordedError.nullable(),
  decision: decisionRecord.nullable(),
  admission: admission.nullable(),
  approval: z
    .strictObject({
      id: uuid,
      payloadHash: z.string(),
      requiredRole: role,
      expiresAt: timestamp.nullable(),
      /** execute: a veto window. */
      onExpiry: approvalExpiry.nullable(),
      /** Of an open question about an unknown outcome: until then the call may still arrive. */
      settlesAt: timestamp.nullable(),
      verdict: z
        .strictObject({ decision: z.string(), by: actor, reason: z.string().nullable(), at: timestamp })
        .nullable(),
    })
    .nullable(),
  /** The event from outside that is or was waited for; `event` is null while none came. */
  wait: z
    .strictObject({
      correlationKey: z.string(),
      since: timestamp,
      until: timestamp,
      event: z.strictObject({ id: uuid, by: actor, receivedAt: timestamp }).nullable(),
    })
    .nullable(),
  attempts: z.array(attemptShape),
  /** What the receiver said after an attempt's time. It settles what has no result yet (`resultSource: late_answer`) and overrides none. */
  lateAnswers: z.array(lateAnswerShape),
  effectKey: z.string().nullable(),
  /** What the effect works on and holds until it is settled; null where its tool declares none. */
  resource: z.string().nullable(),
  tainted: z.boolean(),
  /** What was found in its untrusted result before the model read it; null where nothing was. */
  screening: screening.nullable(),
  /** Names of secrets for which `[secret:NAME]` stands in what is kept of this step: their values came, and were taken out before they were kept. */
  secretsSeen: z.array(z.string()),
  /** Of a model: its answer held the secret mark of the run's prompt. Such calls are denied, such an output is none. */
  leakedCanary: z.boolean(),
  usage: tokenUsage.nullable(),
  /** Of the model, in its last attempt. */
  modelVersion: z.number().int().nullable(),
  /** By which version of the price table, and which entry of it, that was charged; null: by the model's own prices, or no model is called. `none`: nobody knew, and it counts as free. */
  price: priceSource.nullable(),
  /** Of an agent with stronger models: which of them was asked, 0 for the first, and why it; null for every other step. */
  route: modelRoute.nullable(),
  /** What was answered is not used, or the failure is not the run's: the same is asked of a stronger model. */
  setAside: z.boolean(),
  /** What an answer that was set aside asked for or said; nothing of it was carried out. */
  setAsideAnswer: jsonValue.nullable(),
  /** An estimate, with a route: what the same tokens would have cost with the strongest model, nothing for what was set aside. */
  topMicroUsd: z.number().int().nullable(),
  /** Of a model call: what the provider's prefix cache saved, below zero where writing it cost more than reading it saved. Null for every other step. */
  cacheSavedMicroUsd: z.number().int().nullable(),
  costMicroUsd: z.number().int(),
  /** Part of the cost is what was held for an attempt whose answer never came, or did not say what it cost: it may have been charged for. */
  costEstimated: z.boolean(),
  /** The worst case that is held for the attempt under way; null where nothing is. */
  heldMicroUsd: z.number().int().nullable(),
  /** What was held for all its attempts, each at its worst case; beside the cost it tells how far the estimate was off. Null where nothing ever was. */
  heldInAllMicroUsd: z.number().int().nullable(),
  retryAt: timestamp.nullable(),
  /** Why the next attempt is put off; null where nothing stands against it. */
  deferred: deferral.nullable(),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** The journal rows that speak of this step, first and last. */
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
});
export type StepShape = z.infer<typeof stepShape>;
export const stepPage = pageOf(stepShape);
export const stepsQuery = z.strictObject({ limit: longLimitParam, cursor: z.string().max(500).optional() });

export const journalRowShape = z.strictObject({
  seq: z.number().int(),
  kind: z.enum(JOURNAL_KINDS),
  step: z.number().int().nullable(),
  at: timestamp,
  payload: jsonValue,
  hash: z.string(),
  prevHash: z.string(),
});
export type JournalRowShape = z.infer<typeof journalRowShape>;
export const journalPage = pageOf(journalRowShape);

export const stateQuery = z.strictObject({ seq: z.coerce.number().int().min(1).optional() });

/** The run's state after row `seq`, by the runtime's own fold. */
export const stateShape = z.strictObject({
  seq: z.number().int(),
  lastSeq: z.number().int(),
  at: timestamp,
  status: runStatus,
  waiting: waiting.nullable(),
  limits: runLimits,
  usage: z.strictObject({
    steps: z.number().int(),
    toolCalls: z.number().int(),
    tokens: z.number().int(),
    costMicroUsd: z.number().int(),
  }),
  tainted: z.boolean(),
  privateDataSeen: z.boolean(),
  deadlineAt: timestamp,
  toolsUsed: z.array(z.string()),
  errors: z.array(recordedError),
  context: z.array(jsonValue),
  steps: z.array(stepShape),
  partial: jsonValue.nullable(),
  output: jsonValue.nullable(),
});
export type StateShape = z.infer<typeof stateShape>;
