// Questions and acts about alerts. They come and go by themselves, also where no event tells: asked for again.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { ALERT_ENDPOINTS } from '../contract/alert-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

const AGAIN_MS = 20_000;
const MOST = 100;
/** Whose cause is there. */
export const STANDING = ['open', 'acknowledged'] as const;
export const standingQuery = { status: [...STANDING], limit: MOST };

export function standingAlertsOptions() {
  return queryOptions({
    queryKey: queryKeys.alerts.standing(),
    queryFn: ({ signal }) => api(ALERT_ENDPOINTS.listAlerts, { query: standingQuery, signal }),
    refetchInterval: AGAIN_MS,
  });
}

export type AcknowledgeAct = { readonly intent: string; readonly id: string; readonly reason: string };

export function acknowledgeAlertMutation() {
  return mutationOptions({
    mutationKey: ['acknowledgeAlert'],
    mutationFn: ({ intent, id, reason }: AcknowledgeAct) =>
      api(ALERT_ENDPOINTS.acknowledgeAlert, {
        params: { id },
        body: reason === '' ? {} : { reason },
        intent,
      }),
    onSettled: (_alert, _error, _act, _kept, { client }) => {
      askAgain(client, queryKeys.alerts.all());
      askAgain(client, queryKeys.overview.all());
    },
  });
}
