// What this browser remembers of the guide for one person: whether it was put away (a cookie, so that the server draws the page without it)
// and what was looked at. Refuses what it can't read.
import { z } from 'zod';

export const GUIDE_COOKIE = 'bulkhead-guide-away';
const MOST_IDS = 20;
const YEAR_S = 365 * 86_400;

/** Ids of the people of this browser who have put the guide away. */
export function awayIn(cookie: string | undefined): string[] {
  return (cookie ?? '').split('.').filter((id) => /^[0-9a-f-]{36}$/.test(id));
}

/** For document.cookie. */
export function awayCookie(cookie: string | undefined, personId: string, away: boolean): string {
  const others = awayIn(cookie).filter((id) => id !== personId);
  const ids = (away ? [personId, ...others] : others).slice(0, MOST_IDS);
  return `${GUIDE_COOKIE}=${ids.join('.')}; path=/; max-age=${ids.length === 0 ? 0 : YEAR_S}; samesite=lax`;
}

const guideMemory = z.strictObject({
  seen: z.array(z.string().max(60)).max(MOST_IDS),
  scrubbed: z.array(z.string().max(60)).max(MOST_IDS),
});
export type GuideMemory = z.infer<typeof guideMemory>;

export const NO_MEMORY: GuideMemory = { seen: [], scrubbed: [] };
export const guideMemoryKey = (personId: string): string => `bulkhead-guide-${personId}`;

export function parseGuideMemory(text: string | null): GuideMemory {
  try {
    return guideMemory.parse(JSON.parse(text ?? ''));
  } catch {
    return NO_MEMORY; // none, or not ours
  }
}

/** The same object where nothing is new. */
export function remembering(memory: GuideMemory, what: keyof GuideMemory, id: string): GuideMemory {
  if (memory[what].includes(id)) return memory;
  return { ...memory, [what]: [id, ...memory[what]].slice(0, MOST_IDS) };
}
