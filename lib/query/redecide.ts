// Questions about recorded runs under other versions. They change nothing, and are asked when somebody asks them.
import { mutationOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RedecideRunBody, redecideRunsBody } from '../contract/redecide';
import { REDECIDE_ENDPOINTS } from '../contract/redecide-endpoints';
import { api } from './api';

export function redecideRunMutation(runId: string) {
  return mutationOptions({
    mutationKey: ['redecideRun', runId],
    mutationFn: (body: RedecideRunBody) =>
      api(REDECIDE_ENDPOINTS.redecideRun, { params: { id: runId }, body }),
  });
}

export function redecideRunsMutation() {
  return mutationOptions({
    mutationKey: ['redecideRuns'],
    mutationFn: (body: z.input<typeof redecideRunsBody>) => api(REDECIDE_ENDPOINTS.redecideRuns, { body }),
  });
}
