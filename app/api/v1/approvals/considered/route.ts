// How considered approvals are.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConsidered } from '@/lib/server/queries/read-considered';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readConsidered, ({ app, principal }) => readConsidered({ app, principal })),
});
