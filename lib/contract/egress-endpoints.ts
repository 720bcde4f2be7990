// Endpoints of egress: where requests may go, and which were refused.
import { egressRefusalPage, egressShape, listEgressRefusalsQuery } from './egress';
import { endpoint } from './endpoint';

export const EGRESS_ENDPOINTS = {
  readEgress: endpoint({
    id: 'readEgress',
    method: 'GET',
    path: '/egress',
    summary: 'Read which hosts every tool, model and callback may reach',
    scope: 'tools:read',
    status: 200,
    response: egressShape,
  }),
  listEgressRefusals: endpoint({
    id: 'listEgressRefusals',
    method: 'GET',
    path: '/egress/refusals',
    summary: 'List requests that the guard refused, by day and host, the latest first',
    scope: 'tools:read',
    query: listEgressRefusalsQuery,
    status: 200,
    response: egressRefusalPage,
  }),
} as const;
