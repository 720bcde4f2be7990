// "Whatever happened, undo it": the answer to an unknown outcome starts a run that undoes the call, in the transaction of the decision.
import 'server-only';
import type { DecideApprovalBody } from '../../contract/approval';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import type { RunState } from '../../domain/run-state';
import type { NewRun } from '../../ports/run-store';
import { appendAudit } from '../../store/append-audit';
import type { Transaction } from '../../store/prisma';
import type { ApprovalCase } from '../../store/read/read-approval';
import { insertRun } from '../../store/write/create-compensation';
import { readCompensation } from '../queries/read-compensation';
import type { CommandContext } from './command-context';
import { plannedRun } from './compensate-run';

export type PlannedUndoRun = { readonly run: NewRun; readonly state: RunState };

/** @throws RequestError invalid_request where no call undoes it: its tool declares none, or that needs a result that nobody knows. */
export async function undoOfUnknown(
  { app, principal }: CommandContext,
  { approval }: ApprovalCase,
  { reason }: DecideApprovalBody,
): Promise<PlannedUndoRun> {
  const { runId, step, tool } = approval;
  const { state, effects } = await readCompensation(app, runId);
  const effect = effects.find((one) => one.step === step);
  if (effect === undefined || effect.undo === null) {
    const message = `is not possible here: ${effect?.reason ?? `nothing undoes ${tool}.`}`;
    throw new RequestError('invalid_request', `/decision ${message}`, [{ path: '/decision', message }]);
  }
  const why = reason?.trim() || `Nobody knows whether ${tool} happened.`;
  const by = actorOf(principal);
  const plan = { state, effects, steps: [step], by, cause: 'decision', reason: why, id: null } as const;
  return { run: await plannedRun(app, plan), state };
}

/** In the transaction of the decision, once nothing speaks against it. */
export async function startUndo(
  tx: Transaction,
  { app, principal, requestId }: CommandContext,
  { approval: { runId, step } }: ApprovalCase,
  { run }: PlannedUndoRun,
): Promise<void> {
  await insertRun(tx, run);
  const entity = { kind: 'run', id: runId } as const;
  const after = { compensation: run.runId, steps: [step] };
  const actor = actorOf(principal);
  await appendAudit(tx, { actor, action: 'run.compensate', entity, after, requestId }, app.hash);
}
