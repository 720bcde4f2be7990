// The endpoint through which a person answers what an agent asks.
import { z } from 'zod';
import { answerQuestionBody, approvalShape } from './approval';
import { endpoint } from './endpoint';
import { uuid } from './page';

export const QUESTION_ENDPOINTS = {
  answerQuestion: endpoint({
    id: 'answerQuestion',
    method: 'POST',
    path: '/runs/{id}/answer',
    summary: 'Answer what a step of this run asks a person',
    scope: 'runs:write',
    params: z.strictObject({ id: uuid }),
    body: answerQuestionBody,
    status: 200,
    response: approvalShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'already_decided', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;
