// Undoing what a run did: the plan with what was undone already, and the act.
import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { compensateBody } from '../contract/compensation';
import { COMPENSATION_ENDPOINTS } from '../contract/compensation-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** An undo is a run of its own, whose news don't name this one. */
const WHILE_UNDOING_MS = 2_000;

/** @param steps the plan for these; all that can be undone when undefined. */
export function compensationOptions(runId: string, steps?: readonly number[]) {
  return queryOptions({
    queryKey: queryKeys.runs.compensation(runId, steps),
    queryFn: ({ signal }) =>
      api(COMPENSATION_ENDPOINTS.readCompensation, {
        params: { id: runId },
        query: steps === undefined ? {} : { steps: steps.join(',') },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.effects.some((effect) => effect.state === 'undoing') ? WHILE_UNDOING_MS : false,
  });
}

export type CompensateAct = {
  readonly intent: string;
  readonly runId: string;
  readonly body: z.input<typeof compensateBody>;
};

export function compensateRunMutation() {
  return mutationOptions({
    mutationKey: ['compensateRun'],
    mutationFn: ({ intent, runId, body }: CompensateAct) =>
      api(COMPENSATION_ENDPOINTS.compensateRun, { params: { id: runId }, body, intent }),
    onSettled: (_run, _error, { runId }, _kept, { client }) => {
      askAgain(client, queryKeys.runs.detail(runId));
      askAgain(client, queryKeys.runs.lists());
    },
  });
}
