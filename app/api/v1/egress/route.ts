// Which hosts may be reached.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readEgress } from '@/lib/server/queries/read-egress';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readEgress, ({ app }) => readEgress(app)),
});
