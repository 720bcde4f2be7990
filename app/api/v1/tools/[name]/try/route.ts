// One try of a tool, outside of any run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { tryTool } from '@/lib/server/commands/try-tool';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.tryTool, ({ params, body, signal, ...context }) =>
    tryTool(context, { name: params.name, body, signal }),
  ),
});
