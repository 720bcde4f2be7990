// Endpoints of the demo's incidents; they exist everywhere and act only where the demo is on.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { incidentList, incidentName, incidentReport } from './incident';
import { uuid } from './page';

export const INCIDENT_ENDPOINTS = {
  readIncidents: endpoint({
    id: 'readIncidents',
    method: 'GET',
    path: '/incidents',
    summary: 'The three classic incidents, each with its latest report',
    scope: 'runs:read',
    status: 200,
    response: incidentList,
  }),
  runIncident: endpoint({
    id: 'runIncident',
    method: 'POST',
    path: '/incidents/{name}/run',
    summary:
      'Carry out an incident on simulated services, unprotected and through Bulkhead; demo only, one at a time',
    scope: 'runs:write',
    params: z.strictObject({ name: incidentName }),
    status: 202,
    response: incidentReport,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
  readIncidentReport: endpoint({
    id: 'readIncidentReport',
    method: 'GET',
    path: '/incident-reports/{id}',
    summary: 'One report: what each side did and what it came to',
    scope: 'runs:read',
    params: z.strictObject({ id: uuid }),
    status: 200,
    response: incidentReport,
    errors: ['not_found'],
  }),
} as const;
