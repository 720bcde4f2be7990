// "Whatever happened, undo it": the answer to an unknown outcome starts a run that undoes the call, in the transaction of the decision.
import 'server-only';
import type { DecideApprovalBody } from '../../contract/approval';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import type { NewRun } from '../../ports/run-store';
import { toolStepAt } from '../../runtime/step-access';
import { appendAudit } from '../../store/append-audit';
import type { Transaction } from '../../store/prisma';
import type { ApprovalCase } from '../../store/read/read-approval';
import { insertRun } from '../../store/write/create-compensation';
import { readCompensation } from '../queries/read-compensation';
import type { CommandContext } from './command-context';
import { plannedRun } from './compensate-run';

/**
 * @throws RequestError invalid_request where no call undoes it (its tool declares none, or that needs a result that nobody knows), conflict while
 * the call may still arrive: it could come after its own undo.
 */
export async function undoOfUnknown(
  { app, principal }: CommandContext,
  { approval }: ApprovalCase,
  { reason }: DecideApprovalBody,
): Promise<NewRun> {
  const { runId, step, tool } = approval;
  const { state, effects } = await readCompensation(app, runId);
  const effect = effects.find((one) => one.step === step);
  if (effect === undefined || effect.undo === null) {
    const message = `is not possible here: ${effect?.reason ?? `nothing undoes ${tool}.`}`;
    throw new RequestError('invalid_request', `/decision ${message}`, [{ path: '/decision', message }]);
  }
  const { settlesAt } = toolStepAt(state, step);
  if (settlesAt !== null && Date.parse(settlesAt) > app.clock.now())
    throw new RequestError('conflict', `The call may still arrive until ${settlesAt}. Undo it after that.`);
  const why = reason?.trim() || `Nobody knows whether ${tool} happened.`;
  const by = actorOf(principal);
  return plannedRun(app, { state, effects, steps: [step], by, cause: 'decision', reason: why, id: null });
}

export async function startUndo(
  tx: Transaction,
  { app, principal, requestId }: CommandContext,
  { approval: { runId, step } }: ApprovalCase,
  run: NewRun,
): Promise<void> {
  await insertRun(tx, run);
  const entity = { kind: 'run', id: runId } as const;
  const after = { compensation: run.runId, steps: [step] };
  const actor = actorOf(principal);
  await appendAudit(tx, { actor, action: 'run.compensate', entity, after, requestId }, app.hash);
}
