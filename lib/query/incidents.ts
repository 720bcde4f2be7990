// Questions and acts about the demo's incidents.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { IncidentList, IncidentName } from '../contract/incident';
import { INCIDENT_ENDPOINTS } from '../contract/incident-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

const WHILE_UNDER_WAY_MS = 1_000;

/** Asked again while one is under way: its report comes with no event of its own. */
export function incidentsOptions() {
  return queryOptions({
    queryKey: queryKeys.incidents(),
    queryFn: ({ signal }) => api(INCIDENT_ENDPOINTS.readIncidents, { signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? WHILE_UNDER_WAY_MS : false),
  });
}

export function isUnderWay(list: IncidentList | undefined): boolean {
  return list?.items.some(({ latest }) => latest?.status === 'running') ?? false;
}

/** `intent`: newIntent() of the click. */
export type RunIncidentAct = { intent: string; name: IncidentName };

export function runIncidentMutation() {
  return mutationOptions({
    mutationKey: ['runIncident'],
    mutationFn: ({ intent, name }: RunIncidentAct) =>
      api(INCIDENT_ENDPOINTS.runIncident, { params: { name }, intent }),
    onSettled: (_report, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.incidents() }),
  });
}
