// Endpoints of agents in use: one version, how they do, archive.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { agentHealth } from './agent';
import { agentShape } from './configuration';
import { endpoint } from './endpoint';

const byName = z.strictObject({ name: resourceName });
const byVersion = z.strictObject({ name: resourceName, version: z.coerce.number().int().min(1).max(1e9) });

export const AGENT_ENDPOINTS = {
  readAgentVersion: endpoint({
    id: 'readAgentVersion',
    method: 'GET',
    path: '/agents/{name}/versions/{version}',
    summary: 'Read one version of an agent',
    scope: 'agents:read',
    params: byVersion,
    status: 200,
    response: agentShape,
    errors: ['not_found'],
  }),
  readAgentHealth: endpoint({
    id: 'readAgentHealth',
    method: 'GET',
    path: '/agents/{name}/health',
    summary: 'How an agent did in the last 24 hours',
    scope: 'agents:read',
    params: byName,
    status: 200,
    response: agentHealth,
    errors: ['not_found'],
  }),
  archiveAgent: endpoint({
    id: 'archiveAgent',
    method: 'DELETE',
    path: '/agents/{name}',
    summary: 'Archive an agent: no new runs, those under way go on; a PUT brings it back',
    scope: 'agents:write',
    params: byName,
    status: 204,
    errors: ['not_found'],
  }),
} as const;
