// Knows which faults exist and how a rule asks for one; refuses a rule that could never apply.
import { z } from 'zod';

/** The routes that a rule may name, by service. */
export const FAULT_ROUTES = {
  payments: ['order', 'refund', 'refund_cancel', 'refund_get', 'refund_lookup'],
  chat: ['post', 'list'],
  tickets: ['create', 'find', 'get'],
  mail: ['send', 'list'],
  model: ['chat_completions', 'models'],
} as const;

export type FaultService = keyof typeof FAULT_ROUTES;
export const FAULT_SERVICES = [
  'payments',
  'chat',
  'tickets',
  'mail',
  'model',
] as const satisfies FaultService[];

/**
 * | fault                | effect happens | what the caller sees                                         |
 * |----------------------|----------------|--------------------------------------------------------------|
 * | delay                | after delayMs  | a sound answer, late; the effect is late as well             |
 * | late                 | at once        | a sound answer after delayMs                                 |
 * | lost_reply           | at once        | the connection closes without an answer                      |
 * | hang                 | no             | nothing, for ever                                            |
 * | hang_after           | at once        | nothing, for ever                                            |
 * | error_before         | no             | `status` (503 unless told)                                   |
 * | error_after          | at once        | `status` (500 unless told)                                   |
 * | rate_limited         | no             | 429 with Retry-After of retryAfterS seconds                  |
 * | malformed            | at once        | 200 whose body is cut-off JSON                               |
 * | wrong_shape          | at once        | 200 with JSON of another shape                               |
 * | oversized            | at once        | 200 with sizeBytes of JSON                                   |
 * | nul                  | at once        | 200 with NUL characters in every string                      |
 * | wrong_arguments      | model only     | a tool call that misses an argument and has one too many     |
 * | malformed_arguments  | model only     | a tool call whose arguments are cut-off JSON                 |
 * | unknown_tool         | model only     | a call of a tool that was not offered                        |
 * | loop                 | model only     | the last call once more, word for word                       |
 */
export const FAULT_KINDS = [
  'delay',
  'late',
  'lost_reply',
  'hang',
  'hang_after',
  'error_before',
  'error_after',
  'rate_limited',
  'malformed',
  'wrong_shape',
  'oversized',
  'nul',
  'wrong_arguments',
  'malformed_arguments',
  'unknown_tool',
  'loop',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const MODEL_ONLY: readonly FaultKind[] = ['wrong_arguments', 'malformed_arguments', 'unknown_tool', 'loop'];

/** A fault with its figures, as it is applied. */
export const faultSchema = z.strictObject({
  fault: z.enum(FAULT_KINDS),
  delayMs: z.int().min(0).max(600_000).optional(),
  retryAfterS: z.int().min(0).max(3_600).optional(),
  status: z.int().min(400).max(599).optional(),
  sizeBytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024)
    .optional(),
});
export type Fault = z.infer<typeof faultSchema>;

export const factSchema = z.union([z.string(), z.number(), z.boolean()]);
export type Facts = Record<string, z.infer<typeof factSchema>>;

const probabilitySchema = z.strictObject({ probability: z.number().min(0).max(1) });

export const faultRuleSchema = faultSchema
  .extend({
    service: z.enum(FAULT_SERVICES),
    /** Absent: every route of the service. */
    route: z.string().optional(),
    /** Facts of the request that must all be equal; a text that ends in `*` matches as a prefix. */
    match: z.record(z.string(), factSchema).optional(),
    /** Which occurrence of an intent is hit: the nth, each one, or each with a probability. */
    nth: z.union([z.int().positive(), z.literal('every'), probabilitySchema]).default('every'),
    /** Only the first `times` occurrences of an intent are looked at. */
    times: z.int().positive().optional(),
    /** Only for so long since the intent was first asked for: a limit that lets calls pass again after its time, not after a number of them. */
    withinMs: z.int().positive().max(600_000).optional(),
  })
  .superRefine((rule, context) => {
    const routes: readonly string[] = FAULT_ROUTES[rule.service];
    if (rule.route !== undefined && !routes.includes(rule.route)) {
      context.addIssue({
        code: 'custom',
        path: ['route'],
        message: `${rule.service} has the routes ${routes.join(', ')}`,
      });
    }
    if (MODEL_ONLY.includes(rule.fault) && rule.service !== 'model') {
      context.addIssue({ code: 'custom', path: ['fault'], message: `${rule.fault} is a fault of the model` });
    }
  });
export type FaultRule = z.infer<typeof faultRuleSchema>;
