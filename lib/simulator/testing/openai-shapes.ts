// Knows the answers of OpenAI's chat completions as its API reference documents them, strictly.
import { z } from 'zod';

const count = z.int().nonnegative();

const usageSchema = z.strictObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z.strictObject({ cached_tokens: count, audio_tokens: count }),
  completion_tokens_details: z.strictObject({
    reasoning_tokens: count,
    audio_tokens: count,
    accepted_prediction_tokens: count,
    rejected_prediction_tokens: count,
  }),
});

const finishReasonSchema = z.enum(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);

const head = {
  id: z.string().regex(/^chatcmpl-/),
  created: z.int().positive(),
  model: z.string(),
  system_fingerprint: z.string().regex(/^fp_/),
  service_tier: z.enum(['auto', 'default', 'flex', 'scale', 'priority']),
};

export const completionSchema = z.strictObject({
  ...head,
  object: z.literal('chat.completion'),
  choices: z.tuple([
    z.strictObject({
      index: z.literal(0),
      message: z.strictObject({
        role: z.literal('assistant'),
        content: z.string().nullable(),
        refusal: z.null(),
        annotations: z.array(z.never()),
        tool_calls: z
          .array(
            z.strictObject({
              id: z.string().regex(/^call_/),
              type: z.literal('function'),
              function: z.strictObject({ name: z.string(), arguments: z.string() }),
            }),
          )
          .min(1)
          .optional(),
      }),
      logprobs: z.null(),
      finish_reason: finishReasonSchema,
    }),
  ]),
  usage: usageSchema,
});

const deltaSchema = z.strictObject({
  role: z.literal('assistant').optional(),
  content: z.string().nullable().optional(),
  refusal: z.null().optional(),
  tool_calls: z
    .array(
      z.strictObject({
        index: count,
        id: z.string().optional(),
        type: z.literal('function').optional(),
        function: z.strictObject({ name: z.string().optional(), arguments: z.string() }),
      }),
    )
    .optional(),
});

export const chunkSchema = z.strictObject({
  ...head,
  object: z.literal('chat.completion.chunk'),
  choices: z
    .array(
      z.strictObject({
        index: z.literal(0),
        delta: deltaSchema,
        logprobs: z.null(),
        finish_reason: finishReasonSchema.nullable(),
      }),
    )
    .max(1),
  usage: usageSchema.nullable().optional(),
});

export const errorSchema = z.looseObject({
  error: z.looseObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string(),
  }),
});

export const modelListSchema = z.strictObject({
  object: z.literal('list'),
  data: z
    .array(
      z.strictObject({
        id: z.string(),
        object: z.literal('model'),
        created: z.int().positive(),
        owned_by: z.string(),
      }),
    )
    .min(1),
});
