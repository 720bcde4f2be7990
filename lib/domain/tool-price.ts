// What a call of a tool costs, and how its result tells it; refuses a cost that nothing bounds.
import { z } from 'zod';
import { valueAtPath } from './dotted-path';
import type { JsonValue } from './json';
import { MOST_MICRO_USD_PER_CALL } from './money';

const MICRO_PER_UNIT = { usd: 1_000_000, micro_usd: 1 } as const;

export const toolPrice = z
  .strictObject({
    /** What a call costs; with `costPath` the most it may cost. Held before it is sent. */
    perCallMicroUsd: z.number().int().min(1).max(MOST_MICRO_USD_PER_CALL),
    /** Dotted path in the result at which the receiver says what the call did cost. */
    costPath: z.string().min(1).max(200).optional(),
    /** In what it says so; USD unless told. */
    costUnit: z.enum(['usd', 'micro_usd']).optional(),
  })
  .refine(({ costPath, costUnit }) => costPath !== undefined || costUnit === undefined, {
    path: ['costUnit'],
    message: 'means nothing without costPath',
  });
export type ToolPrice = z.infer<typeof toolPrice>;

/** What keeps a path from leading anywhere, in plain words; null where nothing does. */
export function costPathProblem(path: string): string | null {
  return path.split('.').every((part) => part.trim() !== '')
    ? null
    : 'has an empty part: write names with single dots between them, such as billing.cost';
}

/** What is held for an attempt of a tool's call. */
export const callHold = z.strictObject({ microUsd: z.number().int() });

/** What an attempt cost; `estimated`: nobody said, and it is what was held. Absent where it cost nothing. */
export const callCharge = z.strictObject({
  microUsd: z.number().int(),
  estimated: z.literal(true).optional(),
});
export type CallCharge = z.infer<typeof callCharge>;

/** What a call cost that was answered. A cost that the result does not tell counts as the most it may be. */
export function chargeByResult(
  { perCallMicroUsd, costPath, costUnit = 'usd' }: ToolPrice,
  result: JsonValue,
): CallCharge {
  if (costPath === undefined) return { microUsd: perCallMicroUsd };
  const told = amountIn(valueAtPath(result, costPath));
  if (told === null) return { microUsd: perCallMicroUsd, estimated: true };
  // 0.07 times a million is a little more than 70 000 in binary: what lies beyond the digits of a number is no part of a cent.
  const microUsd = Math.ceil(Number((told * MICRO_PER_UNIT[costUnit]).toPrecision(15)));
  return { microUsd: Math.min(microUsd, MOST_MICRO_USD_PER_CALL) };
}

function amountIn(told: JsonValue | undefined): number | null {
  const amount = typeof told === 'string' && told.trim() !== '' ? Number(told) : told;
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : null;
}
