// Questions and acts about saved views.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { createViewBody, replaceViewBody, SavedViewShape, ViewPage } from '../contract/view';
import { VIEW_ENDPOINTS } from '../contract/view-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** Few enough for one page: own ones are bounded, shared ones are made by people. */
const ALL = 500;

export function viewsOptions(page: ViewPage) {
  return queryOptions({
    queryKey: queryKeys.views.page(page),
    queryFn: ({ signal }) => api(VIEW_ENDPOINTS.listViews, { query: { page, limit: ALL }, signal }),
  });
}

const again = (client: QueryClient) => askAgain(client, queryKeys.views.all());

/** `intent`: newIntent() of the click. */
export type CreateViewAct = { intent: string; body: z.input<typeof createViewBody> };

export function createViewMutation() {
  return mutationOptions({
    mutationKey: ['createView'],
    mutationFn: ({ intent, body }: CreateViewAct) => api(VIEW_ENDPOINTS.createView, { body, intent }),
    onSettled: (_view, _error, _act, _kept, { client }) => again(client),
  });
}

/** `view`: as it was when it was changed; a change by somebody else in between is refused. */
export type ReplaceViewAct = { view: SavedViewShape; body: z.input<typeof replaceViewBody> };

export function replaceViewMutation() {
  return mutationOptions({
    mutationKey: ['replaceView'],
    mutationFn: ({ view, body }: ReplaceViewAct) =>
      api(VIEW_ENDPOINTS.replaceView, { params: { id: view.id }, body, ifMatchVersion: view.version }),
    onSettled: (_view, _error, _act, _kept, { client }) => again(client),
  });
}

export function deleteViewMutation() {
  return mutationOptions({
    mutationKey: ['deleteView'],
    mutationFn: ({ id }: SavedViewShape) => api(VIEW_ENDPOINTS.deleteView, { params: { id } }),
    onSettled: (_answer, _error, _act, _kept, { client }) => again(client),
  });
}
