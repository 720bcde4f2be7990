// How many may be under way at once: calls of one tool or one model, runs of one agent. Refuses a limit that lets nothing through.
import { z } from 'zod';

/** Left out: no limit. */
export const concurrencyLimit = z.number().int().min(1).max(1_000);

/** What a limit is about; the names of tools, models and agents are apart. */
export type BulkheadSubject = 'tool' | 'model' | 'agent';

/** `tool:NAME`, `model:NAME`, `agent:NAME`. */
export function bulkheadKey(subject: BulkheadSubject, name: string): string {
  return `${subject}:${name}`;
}

/** How a bulkhead is used now. */
export type BulkheadUse = { readonly inUse: number; readonly waiting: number };
