// What this installation is.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readAbout } from '@/lib/server/queries/read-about';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readAbout, ({ app, principal }) => readAbout(app, principal)),
});
