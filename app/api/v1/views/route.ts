// Saved views of a list: those one sees, and a new one.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { createView } from '@/lib/server/commands/put-view';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listViews } from '@/lib/server/queries/views';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listViews, ({ app, principal, query }) => listViews(app, principal, query)),
  POST: route(ENDPOINTS.createView, ({ body, ...context }) => createView(context, body), {
    etag: (view) => view.version,
  }),
});
