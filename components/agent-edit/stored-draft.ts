// A draft that survives a reload: kept in this tab's session storage, by the agent it is of. Refuses what it can't read, and says nothing
// where the browser keeps nothing.
import { z } from 'zod';

const storedDraft = z.strictObject({
  text: z.string(),
  /** Typed for a new agent. */
  name: z.string(),
  /** The newest version when the edit began; null for a new agent. */
  baseVersion: z.number().int().nullable(),
  at: z.iso.datetime(),
});
export type StoredDraft = z.infer<typeof storedDraft>;

/** `agent`: null for the form of a new one. */
const keyOf = (agent: string | null) => `bulkhead.agent-draft ${agent ?? ''}`;

export function readDraft(agent: string | null): StoredDraft | undefined {
  try {
    const parsed = storedDraft.safeParse(JSON.parse(sessionStorage.getItem(keyOf(agent)) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // no storage, or not ours
  }
}

export function keepDraft(agent: string | null, draft: StoredDraft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(keyOf(agent));
    else sessionStorage.setItem(keyOf(agent), JSON.stringify(draft));
  } catch {
    // Full or forbidden: the draft lives as long as the page.
  }
}
