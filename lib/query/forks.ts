// Forks: what a run was forked from and what it would have done, and the act of forking.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { forkRunBody } from '../contract/fork';
import { FORK_ENDPOINTS } from '../contract/fork-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** @param fromStep with what was done before that step and from it on; undefined: without. */
export function forksOptions(runId: string, fromStep?: number) {
  return queryOptions({
    queryKey: queryKeys.runs.forks(runId, fromStep),
    queryFn: ({ signal }) =>
      api(FORK_ENDPOINTS.readForks, {
        params: { id: runId },
        query: fromStep === undefined ? {} : { fromStep },
        signal,
      }),
  });
}

export type ForkAct = {
  readonly intent: string;
  readonly runId: string;
  readonly body: z.input<typeof forkRunBody>;
};

export function forkRunMutation() {
  return mutationOptions({
    mutationKey: ['forkRun'],
    mutationFn: ({ intent, runId, body }: ForkAct) =>
      api(FORK_ENDPOINTS.forkRun, { params: { id: runId }, body, intent }),
    onSettled: (_run, _error, { runId }, _kept, { client }) => {
      askAgain(client, queryKeys.runs.detail(runId));
      askAgain(client, queryKeys.runs.lists());
    },
  });
}
