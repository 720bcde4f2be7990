// One approval, and its card: the call with what a person needs beside it to decide.
import 'server-only';
import type { ApprovalCardShape, ApprovalShape } from '../../contract/approval';
import type { ApprovalEventShape, ApprovalHistoryQuery } from '../../contract/approval-acts';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import type { RunState } from '../../domain/run-state';
import { foldJournal } from '../../runtime/fold';
import { undoableEffects } from '../../runtime/plan-compensation';
import { toolStepAt } from '../../runtime/step-access';
import { readApproval as read, readApprovalCase } from '../../store/read/read-approval';
import { readApprovalEvents } from '../../store/read/read-approval-events';
import type { App } from '../app';
import { deciderOf } from '../auth/principal-of';
import { mayDecide } from '../authorize';
import { storyOf } from './run-story';
import { shownTarget } from './shown-target';

/** @throws RequestError not_found */
export async function readApproval({ db }: Pick<App, 'db'>, id: string): Promise<ApprovalShape> {
  const approval = await read(db, id);
  if (approval === null) throw noSuchApproval(id);
  return approval;
}

/** Oldest first. @throws RequestError not_found */
export async function readApprovalHistory(
  app: Pick<App, 'db'>,
  id: string,
  query: ApprovalHistoryQuery,
): Promise<Page<ApprovalEventShape>> {
  const events = await readApprovalEvents(app.db, id, query);
  if (events.items.length === 0) await readApproval(app, id);
  return events;
}

/** `mayDecide` is about the asker, and why not in plain words. @throws RequestError not_found */
export async function readApprovalCard(
  app: App,
  principal: Principal,
  id: string,
): Promise<ApprovalCardShape> {
  const found = await readApprovalCase(app.db, id);
  if (found === null) throw noSuchApproval(id);
  const { approval, tool, runInput, record, similar, startedByPersonId, voterIds, expired } = found;
  const [rows, decider] = await Promise.all([
    app.store.loadJournal(approval.runId),
    deciderOf(principal, app),
  ]);
  const votes = voterIds.map((personId) => ({ personId }));
  const state = foldJournal(rows);
  const asked = { ...approval, startedByPersonId, votes, expired };
  const { allowed, reason } = mayDecide(principal, asked, decider);
  return {
    approval,
    tool,
    runInput,
    record,
    similar,
    story: storyOf(state, approval.step),
    settlesAt: settlesAtOf(approval, state),
    undo: await undoOf(app, approval, state),
    taint: taintOf(approval, state),
    target: shownTarget(approval, rows),
    mayDecide: { allowed, reason },
  };
}

function taintOf({ step }: ApprovalShape, state: RunState): ApprovalCardShape['taint'] {
  const { admission } = toolStepAt(state, step);
  if (admission?.taintPath === undefined) return null;
  const { taintPath, argumentSources, suspected } = admission;
  return { taintPath, argumentSources, suspected };
}

function settlesAtOf({ kind, status, step }: ApprovalShape, state: RunState): string | null {
  if (kind !== 'unknown_outcome' || status !== 'pending') return null;
  return toolStepAt(state, step).settlesAt;
}

async function undoOf(
  app: App,
  { kind, status, step }: ApprovalShape,
  state: RunState,
): Promise<ApprovalCardShape['undo']> {
  if (kind !== 'unknown_outcome' || status !== 'pending') return null;
  const effect = (await undoableEffects(state, app)).find((one) => one.step === step);
  if (effect === undefined) return null;
  const { undo, reason } = effect;
  return { call: undo && { tool: undo.tool, arguments: undo.arguments }, reason };
}

function noSuchApproval(id: string): RequestError {
  return new RequestError('not_found', `There is no approval ${id}.`);
}
