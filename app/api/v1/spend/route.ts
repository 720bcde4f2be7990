// What was spent, summed by the keys asked for.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readSpend } from '@/lib/server/queries/read-spend';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readSpend, ({ app, query }) => readSpend(app, query)),
});
