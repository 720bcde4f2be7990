// Questions and acts about tools and models in use: what is archived, how they do, a try, a new version, the end of their use.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { CATALOG_ENDPOINTS } from '../contract/catalog-endpoints';
import { CONFIGURATION_ENDPOINTS } from '../contract/configuration-endpoints';
import { TRY_ENDPOINTS } from '../contract/try-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** Configured things are few; one page of the longest kind holds them. */
const ALL = 500;
/** Figures of 24 hours move slowly, and asking reads the journal: events don't make it be read again, time does. */
const HEALTH_EVERY_MS = 30_000;

export type UsedKind = 'tools' | 'models';

/** The tools in use, which other pages ask for too, or the archived ones. */
export function listedToolsOptions(archived: boolean) {
  const { list, archived: out } = queryKeys.catalog;
  return queryOptions({
    queryKey: archived ? out('tools') : list('tools'),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listTools, { query: asked(archived), signal }),
  });
}

/** As listedToolsOptions. */
export function listedModelsOptions(archived: boolean) {
  const { list, archived: out } = queryKeys.catalog;
  return queryOptions({
    queryKey: archived ? out('models') : list('models'),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.listModels, { query: asked(archived), signal }),
  });
}

const asked = (archived: boolean) => ({ limit: ALL, ...(archived ? { archived: 'only' as const } : {}) });

export function modelOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.one('models', name),
    queryFn: ({ signal }) => api(CONFIGURATION_ENDPOINTS.readModel, { params: { name }, signal }),
  });
}

export function toolVersionsOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.versions('tools', name),
    queryFn: ({ signal }) =>
      api(CONFIGURATION_ENDPOINTS.listToolVersions, { params: { name }, query: { limit: ALL }, signal }),
  });
}

export function modelVersionsOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.catalog.versions('models', name),
    queryFn: ({ signal }) =>
      api(CONFIGURATION_ENDPOINTS.listModelVersions, { params: { name }, query: { limit: ALL }, signal }),
  });
}

export function allToolHealthOptions() {
  return queryOptions({
    queryKey: queryKeys.health.all('tools'),
    queryFn: ({ signal }) => api(CATALOG_ENDPOINTS.readAllToolHealth, { signal }),
    refetchInterval: HEALTH_EVERY_MS,
  });
}

export function allModelHealthOptions() {
  return queryOptions({
    queryKey: queryKeys.health.all('models'),
    queryFn: ({ signal }) => api(CATALOG_ENDPOINTS.readAllModelHealth, { signal }),
    refetchInterval: HEALTH_EVERY_MS,
  });
}

export function toolHealthOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.health.one('tools', name),
    queryFn: ({ signal }) => api(CATALOG_ENDPOINTS.readToolHealth, { params: { name }, signal }),
    refetchInterval: HEALTH_EVERY_MS,
  });
}

export function modelHealthOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.health.one('models', name),
    queryFn: ({ signal }) => api(CATALOG_ENDPOINTS.readModelHealth, { params: { name }, signal }),
    refetchInterval: HEALTH_EVERY_MS,
  });
}

/** `intent`: for an effect the key that is sent on; a read is asked anew each time and has none. */
export type TryToolAct = {
  name: string;
  intent: string | undefined;
  body: z.input<typeof TRY_ENDPOINTS.tryTool.body>;
};
export type TryDraftAct = { body: z.input<typeof TRY_ENDPOINTS.tryToolDraft.body> };
export type TryModelAct = {
  name: string;
  intent: string;
  body: z.input<typeof TRY_ENDPOINTS.tryModel.body>;
};

export function tryToolMutation() {
  return mutationOptions({
    mutationKey: ['tryTool'],
    mutationFn: ({ name, intent, body }: TryToolAct) =>
      api(TRY_ENDPOINTS.tryTool, { params: { name }, body, ...(intent === undefined ? {} : { intent }) }),
  });
}

export function tryToolDraftMutation() {
  return mutationOptions({
    mutationKey: ['tryToolDraft'],
    mutationFn: ({ body }: TryDraftAct) => api(TRY_ENDPOINTS.tryToolDraft, { body }),
  });
}

export function tryModelMutation() {
  return mutationOptions({
    mutationKey: ['tryModel'],
    mutationFn: ({ name, intent, body }: TryModelAct) =>
      api(TRY_ENDPOINTS.tryModel, { params: { name }, body, intent }),
  });
}

/** `baseVersion`: the newest version the person saw; undefined for one that is to be the first of its name. */
export type PutDefinitionAct = { name: string; definition: unknown; baseVersion: number | undefined };

function changed(client: QueryClient, kind: UsedKind): void {
  askAgain(client, queryKeys.catalog.all(kind));
}

export function putToolMutation() {
  return mutationOptions({
    mutationKey: ['putTool'],
    mutationFn: ({ name, definition, baseVersion }: PutDefinitionAct) =>
      api(CONFIGURATION_ENDPOINTS.putTool, {
        params: { name },
        body: definition as z.input<typeof CONFIGURATION_ENDPOINTS.putTool.body>, // safe because the server parses it again
        ...(baseVersion === undefined ? {} : { ifMatchVersion: baseVersion }),
      }),
    onSettled: (_answer, _error, _act, _kept, { client }) => changed(client, 'tools'),
  });
}

export function putModelMutation() {
  return mutationOptions({
    mutationKey: ['putModel'],
    mutationFn: ({ name, definition, baseVersion }: PutDefinitionAct) =>
      api(CONFIGURATION_ENDPOINTS.putModel, {
        params: { name },
        body: definition as z.input<typeof CONFIGURATION_ENDPOINTS.putModel.body>, // safe because the server parses it again
        ...(baseVersion === undefined ? {} : { ifMatchVersion: baseVersion }),
      }),
    onSettled: (_answer, _error, _act, _kept, { client }) => changed(client, 'models'),
  });
}

export function archiveMutation(kind: UsedKind) {
  const endpoint = kind === 'tools' ? CATALOG_ENDPOINTS.archiveTool : CATALOG_ENDPOINTS.archiveModel;
  return mutationOptions({
    mutationKey: ['archive', kind],
    mutationFn: ({ name }: { name: string }) => api(endpoint, { params: { name } }),
    onSettled: (_answer, _error, _act, _kept, { client }) => changed(client, kind),
  });
}
