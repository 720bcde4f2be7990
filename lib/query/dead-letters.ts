// Dead letters: by cause, the letters of one cause, the last one of a run; and dealing with one.
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
import { askAgain } from './ask-again';
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
  readonly id: string;
  readonly runId: string;
  readonly reason: string;
};

/** One letter; many are a bulk action on their runs. */
export function settleDeadLetterMutation() {
  return mutationOptions({
    mutationKey: ['settleDeadLetter'],
    mutationFn: ({ intent, act, id, reason }: SettleAct) =>
      api(DEAD_LETTER_ENDPOINTS[act === 'discard' ? 'discardDeadLetter' : 'redriveDeadLetter'], {
        params: { id },
        body: { reason },
        intent,
      }),
    onSettled: (_letter, _error, { runId }, _kept, { client }) => changed(client, runId),
  });
}

function changed(client: QueryClient, runId: string): void {
  askAgain(client, queryKeys.deadLetters.all());
  askAgain(client, queryKeys.runs.lists());
  askAgain(client, queryKeys.overview.all());
  askAgain(client, queryKeys.runs.detail(runId));
}
