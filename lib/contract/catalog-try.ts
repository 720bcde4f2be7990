// Trying a tool or a model outside of any run: what is asked, and an answer that says plainly what it did.
import { z } from 'zod';
import { policyVerdict } from '../domain/admission';
import { problem } from '../domain/journal-payload';
import { jsonObject, jsonValue } from '../domain/json';
import { tokenUsage } from '../domain/money';
import { resourceName } from '../domain/names';
import { recordedError } from '../domain/recorded-error';
import { effectClass, toolDefinition } from '../domain/tool';
import { countingNumber, timestamp } from './page';
import { givenReason } from './reason';

const version = countingNumber;

export const tryToolBody = z.strictObject({
  arguments: jsonObject,
  /** The active one unless told. */
  version: version.optional(),
  /** Needed for every effect but a read: the call really acts. */
  confirm: z.boolean().default(false),
  /** As `confirm`; stands in the audit. */
  reason: givenReason.optional(),
});
export type TryToolBody = z.infer<typeof tryToolBody>;

/** A contract that is not saved yet; only a read may be tried before somebody can look it up. */
export const tryToolDraftBody = z.strictObject({
  name: resourceName.optional(),
  definition: toolDefinition,
  arguments: jsonObject,
});
export type TryToolDraftBody = z.infer<typeof tryToolDraftBody>;

export const ACTED = ['no', 'yes', 'unknown'] as const;

export const toolTryShape = z.strictObject({
  tool: z.string().nullable(),
  /** Null: a draft. */
  version: z.number().int().nullable(),
  effect: effectClass,
  outcome: z.enum(['succeeded', 'failed']),
  /** `look_up`: an earlier try with this key had happened already; nothing was sent. */
  source: z.enum(['call', 'look_up']),
  /** Whether something changed outside. A read changes nothing. */
  acted: z.enum(ACTED),
  /** The same in words. */
  words: z.string(),
  value: jsonValue.nullable(),
  error: recordedError.nullable(),
  /** Whether a secret stood in the answer and was taken out. */
  redacted: z.boolean(),
  tainted: z.boolean(),
  privateData: z.boolean(),
  /** What the output schema says about the value. In a run, `breaks` is a failed call. */
  schema: z.strictObject({
    verdict: z.enum(['fits', 'breaks', 'none']),
    problems: z.array(problem),
  }),
  policy: policyVerdict,
  /** The Idempotency-Key that was sent on to the tool; null for a read. */
  effectKey: z.string().nullable(),
  attempts: z.literal(1),
  startedAt: timestamp,
  latencyMs: z.number().int(),
});
export type ToolTryShape = z.infer<typeof toolTryShape>;

/** Enough to see that a model answers, too little to cost anything. */
export const MOST_TRY_OUTPUT_TOKENS = 256;

export const tryModelBody = z.strictObject({
  prompt: z.string().min(1).max(4_000),
  version: version.optional(),
  maxOutputTokens: z.number().int().min(16).max(MOST_TRY_OUTPUT_TOKENS).default(MOST_TRY_OUTPUT_TOKENS),
});
export type TryModelBody = z.infer<typeof tryModelBody>;

export const modelTryShape = z.strictObject({
  model: z.string(),
  version: z.number().int(),
  outcome: z.enum(['succeeded', 'failed']),
  text: z.string().nullable(),
  finishReason: z.enum(['stop', 'tool-calls', 'length', 'content-filter', 'other']).nullable(),
  reportedModel: z.string().nullable(),
  usage: tokenUsage.nullable(),
  /** null: nobody knows what the model costs. */
  costMicroUsd: z.number().int().nullable(),
  /** Where that cost is counted, in words. */
  words: z.string(),
  maxOutputTokens: z.number().int(),
  error: recordedError.nullable(),
  redacted: z.boolean(),
  startedAt: timestamp,
  latencyMs: z.number().int(),
});
export type ModelTryShape = z.infer<typeof modelTryShape>;
