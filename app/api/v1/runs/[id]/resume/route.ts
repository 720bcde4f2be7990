// Resumes a paused or bounded run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { resumeRun } from '@/lib/server/commands/resume-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.resumeRun, ({ params, body, ...context }) =>
    resumeRun(context, { runId: params.id, reason: body.reason, limits: body.limits ?? {} }),
  ),
});
