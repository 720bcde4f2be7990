// Endpoints that try a tool or a model outside of any run.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { modelTryShape, toolTryShape, tryModelBody, tryToolBody, tryToolDraftBody } from './catalog-try';
import { endpoint } from './endpoint';

const byName = z.strictObject({ name: resourceName });

export const TRY_ENDPOINTS = {
  tryTool: endpoint({
    id: 'tryTool',
    method: 'POST',
    path: '/tools/{name}/try',
    summary: 'Make one call of a tool outside of any run; anything but a read really acts',
    scope: 'tools:write',
    params: byName,
    body: tryToolBody,
    status: 200,
    response: toolTryShape,
    idempotent: true,
    errors: ['halted', 'not_found', 'conflict'],
  }),
  tryToolDraft: endpoint({
    id: 'tryToolDraft',
    method: 'POST',
    path: '/tools/try',
    summary: 'Make one call of a read tool that is not saved yet',
    scope: 'tools:write',
    body: tryToolDraftBody,
    status: 200,
    response: toolTryShape,
    idempotent: true,
    errors: ['halted'],
  }),
  tryModel: endpoint({
    id: 'tryModel',
    method: 'POST',
    path: '/models/{name}/try',
    summary: 'Ask a model for one short answer outside of any run; its cost is counted in no budget',
    scope: 'models:write',
    params: byName,
    body: tryModelBody,
    status: 200,
    response: modelTryShape,
    idempotent: true,
    errors: ['halted', 'not_found', 'conflict'],
  }),
} as const;
