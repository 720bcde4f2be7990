// What a person does about an approval before it is decided: sees it, is at it, puts it off, says something. It stands in its history, not in the audit.
import 'server-only';
import type { ApprovalShape } from '../../contract/approval';
import { type ApprovalEventShape, CLAIM_FOR_MS, type SnoozeAnswer } from '../../contract/approval-acts';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { type ApprovalCase, readApprovalCase } from '../../store/read/read-approval';
import {
  type Attending,
  claimApproval as claim,
  commentApproval as comment,
  releaseApproval as release,
  snoozeApproval as snooze,
  viewApproval as view,
  wakeApproval as wake,
} from '../../store/write/attend-approval';
import { deciderOf } from '../auth/principal-of';
import { mayDecide, personOf, requireScope } from '../authorize';
import { readApproval } from '../queries/read-approval';
import type { CommandContext } from './command-context';

/** @throws RequestError not_found, forbidden where nobody stands behind the key. */
export async function viewApproval(context: CommandContext, approvalId: string): Promise<undefined> {
  requireScope(context.principal, 'approvals:decide');
  await readApproval(context.app, approvalId);
  if (await view(context.app.db.pool, attending(context, approvalId))) tell(context, approvalId);
}

/** @throws RequestError not_found, forbidden for those who could not decide it, conflict with who is at it, already_decided. */
export async function claimApproval(
  context: CommandContext,
  approvalId: string,
  forMs = CLAIM_FOR_MS,
): Promise<ApprovalShape> {
  const { app, principal } = context;
  requireScope(principal, 'approvals:decide');
  const known = await readApprovalCase(app.db, approvalId);
  if (known === null) throw new RequestError('not_found', `There is no approval ${approvalId}.`);
  const act = attending(context, approvalId);
  requireWaiting(known.approval);
  await requireMayDecide(context, known);
  const done = await claim(app.db.pool, act, forMs, known.approval.escalationLevel);
  const approval = await readApproval(app, approvalId);
  if (done) {
    tell(context, approvalId);
    return approval;
  }
  requireWaiting(approval);
  if (approval.escalationLevel !== known.approval.escalationLevel)
    throw new RequestError('conflict', 'Others are asked by now: nobody had decided in time.');
  const { claimedBy, claimedUntil } = approval;
  const who = claimedBy === null ? 'Somebody' : claimedBy.label;
  throw new RequestError(
    'conflict',
    `${who} is at it${claimedUntil === null ? '' : ` until ${claimedUntil}`}.`,
    [],
    {
      claimedBy,
      claimedUntil,
    },
  );
}

/** @throws RequestError not_found, conflict with who has it where that is somebody else. */
export async function releaseApproval(context: CommandContext, approvalId: string): Promise<ApprovalShape> {
  const { app, principal } = context;
  requireScope(principal, 'approvals:decide');
  const before = await readApproval(app, approvalId);
  const act = attending(context, approvalId);
  if (await release(app.db.pool, act)) {
    tell(context, approvalId);
    return readApproval(app, approvalId);
  }
  const { claimedBy, claimedUntil } = before;
  const isOver = claimedUntil === null || Date.parse(claimedUntil) <= app.clock.now();
  if (isOver || isOwn(context, before)) return readApproval(app, approvalId);
  throw new RequestError('conflict', `The claim is ${claimedBy?.label}’s.`, [], { claimedBy, claimedUntil });
}

/** @throws RequestError not_found, invalid_request for what is past, conflict where little time is left, already_decided. */
export async function snoozeApproval(
  context: CommandContext,
  approvalId: string,
  until: string | null,
): Promise<SnoozeAnswer> {
  const { app, principal } = context;
  requireScope(principal, 'approvals:decide');
  const approval = await readApproval(app, approvalId);
  const act = attending(context, approvalId);
  if (until === null) {
    if (await wake(app.db.pool, act)) tell(context, approvalId);
    return { until: null };
  }
  requireSoon(until, app.clock.now());
  requireWaiting(approval);
  const held = await snooze(app.db.pool, act, until);
  if (held === null) {
    requireWaiting(await readApproval(app, approvalId));
    throw new RequestError('conflict', 'Little time is left to decide: it can’t be put off any more.');
  }
  tell(context, approvalId);
  return { until: held };
}

/** @throws RequestError not_found, conflict where there are too many. */
export async function commentApproval(
  context: CommandContext,
  approvalId: string,
  text: string,
): Promise<ApprovalEventShape> {
  const { app, principal } = context;
  requireScope(principal, 'runs:write');
  await readApproval(app, approvalId);
  const by = actorOf(principal);
  const act = { approvalId, by, personId: personOf(principal) };
  const said = await comment(app.db.pool, act, spoken(text, app.redactor));
  if (said === null) throw new RequestError('conflict', 'There are too many comments here already.');
  tell(context, approvalId);
  return said;
}

function attending({ principal }: CommandContext, approvalId: string): Attending {
  const personId = personOf(principal);
  if (personId === null)
    throw new RequestError('forbidden', 'This is a person’s to do: this key belongs to no person.');
  return { approvalId, by: actorOf(principal), personId };
}

function isOwn({ principal }: CommandContext, { claimedBy }: ApprovalShape): boolean {
  const { kind, id } = actorOf(principal);
  return claimedBy?.kind === kind && claimedBy.id === id;
}

async function requireMayDecide({ app, principal }: CommandContext, known: ApprovalCase): Promise<void> {
  const { approval, startedByPersonId, voterIds, expired } = known;
  const votes = voterIds.map((personId) => ({ personId }));
  const decider = await deciderOf(principal, app);
  const may = mayDecide(principal, { ...approval, startedByPersonId, votes, expired }, decider);
  if (!may.allowed) throw new RequestError('forbidden', may.reason);
}

function requireWaiting({ status }: ApprovalShape): void {
  if (status !== 'pending')
    throw new RequestError('already_decided', `It is ${status} already.`, [], { status });
}

const MOST_AHEAD_MS = 30 * 86_400_000;
function requireSoon(until: string, nowMs: number): void {
  const aheadMs = Date.parse(until) - nowMs;
  if (aheadMs > 0 && aheadMs <= MOST_AHEAD_MS) return;
  const message = 'must be a time within the next 30 days';
  throw new RequestError('invalid_request', `/until ${message}.`, [{ path: '/until', message }]);
}

function tell({ app }: CommandContext, id: string): void {
  app.hints.publish([{ topic: 'approvals', id }]);
}
