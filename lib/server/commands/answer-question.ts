// A person answers what a step of a run asks: whoever may decide it, or whoever started the run.
import 'server-only';
import type { AnswerQuestionBody, ApprovalShape } from '../../contract/approval';
import { RequestError } from '../../domain/errors';
import { findQuestion } from '../../store/read/find-question';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { decideAsPerson } from './decide-approval';

/** @throws RequestError not_found where the step asks nothing, forbidden with the reason, already_decided. */
export async function answerQuestion(
  context: CommandContext,
  { runId, step, text }: AnswerQuestionBody & { readonly runId: string },
): Promise<ApprovalShape> {
  requireScope(context.principal, 'runs:write');
  const asked = await findQuestion(context.app.db, runId, step);
  if (asked === null) throw new RequestError('not_found', `Step ${step} of run ${runId} asks nothing.`);
  const { id: approvalId, payloadHash } = asked;
  return decideAsPerson(context, { approvalId, payloadHash, decision: 'respond', answer: text });
}
