// Which models an agent goes up through, from its own to stronger ones, and what makes it go up; refuses a ladder that names a model twice.
import { z } from 'zod';
import { jsonValue } from './json';
import { resourceName } from './names';

export const MOST_STRONGER_MODELS = 4;

export const modelRouting = z
  .strictObject({
    /** Above the agent's own model, from cheaper to stronger. */
    stronger: z.array(resourceName).min(1).max(MOST_STRONGER_MODELS),
    /** An answer with a call that is no read, or an end, whose stated confidence is below this is set aside. */
    confidenceBelow: z.number().gt(0).max(1).optional(),
    /** What a missing confidence means there. */
    whenConfidenceMissing: z.enum(['accept', 'stronger']).default('accept'),
    /** An answer that was no valid call is asked for again one model further up. */
    onInvalidAnswer: z.boolean().default(true),
    /** A call that failed for good, or whose breaker is open, is made one model further up. */
    onFailure: z.boolean().default(true),
    /** Inputs that are hard begin further up. */
    difficulty: z
      .strictObject({
        /** Dotted, into the input. */
        path: z.string().min(1).max(200),
        hard: z.array(jsonValue).min(1).max(50),
        /** Where such a run begins; the strongest when absent. */
        model: resourceName.optional(),
      })
      .optional(),
  })
  .superRefine(({ stronger, difficulty }, context) => {
    for (const [i, name] of stronger.entries())
      if (stronger.indexOf(name) < i)
        context.addIssue({ code: 'custom', path: ['stronger', i], message: `${name} is named already` });
    const begins = difficulty?.model;
    if (begins !== undefined && !stronger.includes(begins))
      context.addIssue({
        code: 'custom',
        path: ['difficulty', 'model'],
        message: `${begins} is none of the stronger models`,
      });
  });
export type ModelRouting = z.infer<typeof modelRouting>;

const whole = z.number().int();
/** The step whose answer or failure led here. */
const since = { step: whole };

/**
 * Why a model was asked. first: where the agent begins. difficulty: the input says that it is hard. confidence, invalid: the answer of `step` to the same question was set
 * aside. failure: the calls of `step` failed for good. breaker: that of the model `of` further down is open.
 */
export const routeReason = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('first') }),
  z.strictObject({ reason: z.literal('difficulty'), path: z.string() }),
  z.strictObject({
    reason: z.literal('confidence'),
    ...since,
    /** null: none was stated. */
    confidence: z.number().nullable(),
    below: z.number(),
  }),
  z.strictObject({ reason: z.literal('invalid'), ...since }),
  z.strictObject({ reason: z.literal('failure'), ...since }),
  z.strictObject({ reason: z.literal('breaker'), of: z.string() }),
]);
export type RouteReason = z.infer<typeof routeReason>;

/** `rung` 0 is the agent's own model, `top` the strongest one. */
export const modelRoute = z.strictObject({ rung: whole, top: whole, why: routeReason });
export type ModelRoute = z.infer<typeof modelRoute>;

/**
 * What the same tokens would have cost on the top rung. `setAside`: the answer is not used, and the same is asked one rung further up; whoever asks the top rung at
 * once pays nothing for it.
 */
export const topRung = z.strictObject({ costMicroUsd: whole, setAside: z.boolean() });

/** What a run has learnt about where to ask next. */
export const routeState = z.strictObject({
  /** For the rest of the run: further down it failed. */
  floor: z.strictObject({ rung: whole, ...since }).nullable(),
  /** For the question that is open. */
  again: z.strictObject({ rung: whole, why: routeReason }).nullable(),
});
export type RouteState = z.infer<typeof routeState>;
export const NO_ROUTE: RouteState = { floor: null, again: null };
