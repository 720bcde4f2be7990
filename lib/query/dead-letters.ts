// Dead letters: by cause, the letters of one cause, the last one of a run; and dealing with one or many.
import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type DeadLetterGroup,
  type DeadLetterShape,
  deadLetterGroup,
  deadLetterShape,
} from '../contract/dead-letter';
import { DEAD_LETTER_ENDPOINTS } from '../contract/dead-letter-endpoints';
import type { Page } from '../contract/page';
import { api } from './api';
import { messageOf } from './problem-error';
import { type DeadLettersFilter, queryKeys } from './query-keys';

type Asked = DeadLettersFilter & { readonly cursor?: string | undefined };

async function ask<T>(
  schema: z.ZodType<T>,
  query: Asked,
  group: boolean,
  signal: AbortSignal,
): Promise<Page<T>> {
  const grouped = group ? { ...query, group: 'fingerprint' as const } : query;
  const { items, nextCursor } = await api(DEAD_LETTER_ENDPOINTS.listDeadLetters, { query: grouped, signal });
  return { items: items.map((item) => schema.parse(item)), nextCursor };
}

export function deadLetterGroupsOptions(filter: DeadLettersFilter) {
  return infiniteQueryOptions({
    queryKey: queryKeys.deadLetters.groups(filter),
    queryFn: ({ pageParam, signal }): Promise<Page<DeadLetterGroup>> =>
      ask(deadLetterGroup, { ...filter, cursor: pageParam }, true, signal),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function deadLettersOptions(filter: DeadLettersFilter) {
  return infiniteQueryOptions({
    queryKey: queryKeys.deadLetters.list(filter),
    queryFn: ({ pageParam, signal }): Promise<Page<DeadLetterShape>> =>
      ask(deadLetterShape, { ...filter, cursor: pageParam }, false, signal),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** The last letter of a run; null when it never failed. */
export function deadLetterOfRunOptions(runId: string) {
  return queryOptions({
    queryKey: queryKeys.deadLetters.ofRun(runId),
    queryFn: async ({ signal }): Promise<DeadLetterShape | null> =>
      (await ask(deadLetterShape, { run: runId, limit: 1 }, false, signal)).items[0] ?? null,
  });
}

export type SettleAct = {
  readonly intent: string;
  readonly act: 'redrive' | 'discard';
  readonly letters: readonly { readonly id: string; readonly runId: string }[];
  readonly reason: string;
  /** Called after each letter with how many are through. */
  readonly onProgress?: ((through: number) => void) | undefined;
};
export type Settled = {
  readonly done: number;
  readonly refused: readonly { readonly runId: string; readonly message: string }[];
};

/** Side by side; more would only wait for each other in the audit. */
const AT_ONCE = 4;

/** One after the other as far as each goes: a letter that is refused does not keep the others. Its key is the act's and its own. */
export function settleDeadLettersMutation() {
  return mutationOptions({
    mutationKey: ['settleDeadLetters'],
    mutationFn: settle,
    onSettled: (_settled, _error, act, _kept, { client }) => changed(client, act),
  });
}

async function settle({ intent, act, letters, reason, onProgress }: SettleAct): Promise<Settled> {
  const left = [...letters];
  const refused: { runId: string; message: string }[] = [];
  let through = 0;
  const work = async (): Promise<void> => {
    for (let letter = left.shift(); letter !== undefined; letter = left.shift()) {
      const { id, runId } = letter;
      try {
        await api(DEAD_LETTER_ENDPOINTS[act === 'discard' ? 'discardDeadLetter' : 'redriveDeadLetter'], {
          params: { id },
          body: { reason },
          intent: `${intent}-${id}`,
        });
      } catch (error) {
        refused.push({
          runId,
          message: messageOf(error instanceof Error ? error : new Error(String(error))),
        });
      }
      through += 1;
      onProgress?.(through);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done: letters.length - refused.length, refused };
}

function changed(client: QueryClient, { letters }: SettleAct): void {
  void client.invalidateQueries({ queryKey: queryKeys.deadLetters.all() });
  void client.invalidateQueries({ queryKey: queryKeys.runs.lists() });
  void client.invalidateQueries({ queryKey: queryKeys.overview.all() });
  for (const { runId } of letters) void client.invalidateQueries({ queryKey: queryKeys.runs.detail(runId) });
}
