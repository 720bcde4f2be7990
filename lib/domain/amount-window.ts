// How much an agent may move within a time before a person is asked, and what one call counts there; refuses a window that never closes.
import { z } from 'zod';
import { resourceName } from './names';

/** So long what was counted is kept at most. */
export const LONGEST_WINDOW_MS = 31 * 86_400_000;
const dottedPath = z.string().min(1).max(200);

export const amountWindow = z.strictObject({
  /** Whose calls are counted, all together with those of the agent's other runs; every granted tool with an argument at `path` when absent. Reads never are. */
  tool: resourceName.optional(),
  /** Dotted path of the amount inside the arguments, in the tool's own unit. */
  path: dottedPath,
  /** Dotted path of what the amounts are summed by, say the recipient; all together when absent. */
  groupBy: dottedPath.optional(),
  /** A sum above this, the call's own amount included, asks a person. */
  above: z.number().min(0),
  perMs: z.number().int().min(1_000).max(LONGEST_WINDOW_MS),
});
export type AmountWindow = z.infer<typeof amountWindow>;

/** What an admission was told of one window: enough to say the same again in a replay. */
export const windowFact = z.strictObject({
  path: z.string(),
  /** As it is shown; null: all together. */
  group: z.strictObject({ path: z.string(), value: z.string() }).nullable(),
  unit: z.string().nullable(),
  /** Of this call; null where there is no amount of zero or more to be read. */
  amount: z.number().nullable(),
  /** Of the other calls within the time, pending or made. */
  others: z.number(),
  above: z.number(),
  perMs: z.number().int(),
  /** Under which it is counted: agent, tool, paths, group and unit in one. */
  key: z.string(),
  /** How often anything had been counted under the key when the sum was read. */
  seen: z.number().int(),
});
export type WindowFact = z.infer<typeof windowFact>;

/** Two amounts as people add them: without the dust of binary fractions. */
export function sumOf(one: number, other: number): number {
  const sum = one + other;
  return Number.isSafeInteger(sum) ? sum : Number(sum.toFixed(6));
}

/** Whose calls of this agent a window counts. Those of other units are counted apart. */
export function countsCallsOf(window: AmountWindow, tool: string): boolean {
  return window.tool === undefined || window.tool === tool;
}
