// Estimates against what was charged, on the wire: what was held for calls of models, and what they cost. Days are those of UTC.
import { z } from 'zod';
import { tokenizer } from '../domain/tokenizer';
import { timestamp } from './page';
import { taskCostsQuery } from './spend';

export const estimatesQuery = taskCostsQuery.omit({ agent: true });
export type EstimatesQuery = z.infer<typeof estimatesQuery>;

const figures = {
  /** Attempts for which something was held. */
  calls: z.number().int(),
  heldMicroUsd: z.number().int(),
  costMicroUsd: z.number().int(),
  /** The part of the cost that nobody told: what was held for answers that never came. */
  estimatedMicroUsd: z.number().int(),
};
export const estimateShape = z.strictObject({
  model: z.string(),
  /** By which what its active version sends is counted before a call; null: in bytes, none of which is more than a token. */
  tokenizer: tokenizer.nullable(),
  ...figures,
  /** In the order of time, without days on which it was not called. */
  days: z.array(z.strictObject({ day: z.iso.date(), ...figures })),
});
export type EstimateShape = z.infer<typeof estimateShape>;
/** In whole hours: that of `since` as a whole. */
export const estimatesShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  /** The dearest first. */
  models: z.array(estimateShape),
});
export type EstimatesShape = z.infer<typeof estimatesShape>;
