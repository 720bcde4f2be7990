// One try of a model, outside of any run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { tryModel } from '@/lib/server/commands/try-model';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.tryModel, ({ params, body, signal, ...context }) =>
    tryModel(context, { name: params.name, body, signal }),
  ),
});
