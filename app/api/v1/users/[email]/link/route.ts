// Lets a sign-in at the issuer be linked to a person.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { allowLink } from '@/lib/server/commands/allow-link';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.allowLink, ({ params, body, ...context }) =>
    allowLink(context, { email: params.email, reason: body?.reason }),
  ),
});
