// One dead letter.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { requireDeadLetter } from '@/lib/server/queries/dead-letters';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readDeadLetter, ({ app, params }) => requireDeadLetter(app, params.id)),
});
