// Where a reused result comes from, and for how long one may be reused; refuses to reuse anything but reads.
import { z } from 'zod';

/** A day: what may be older is no cache but a record. */
export const MOST_CACHE_MS = 86_400_000;

/** How long after it was asked for a result may stand for other calls of the same tool version with the same arguments. */
export const cacheMs = z.number().int().min(1).max(MOST_CACHE_MS);

/** The call that was made. */
export const takenFrom = z.strictObject({
  runId: z.string(),
  step: z.number().int(),
  /** When it was asked, by the store's clock: the result is no older. */
  at: z.iso.datetime(),
  /** How long it took, and what it was charged for: what the reuse spares. */
  latencyMs: z.number().int(),
  costMicroUsd: z.number().int(),
});
export type TakenFrom = z.infer<typeof takenFrom>;

const SECRET = /\{\{secret:([A-Z][A-Z0-9_]*)\}\}/g;

/** The names of the secrets that a request is made with, sorted; each once. @param http as a tool's definition says it. */
export function secretsNamedIn(http: object): string[] {
  const names = [...JSON.stringify(http).matchAll(SECRET)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].sort();
}
