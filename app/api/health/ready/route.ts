// Requests will be served: 200, or 503 with what is missing.
import { methods } from '@/lib/server/http/methods';
import { plainRoute } from '@/lib/server/http/plain-route';
import { readReadiness } from '@/lib/server/queries/read-readiness';

export const dynamic = 'force-dynamic';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: plainRoute(async ({ app }) => {
    const readiness = await readReadiness(app);
    const status = readiness.status === 'ready' ? 200 : 503;
    return Response.json(readiness, { status, headers: { 'cache-control': 'no-store' } });
  }),
});
