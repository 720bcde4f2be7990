// What the rows of journal format 1 say, by type; refuses a payload of another shape, so that no unparsed JSON reaches the fold.
import { z } from 'zod';
import { admission } from './admission';
import { requestedApproval } from './approval';
import { undoFact } from './compensation';
import { decisionRecord } from './decision';
import { forkedFact, recordedStep } from './fork';
import {
  boundExpiredInput,
  cancelInput,
  decisionInput,
  escalatedInput,
  lateAnswerInput,
  pauseInput,
  redriveInput,
  resumeInput,
  signalInput,
} from './journal-input';
import { jsonObject, jsonValue } from './json';
import { chargedFact, modelHold } from './model-hold';
import { priceSource } from './model-price';
import { modelRoute, topRung } from './model-routing';
import { tokenUsage } from './money';
import { plannedCall } from './planned-call';
import { recordedError } from './recorded-error';
import { claimRow, endRow } from './run-ends';
import { boundFact, deferredFact, noSummaryFact, stoppedFact } from './run-facts';
import { runMarks, screening } from './screening';
import { snapshotHead } from './snapshot-head';
import { startInput } from './start-input';
import { RESULT_SOURCES } from './step';
import { takenFrom } from './taken-result';
import { callCharge, callHold } from './tool-price';
import { waitIntent } from './wait-intent';

const at = z.iso.datetime();
export const modelIntent = z.strictObject({
  type: z.literal('model'),
  step: z.number().int(),
  attempt: z.number().int(),
  model: z.string(),
  modelVersion: z.number().int(),
  maxOutputTokens: z.number().int(),
  /** The worst case for which money and tokens are held; absent in journals from before holds. */
  held: modelHold.optional(),
  /** It asks for no next move but for a last summary of a run that is stopped: no part of the conversation. */
  purpose: z.literal('summary').optional(),
  /** By which prices it is charged; absent where the model's own are taken. */
  price: priceSource.optional(),
  /** Of an agent with stronger models: which one this is, and why it. Stands behind the model's name: see store/read/journal-text.ts. */
  route: modelRoute.optional(),
  /** Of the first call of the run's model, and from then on its own. */
  runMarks: runMarks.optional(),
});

/** A call as the model asked for it, already found valid against the tool's schema and stripped of `_decision`. */
export const proposedCall = z.strictObject({
  callId: z.string(),
  step: z.number().int(),
  tool: z.string(),
  arguments: jsonObject,
  decision: decisionRecord,
});
export type ProposedCall = z.infer<typeof proposedCall>;

const modelFigures = {
  type: z.literal('model'),
  step: z.number().int(),
  attempt: z.number().int(),
  usage: tokenUsage.nullable(),
  costMicroUsd: z.number().int(),
  /** The provider may have charged for an answer that never came: usage and cost are what was held. */
  estimated: z.literal(true).optional(),
  reportedModel: z.string().nullable(),
  /** By the provider's prefix cache, where that is not zero; below it where writing cost more than reading saved. */
  savedMicroUsd: z.number().int().optional(),
  latencyMs: z.number().int(),
  /** The canary of the run stood in a call, or in the output. */
  leakedCanary: z.literal(true).optional(),
  /** Registered secrets that its answer held, by name; in what is kept a mark stands for each. */
  secretsSeen: z.array(z.string()).optional(),
  recordedStep,
  /** Of a call with a route. What readers of the text look for stands right before and behind it: see store/read/journal-text.ts. */
  topRung: topRung.optional(),
};
export const problem = z.strictObject({ path: z.string(), message: z.string() });

/**
 * calls: the model asked for tools. finish: it ended the run. invalid: its answer was no valid call and it is told why, once. unsure: its confidence was too
 * low, and a stronger model is asked the same; nothing of it is carried out. summary: what the run achieved until it was stopped.
 * error: the call to the provider failed; with retryAt another attempt follows.
 */
export const modelResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...modelFigures,
    outcome: z.literal('calls'),
    text: z.string().nullable(),
    calls: z.array(proposedCall).min(1),
  }),
  z.strictObject({
    ...modelFigures,
    outcome: z.literal('finish'),
    text: z.string().nullable(),
    /** The step of the finish itself, so that it stands in the timeline. */
    finishStep: z.number().int(),
    output: jsonValue,
    decision: decisionRecord,
  }),
  z.strictObject({
    ...modelFigures,
    outcome: z.literal('invalid'),
    text: z.string().nullable(),
    problems: z.array(problem).min(1),
    raw: jsonValue,
  }),
  z.strictObject({
    ...modelFigures,
    outcome: z.literal('unsure'),
    text: z.string().nullable(),
    /** The lowest that it stated; null where one was missing. */
    stated: z.strictObject({ confidence: z.number().nullable(), below: z.number() }),
    raw: jsonValue,
  }),
  z.strictObject({ ...modelFigures, outcome: z.literal('summary'), text: z.string().min(1) }),
  z.strictObject({
    ...modelFigures,
    outcome: z.literal('error'),
    error: recordedError,
    retryAt: at.nullable(),
  }),
]);
export type ModelResult = z.infer<typeof modelResult>;

