// What holds a person's word on an unknown outcome back: the call may still arrive, or its receiver has answered first.
import 'server-only';
import type { ApprovalShape } from '../../contract/approval';
import { RequestError } from '../../domain/errors';
import type { RunState } from '../../domain/run-state';
import { foldJournal } from '../../runtime/fold';
import { foldLateAnswer, settlingEvidence } from '../../runtime/fold-late-answer';
import { mayStillArrive } from '../../runtime/questioned-step';
import { toolStepAt } from '../../runtime/step-access';
import type { Transaction } from '../../store/prisma';
import { lateAnswersOf } from '../../store/read/late-answers-of';
import type { App } from '../app';

type Question = Pick<ApprovalShape, 'runId' | 'step'>;
/** Of a question to a person: the run as its journal has it while that is open, and what is wished. */
export type UnsettledCall = { readonly state: RunState; readonly wish: 'did_not_happen' | 'compensate' };

const FROM_THEN_ON = {
  did_not_happen: 'That it did not happen can be said from then on.',
  compensate: 'Undo it after that.',
};
const LEFT_UNDONE = { did_not_happen: 'nothing was sent', compensate: 'nothing was undone' };

export async function unsettledState(app: Pick<App, 'store'>, { runId }: Question): Promise<RunState> {
  return foldJournal(await app.store.loadJournal(runId));
}

/** @throws RequestError conflict, with `settlesAt`: until then the call may arrive, and would come twice, or after its own undo. */
export function refuseWhileItMayArrive(
  { state, wish }: UnsettledCall,
  { step }: Question,
  nowMs: number,
): void {
  const { settlesAt } = toolStepAt(state, step);
  if (!mayStillArrive({ settlesAt }, nowMs)) return;
  const message = `The call may still arrive until ${settlesAt}. ${FROM_THEN_ON[wish]}`;
  throw new RequestError('conflict', message, [], { settlesAt });
}

/**
 * Under the run's lock, right after its approval was decided: an answer of the receiver that was recorded first settles the step, and the run's
 * owner may be writing that down. The person decided on what nobody knew.
 * @throws RequestError conflict where the receiver has said by now what became of the call.
 */
export async function refuseWhereAnswered(
  tx: Transaction,
  { state, wish }: UnsettledCall,
  { runId, step }: Question,
): Promise<void> {
  const told = (await lateAnswersOf(tx, runId)).reduce(foldLateAnswer, state);
  const evidence = settlingEvidence(toolStepAt(told, step));
  if (evidence === null) return;
  const what = evidence.outcome === 'succeeded' ? 'that it happened' : 'that it did not happen';
  const message = `The receiver has answered meanwhile, ${what}. The step goes by that answer; ${LEFT_UNDONE[wish]}.`;
  throw new RequestError('conflict', message, [], { answeredAt: evidence.answeredAt });
}
