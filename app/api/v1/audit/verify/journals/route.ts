// Journals of runs, checked piece by piece.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { verifyJournals } from '@/lib/server/queries/verify-record';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.verifyJournals, ({ app, query, signal }) => verifyJournals(app, { ...query, signal })),
});
