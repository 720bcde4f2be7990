// What is wrong with texts, or with the draft.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { checkTexts } from '@/lib/server/queries/check-texts';
import { readPolicyDraftOf } from '@/lib/server/queries/read-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.validatePolicies, async ({ app, body }) => {
    if (body.texts !== undefined) return checkTexts(app, body.texts);
    const { rules, problems } = await readPolicyDraftOf(app);
    return { rules, problems };
  }),
});
