// One try of a tool that is not saved yet.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { tryToolDraft } from '@/lib/server/commands/try-tool-draft';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.tryToolDraft, ({ body, signal, ...context }) => tryToolDraft(context, body, signal)),
});
