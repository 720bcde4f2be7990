// Endpoints of tools and models in use: one version, archive, health.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import { modelHealthAnswer, modelHealthList, toolHealthAnswer, toolHealthList } from './catalog-health';
import { modelShape, toolShape } from './configuration';
import { endpoint } from './endpoint';

const byName = z.strictObject({ name: resourceName });
const byVersion = z.strictObject({ name: resourceName, version: z.coerce.number().int().min(1).max(1e9) });

export const CATALOG_ENDPOINTS = {
  readToolVersion: endpoint({
    id: 'readToolVersion',
    method: 'GET',
    path: '/tools/{name}/versions/{version}',
    summary: 'Read one version of a tool',
    scope: 'tools:read',
    params: byVersion,
    status: 200,
    response: toolShape,
    errors: ['not_found'],
  }),
  archiveTool: endpoint({
    id: 'archiveTool',
    method: 'DELETE',
    path: '/tools/{name}',
    summary: 'Archive a tool that no active agent version uses; a PUT brings it back',
    scope: 'tools:write',
    params: byName,
    status: 204,
    errors: ['not_found', 'conflict'],
  }),
  readToolHealth: endpoint({
    id: 'readToolHealth',
    method: 'GET',
    path: '/tools/{name}/health',
    summary: 'How calls of a tool went in the last 24 hours',
    scope: 'tools:read',
    params: byName,
    status: 200,
    response: toolHealthAnswer,
    errors: ['not_found'],
  }),
  readAllToolHealth: endpoint({
    id: 'readAllToolHealth',
    method: 'GET',
    path: '/tool-health',
    summary: 'How calls of all tools went in the last 24 hours',
    scope: 'tools:read',
    status: 200,
    response: toolHealthList,
  }),
  readModelVersion: endpoint({
    id: 'readModelVersion',
    method: 'GET',
    path: '/models/{name}/versions/{version}',
    summary: 'Read one version of a model',
    scope: 'models:read',
    params: byVersion,
    status: 200,
    response: modelShape,
    errors: ['not_found'],
  }),
  archiveModel: endpoint({
    id: 'archiveModel',
    method: 'DELETE',
    path: '/models/{name}',
    summary: 'Archive a model that no active agent version uses; a PUT brings it back',
    scope: 'models:write',
    params: byName,
    status: 204,
    errors: ['not_found', 'conflict'],
  }),
  readModelHealth: endpoint({
    id: 'readModelHealth',
    method: 'GET',
    path: '/models/{name}/health',
    summary: 'How calls of a model went in the last 24 hours',
    scope: 'models:read',
    params: byName,
    status: 200,
    response: modelHealthAnswer,
    errors: ['not_found'],
  }),
  readAllModelHealth: endpoint({
    id: 'readAllModelHealth',
    method: 'GET',
    path: '/model-health',
    summary: 'How calls of all models went in the last 24 hours',
    scope: 'models:read',
    status: 200,
    response: modelHealthList,
  }),
} as const;
