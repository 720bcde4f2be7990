// Questions and acts about agents: the list with its figures, how one does, and what changes one.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { AGENT_ENDPOINTS } from '../contract/agent-endpoints';
import type { activateBody } from '../contract/configuration';
import { CONFIGURATION_ENDPOINTS } from '../contract/configuration-endpoints';
import { HALT_ENDPOINTS } from '../contract/halt-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** Agents are few; one page of the longest kind holds them. */
const ALL = 500;

/** The agents in use, or the archived ones, with how each went in the last 24 hours. */
export function agentFiguresOptions(archived: boolean) {
  return queryOptions({
    queryKey: queryKeys.agents.figures(archived),
    queryFn: ({ signal }) =>
      api(CONFIGURATION_ENDPOINTS.listAgents, {
        query: { limit: ALL, figures: '24h', ...(archived ? { archived: 'only' as const } : {}) },
        signal,
      }),
  });
}

export function agentHealthOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.agents.health(name),
    queryFn: ({ signal }) => api(AGENT_ENDPOINTS.readAgentHealth, { params: { name }, signal }),
  });
}

/** `baseVersion`: the newest version the person saw; undefined for an agent that is to be the first of its name. */
export type PutAgentAct = {
  name: string;
  definition: z.input<typeof CONFIGURATION_ENDPOINTS.putAgent.body>;
  baseVersion: number | undefined;
};
export type ActivateAgentAct = { intent: string; name: string; body: z.input<typeof activateBody> };

function changed({ client }: { client: QueryClient }): void {
  askAgain(client, queryKeys.catalog.all('agents'));
}

export function putAgentMutation() {
  return mutationOptions({
    mutationKey: ['putAgent'],
    mutationFn: ({ name, definition, baseVersion }: PutAgentAct) =>
      api(CONFIGURATION_ENDPOINTS.putAgent, {
        params: { name },
        body: definition,
        ...(baseVersion === undefined ? {} : { ifMatchVersion: baseVersion }),
      }),
    onSettled: (_answer, _error, _act, _kept, context) => changed(context),
  });
}

export function activateAgentMutation() {
  return mutationOptions({
    mutationKey: ['activateAgent'],
    mutationFn: ({ intent, name, body }: ActivateAgentAct) =>
      api(CONFIGURATION_ENDPOINTS.activateAgent, { params: { name }, body, intent }),
    onSettled: (_answer, _error, _act, _kept, context) => changed(context),
  });
}

export type AgentReasonAct = { intent: string; name: string; reason: string };

function stopMutation(id: 'pauseAgent' | 'resumeAgent') {
  return mutationOptions({
    mutationKey: [id],
    mutationFn: ({ intent, name, reason }: AgentReasonAct) =>
      api(HALT_ENDPOINTS[id], { params: { name }, body: { reason }, intent }),
    onSettled: (_answer, _error, _act, _kept, context) => changed(context),
  });
}
export const pauseAgentMutation = () => stopMutation('pauseAgent');
export const resumeAgentMutation = () => stopMutation('resumeAgent');

export function archiveAgentMutation() {
  return mutationOptions({
    mutationKey: ['archiveAgent'],
    mutationFn: ({ name }: { name: string }) => api(AGENT_ENDPOINTS.archiveAgent, { params: { name } }),
    onSettled: (_answer, _error, _act, _kept, context) => changed(context),
  });
}
