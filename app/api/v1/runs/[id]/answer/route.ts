// Takes in a person's answer to what a run asks.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { answerQuestion } from '@/lib/server/commands/answer-question';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.answerQuestion, ({ params, body, ...context }) =>
    answerQuestion(context, { runId: params.id, ...body }),
  ),
});
