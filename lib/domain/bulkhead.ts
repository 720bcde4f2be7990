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

/**
 * How many more runs of one agent a worker may take, that holds `held` of its runs and has `free` places left: so many that they are no more than three
 * times what is left free afterwards, one at least where it holds none. So one agent alone gets three quarters of the places, the next three
 * quarters of the rest: whatever hangs, others get through.
 */
export function moreRunsOf(held: number, free: number): number {
  return Math.max(held === 0 ? 1 : 0, Math.floor((3 * free - held) / 4));
}

/** How a bulkhead is used now. */
export type BulkheadUse = { readonly inUse: number; readonly waiting: number };
