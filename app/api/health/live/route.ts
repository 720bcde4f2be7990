// The process answers. Says nothing about its database: a restart would not bring that back.
import { methods } from '@/lib/server/http/methods';
import { plainRoute } from '@/lib/server/http/plain-route';

export const dynamic = 'force-dynamic';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: plainRoute(async ({ app }) =>
    Response.json({ status: 'live', version: app.version }, { headers: { 'cache-control': 'no-store' } }),
  ),
});
