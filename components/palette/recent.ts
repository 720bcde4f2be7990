// What a person opened last with the palette, remembered in this browser for that person alone. Refuses what it can't read and what
// would lead out of the console.
import { z } from 'zod';
import { safeReturnPath } from '@/lib/routes';
import { ENTRY_KINDS, type Entry } from './entry';

export const MOST_RECENT = 6;

const recentEntry = z.strictObject({
  kind: z.enum(ENTRY_KINDS).exclude(['action']),
  label: z.string().max(200),
  detail: z.string().max(200).optional(),
  href: z
    .string()
    .max(500)
    .refine((href) => safeReturnPath(href) === href),
});
export type RecentEntry = z.infer<typeof recentEntry>;

export const recentKey = (personId: string): string => `bulkhead-recent-${personId}`;

/** Each that can be read; a broken one does not cost the others. */
export function parseRecent(text: string | null): RecentEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value
    .map((one) => recentEntry.safeParse(one))
    .flatMap((read) => (read.success ? [read.data] : []))
    .slice(0, MOST_RECENT);
}

/** With this one at the head, once; an act is not a place and isn't remembered. */
export function withRecent(recent: readonly RecentEntry[], entry: Entry): RecentEntry[] {
  if (entry.kind === 'action' || !('href' in entry.act)) return [...recent];
  const { href } = entry.act;
  const own = { kind: entry.kind, label: entry.label.slice(0, 200), href };
  const detail = entry.detail?.slice(0, 200);
  return [
    detail === undefined ? own : { ...own, detail },
    ...recent.filter((other) => other.href !== href),
  ].slice(0, MOST_RECENT);
}
