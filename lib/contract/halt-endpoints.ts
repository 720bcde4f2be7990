// Endpoints of stops: the halt of everything, the pause of one agent.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { endpoint } from './endpoint';
import { agentPauseShape, haltShape, liftReason, stopReasonBody } from './halt';

const byName = z.strictObject({ name: resourceName });

export const HALT_ENDPOINTS = {
  readHalt: endpoint({
    id: 'readHalt',
    method: 'GET',
    path: '/halt',
    summary: 'Whether everything is halted, whether all workers obey, and what is in flight',
    scope: 'runs:read',
    status: 200,
    response: haltShape,
  }),
  setHalt: endpoint({
    id: 'setHalt',
    method: 'POST',
    path: '/halt',
    summary: 'Halt everything: no step and no effect begins until it is lifted',
    scope: 'runs:write',
    body: stopReasonBody,
    status: 200,
    response: haltShape,
    idempotent: true,
    errors: ['idempotency_mismatch', 'in_flight'],
  }),
  liftHalt: endpoint({
    id: 'liftHalt',
    method: 'DELETE',
    path: '/halt',
    summary: 'Lift the halt: runs go on by themselves',
    scope: 'runs:write',
    query: liftReason,
    body: liftReason.optional(),
    status: 200,
    response: haltShape,
  }),
  pauseAgent: endpoint({
    id: 'pauseAgent',
    method: 'POST',
    path: '/agents/{name}/pause',
    summary: 'Pause an agent: its runs stop before their next step, new ones stay queued',
    scope: 'runs:write',
    params: byName,
    body: stopReasonBody,
    status: 200,
    response: agentPauseShape,
    idempotent: true,
    errors: ['not_found', 'idempotency_mismatch', 'in_flight'],
  }),
  resumeAgent: endpoint({
    id: 'resumeAgent',
    method: 'POST',
    path: '/agents/{name}/resume',
    summary: 'Resume an agent: its runs go on by themselves',
    scope: 'runs:write',
    params: byName,
    body: stopReasonBody,
    status: 200,
    response: agentPauseShape,
    idempotent: true,
    errors: ['not_found', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;
