// What was held for calls of models, and what they cost.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readEstimates } from '@/lib/server/queries/read-spend';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readEstimates, ({ app, query }) => readEstimates(app, query)),
});
