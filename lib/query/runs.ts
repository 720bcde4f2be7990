// Questions and acts about runs.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { DownloadFormat } from '../contract/download';
import { ERASE_ENDPOINTS } from '../contract/erase-endpoints';
import type { Page } from '../contract/page';
import type { RunShape, resumeRunBody, startRunBody } from '../contract/run';
import type { RunDetail } from '../contract/run-cancel';
import { RUN_ENDPOINTS } from '../contract/run-endpoints';
import { MOST_NAMED_RUNS } from '../contract/run-filter';
import { api, apiPath } from './api';
import { askAgain } from './ask-again';
import { queryKeys, type RunsFilter } from './query-keys';

/**
 * Steps and journal are asked for whole, since a page that scrolls through them must not have holes; so many at a time, so that a long run holds up
 * neither the server nor the page.
 */
const INSIDE_PAGE = 1_000;

/** How many runs come at once: more than any screen shows. */
export const RUNS_PAGE = 100;
const COUNT_EVERY_MS = 15_000;
/** Who scrolls asks for other runs at each stop; the answers about the former ones are not worth their room. */
const NAMED_KEPT_MS = 5_000;

/** The newest runs of a filter; live. */
export function newestRunsOptions(filter: RunsFilter, limit = RUNS_PAGE) {
  return queryOptions({
    queryKey: queryKeys.runs.list(filter, limit),
    queryFn: ({ signal }) => api(RUN_ENDPOINTS.listRuns, { query: { ...filter, limit }, signal }),
    placeholderData: keepPreviousData,
  });
}

/**
 * The runs below a row, as far as one scrolls, each as `keep` makes it. Asked for once: their order can't change, and how they fare is asked by
 * name for those that can be seen. Comparing a hundred thousand rows with themselves at each page would take longer than the page.
 */
export function runsBelowOptions<T>(filter: RunsFilter, cursor: string | null, keep: (run: RunShape) => T) {
  return infiniteQueryOptions({
    queryKey: queryKeys.runs.below(filter, cursor),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filter, limit: RUNS_PAGE, cursor: pageParam };
      const { items, nextCursor } = await api(RUN_ENDPOINTS.listRuns, { query, signal });
      return { items: items.map(keep), nextCursor };
    },
    initialPageParam: cursor ?? undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 'static',
    structuralSharing: false,
  });
}

/** Runs as they are now; live. */
export function namedRunsOptions(ids: readonly string[]) {
  return queryOptions({
    queryKey: queryKeys.runs.named(ids),
    queryFn: ({ signal }) =>
      api(RUN_ENDPOINTS.listRuns, { query: { id: [...ids], limit: MOST_NAMED_RUNS }, signal }),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
    gcTime: NAMED_KEPT_MS,
  });
}

export function runCountOptions(filter: RunsFilter) {
  return queryOptions({
    queryKey: queryKeys.runs.count(filter),
    queryFn: ({ signal }) => api(RUN_ENDPOINTS.countRuns, { query: filter, signal }),
    refetchInterval: COUNT_EVERY_MS,
  });
}

/** Where the browser gets the file that holds exactly these runs. */
export function runsExportPath(filter: RunsFilter, format: DownloadFormat): string {
  return apiPath(RUN_ENDPOINTS.exportRuns, {}, { ...filter, format });
}

export function runOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.runs.run(id),
    queryFn: ({ signal }) => api(RUN_ENDPOINTS.readRun, { params: { id }, signal }),
  });
}

export function runStepsOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.runs.steps(id),
    queryFn: ({ signal }) =>
      wholeOf((cursor) =>
        api(RUN_ENDPOINTS.listSteps, { params: { id }, query: { limit: INSIDE_PAGE, cursor }, signal }),
      ),
  });
}

export function runJournalOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.runs.journal(id),
    queryFn: ({ signal }) =>
      wholeOf((cursor) =>
        api(RUN_ENDPOINTS.readJournal, { params: { id }, query: { limit: INSIDE_PAGE, cursor }, signal }),
      ),
  });
}

async function wholeOf<T>(ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<Page<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await ask(cursor ?? undefined);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items, nextCursor: null };
}

/** The state after row `seq`, by the runtime's own fold. Never changes (except `lastSeq`, which is the journal's end when it was asked). */
export function runStateAtOptions(id: string, seq: number) {
  return queryOptions({
    queryKey: queryKeys.runs.stateAt(id, seq),
    queryFn: ({ signal }) => api(RUN_ENDPOINTS.readState, { params: { id }, query: { seq }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** `intent`: newIntent() of the click. */
export type StartRunAct = { intent: string; body: z.input<typeof startRunBody> };
export type RunReasonAct = { intent: string; id: string; reason: string };
export type ResumeRunAct = { intent: string; id: string; body: z.input<typeof resumeRunBody> };

const NOTHING_SAVED: RunDetail['savings'] = {
  prefix: { savedMicroUsd: 0, calls: 0, inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  reuse: { savedMicroUsd: 0, savedMs: 0, reads: 0 },
};

export function startRunMutation() {
  return mutationOptions({
    mutationKey: ['startRun'],
    mutationFn: ({ intent, body }: StartRunAct) => api(RUN_ENDPOINTS.startRun, { body, intent }),
    onSuccess: (run, { body }, _kept, { client }) => {
      const detail: RunDetail = {
        ...run,
        inputTrust: body.inputTrust ?? 'trusted',
        savings: NOTHING_SAVED,
        cancel: null,
      };
      client.setQueryData(queryKeys.runs.run(run.id), detail);
      askAgain(client, queryKeys.runs.lists());
      askAgain(client, queryKeys.overview.all());
    },
  });
}

const REASONED = { ...RUN_ENDPOINTS, ...ERASE_ENDPOINTS };

function reasonMutation(name: 'cancelRun' | 'pauseRun' | 'eraseRun') {
  return mutationOptions({
    mutationKey: [name],
    mutationFn: ({ intent, id, reason }: RunReasonAct) =>
      api(REASONED[name], { params: { id }, body: { reason }, intent }),
    onSettled: (_run, _error, { id }, _kept, { client }) => {
      askAgain(client, queryKeys.runs.detail(id));
      askAgain(client, queryKeys.runs.lists());
    },
  });
}
export const cancelRunMutation = () => reasonMutation('cancelRun');
export const pauseRunMutation = () => reasonMutation('pauseRun');
export const eraseRunMutation = () => reasonMutation('eraseRun');

export function resumeRunMutation() {
  return mutationOptions({
    mutationKey: ['resumeRun'],
    mutationFn: ({ intent, id, body }: ResumeRunAct) =>
      api(RUN_ENDPOINTS.resumeRun, { params: { id }, body, intent }),
    onSettled: (_run, _error, { id }, _kept, { client }) => {
      askAgain(client, queryKeys.runs.detail(id));
      askAgain(client, queryKeys.runs.lists());
    },
  });
}
