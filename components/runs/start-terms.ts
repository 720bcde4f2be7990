// What a run may be given beside its input, as it is typed: the minutes within which it has to end, and the thread it belongs to. Pure.
import type { StartRunBody } from '@/lib/contract/run';
import { givenDeadlineMs, threadName } from '@/lib/domain/run';

export type TermName = 'deadlineMs' | 'thread';
/** An empty text gives nothing. */
export type TermTexts = { readonly [N in TermName]?: string | undefined };

const MINUTE_MS = 60_000;

export function readTerms(texts: TermTexts): Pick<StartRunBody, TermName> {
  const deadlineMs = minutesOf(texts.deadlineMs);
  const thread = texts.thread?.trim() ?? '';
  return {
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(thread === '' ? {} : { thread }),
  };
}

export function termProblems(texts: TermTexts): Partial<Record<TermName, string>> {
  const { deadlineMs, thread } = readTerms(texts);
  const isFilled = (texts.deadlineMs ?? '').trim() !== '';
  return {
    ...(isFilled && !givenDeadlineMs.safeParse(deadlineMs).success
      ? { deadlineMs: 'Minutes, from one second to 30 days' }
      : {}),
    ...(thread === undefined || threadName.safeParse(thread).success
      ? {}
      : { thread: 'At most 200 characters, on one line' }),
  };
}

/** Which of the server's problems are about these fields. */
export function serverTerms(
  errors: readonly { readonly path: string; readonly message: string }[] | undefined,
): Partial<Record<TermName, string>> {
  const found = (errors ?? []).filter(({ path }) => isTermPath(path));
  return Object.fromEntries(found.map(({ path, message }) => [path.slice(1), message]));
}

export const isTermPath = (path: string): boolean => path === '/deadlineMs' || path === '/thread';

/** Cut to whole milliseconds; undefined for what is no number. */
function minutesOf(text: string | undefined): number | undefined {
  const trimmed = (text ?? '').trim();
  return /^\d+(\.\d+)?$/.test(trimmed) ? Math.round(Number(trimmed) * MINUTE_MS) : undefined;
}
