// Addresses below /api that nobody answers: problem details like everything else.
import { methods } from '@/lib/server/http/methods';
import { missingRoute } from '@/lib/server/http/plain-route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: missingRoute,
  POST: missingRoute,
  PUT: missingRoute,
  PATCH: missingRoute,
  DELETE: missingRoute,
});
