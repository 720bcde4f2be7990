// Endpoints of errors: what fails, by cause.
import { z } from 'zod';
import { endpoint } from './endpoint';
import {
  errorGroup,
  errorPage,
  errorParams,
  exportErrorsQuery,
  listErrorsQuery,
  readErrorQuery,
  runErrors,
} from './error';
import { uuid } from './page';

export const ERROR_ENDPOINTS = {
  listErrors: endpoint({
    id: 'listErrors',
    method: 'GET',
    path: '/errors',
    summary: 'List what fails, by cause',
    scope: 'runs:read',
    query: listErrorsQuery,
    status: 200,
    response: errorPage,
  }),
  exportErrors: endpoint({
    id: 'exportErrors',
    method: 'GET',
    path: '/errors/export',
    summary: 'Export what fails, as the list with the same filter has it',
    scope: 'runs:read',
    query: exportErrorsQuery,
    status: 200,
    response: z.array(errorGroup),
    download: true,
  }),
  readError: endpoint({
    id: 'readError',
    method: 'GET',
    path: '/errors/{fingerprint}',
    summary: 'Read one cause of failures',
    scope: 'runs:read',
    params: errorParams,
    query: readErrorQuery,
    status: 200,
    response: errorGroup,
    errors: ['not_found'],
  }),
  readRunErrors: endpoint({
    id: 'readRunErrors',
    method: 'GET',
    path: '/runs/{id}/errors',
    summary: 'What failed in a run, and how often its causes were met',
    scope: 'runs:read',
    params: z.strictObject({ id: uuid }),
    status: 200,
    response: runErrors,
    errors: ['not_found'],
  }),
} as const;
