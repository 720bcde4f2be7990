// What is held for a model call before it is made, and what a lost one counts as; refuses other shapes.
import { z } from 'zod';
import { tokenUsage } from './money';
import { tokenizer } from './tokenizer';

const whole = z.number().int();

/** Bounds what is sent: `messages` of the conversation under a prompt and tools of `fixedBytes`. */
const sent = { inputTokens: whole, fixedBytes: whole, messages: whole };

/** The worst case of a call, as its intent records it. `summaryMicroUsd`: held besides, so that a budget that stops the run has room for a last summary. */
export const modelHold = z.strictObject({
  ...sent,
  microUsd: whole,
  summaryMicroUsd: whole.optional(),
  /** By which what is sent was counted; absent: in bytes. */
  tokenizer: tokenizer.optional(),
});
export type ModelHold = z.infer<typeof modelHold>;

const model = { model: z.string(), modelVersion: whole };

/** The same with the attempt it is held for. */
export const heldAttempt = z.strictObject({
  ...modelHold.omit({ tokenizer: true }).shape,
  ...model,
  attempt: whole,
  maxOutputTokens: whole,
});
export type HeldAttempt = z.infer<typeof heldAttempt>;

/** What is held for an attempt of a tool's call. */
export const heldCall = z.strictObject({ attempt: whole, microUsd: whole });
export type HeldCall = z.infer<typeof heldCall>;

/** What a provider reported for the call that sent the first `messages` of the conversation. */
export const countedInput = z.strictObject({ ...sent, ...model });
export type CountedInput = z.infer<typeof countedInput>;

/** An attempt that was lost with its worker counts as what was held for it: whoever was called may have charged for it. */
export const chargedFact = z.strictObject({
  type: z.literal('charged'),
  step: whole,
  attempt: whole,
  /** null: a tool was called. */
  usage: tokenUsage.nullable(),
  costMicroUsd: whole,
});