/** The admission of a call that does not run at once: it waits for a person or is denied. Also written when an approved call is checked again and no longer holds. */
export const admissionFact = z.strictObject({
  type: z.literal('admission'),
  step: z.number().int(),
  call: plannedCall,
  admission,
  approval: requestedApproval.nullable(),
});

/**
 * An attempt is journalled before it is made. `call` and `admission` stand in the first one after an admission: of a call that was admitted
 * at once, and of one that a person approved and that was checked again. `approvedHash` is the binding under which it was approved.
 */
export const toolIntent = z.strictObject({
  type: z.literal('tool'),
  step: z.number().int(),
  attempt: z.number().int(),
  mode: z.enum(['send', 'look_up']),
  call: plannedCall.optional(),
  admission: admission.optional(),
  approvedHash: z.string().optional(),
  /** Of a call with a price. */
  held: callHold.optional(),
});
export type ToolIntent = z.infer<typeof toolIntent>;

const toolFigures = {
  type: z.literal('tool'),
  step: z.number().int(),
  attempt: z.number().int(),
  latencyMs: z.number().int(),
  recordedStep,
  /** What readers of the text look for stands before it: see store/read/journal-text.ts. */
  spent: callCharge.optional(),
};
/**
 * error with next `retry` waits until retryAt; `look_up` asks the receiver by key; `ask` parks for a person (outcome unknown);
 * `final` fails the step. not_found: the look-up says that it did not happen, so it may be sent again.
 */
export const toolResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...toolFigures,
    outcome: z.literal('succeeded'),
    value: jsonValue,
    /**
     * ledger: the key had succeeded before and its result was given again. look_up: found by asking the receiver. late_answer: said by the receiver
     * after the attempt's time; the evidence stands in an input row. reuse: nothing was sent, `takenFrom` says which read stands for it.
     */
    source: z.enum(RESULT_SOURCES),
    takenFrom: takenFrom.optional(),
    tainted: z.boolean(),
    privateData: z.boolean(),
    /** What was found in a tainted value. */
    untrusted: screening.optional(),
  }),
  z.strictObject({
    ...toolFigures,
    outcome: z.literal('error'),
    error: recordedError,
    next: z.enum(['retry', 'look_up', 'ask', 'final']),
    retryAt: at.nullable(),
    /** The approval that settles an unknown outcome, when next is `ask`. */
    approval: requestedApproval.nullable(),
    /** The error holds words of the receiver, and outsiders may have written them. */
    tainted: z.literal(true).optional(),
    /** Those words are of a tool whose answers must not leave the organisation. */
    privateData: z.literal(true).optional(),
    untrusted: screening.optional(),
    /** Proven by a refusal that came after the attempt's time: it did not happen. */
    source: z.literal('late_answer').optional(),
  }),
  z.strictObject({
    ...toolFigures,
    outcome: z.literal('not_found'),
    /** look_up: it may still be on its way, ask again at retryAt. send: it certainly did not happen. */
    next: z.enum(['send', 'look_up']),
    retryAt: at.nullable(),
  }),
]);
export type ToolResult = z.infer<typeof toolResult>;

export const JOURNAL_PAYLOADS = {
  claim: claimRow,
  intent: z.discriminatedUnion('type', [modelIntent, toolIntent, waitIntent]),
  result: z.union([modelResult, toolResult]),
  input: z.discriminatedUnion('type', [
    startInput,
    decisionInput,
    cancelInput,
    pauseInput,
    resumeInput,
    redriveInput,
    signalInput,
    lateAnswerInput,
    boundExpiredInput,
    escalatedInput,
  ]),
  fact: z.discriminatedUnion('type', [
    admissionFact,
    boundFact,
    stoppedFact,
    chargedFact,
    deferredFact,
    noSummaryFact,
    undoFact,
    forkedFact,
  ]),
  /** What follows from the rows before it, once more; a reader of rows needs its head alone. */
  snapshot: snapshotHead,
  end: endRow,
} as const;

export type JournalPayloads = { [K in keyof typeof JOURNAL_PAYLOADS]: z.infer<(typeof JOURNAL_PAYLOADS)[K]> };
/** What a row says before it is sealed: kind and payload that fit each other. */
export type JournalEntry = {
  [K in keyof JournalPayloads]: { readonly kind: K; readonly payload: JournalPayloads[K] };
}[keyof JournalPayloads];
