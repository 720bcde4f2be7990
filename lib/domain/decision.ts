// The decision record: what was chosen, what else was considered, how sure, and why; refuses to fill in what the model left out.
import { z } from 'zod';

export const alternative = z.strictObject({ tool: z.string(), reason: z.string() });
export type Alternative = z.infer<typeof alternative>;

/** What the model states in `_decision` beside its arguments. A missing part stays missing. */
export const statedDecision = z.object({
  confidence: z.number().min(0).max(1).optional(),
  reasoning: z.string().max(4_000).optional(),
  alternatives: z.array(alternative).max(20).optional(),
});
export type StatedDecision = z.infer<typeof statedDecision>;

export const decisionRecord = z.strictObject({
  chosen: z.string(),
  confidence: z.number().min(0).max(1).nullable(),
  reasoning: z.string().nullable(),
  alternatives: z.array(alternative).nullable(),
});
export type DecisionRecord = z.infer<typeof decisionRecord>;

export function recordOf(chosen: string, stated: StatedDecision | null): DecisionRecord {
  return {
    chosen,
    confidence: stated?.confidence ?? null,
    reasoning: stated?.reasoning ?? null,
    alternatives: stated?.alternatives ?? null,
  };
}
