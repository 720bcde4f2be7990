// Questions about agents, tools, models and secrets.
import { queryOptions } from '@tanstack/react-query';
import { CONFIGURATION_ENDPOINTS } from '../contract/configuration-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

/** Configured things are few; one page of the longest kind holds them. */
const ALL = 500;

export function agentsOptions() {
  return queryOptions({
    queryKey: queryKeys.catalog.list('agents'),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listAgents, { query: { limit: ALL }, signal }),
  });
}

export function agentOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.one('agents', name),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.readAgent, { params: { name }, signal }),
  });
}

export function agentVersionsOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.versions('agents', name),
    queryFn: ({ signal }) =>
      api(CONFIGURATION_ENDPOINTS.listAgentVersions, { params: { name }, query: { limit: ALL }, signal }),
  });
}

export function toolsOptions() {
  return queryOptions({
    queryKey: queryKeys.catalog.list('tools'),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listTools, { query: { limit: ALL }, signal }),
  });
}

export function toolOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.one('tools', name),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.readTool, { params: { name }, signal }),
  });
}

export function modelsOptions() {
  return queryOptions({
    queryKey: queryKeys.catalog.list('models'),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listModels, { query: { limit: ALL }, signal }),
  });
}

export function secretsOptions() {
  return queryOptions({
    queryKey: queryKeys.secrets(),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listSecrets, { query: { limit: ALL }, signal }),
  });
}
