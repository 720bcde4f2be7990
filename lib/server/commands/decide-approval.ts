// A person decides about exactly what was shown, once; the second one is told who decided what and when.
import 'server-only';
import type { ApprovalShape, DecideApprovalBody } from '../../contract/approval';
import { DECISIONS_OF_KIND } from '../../domain/approval';
import { canonicalJson } from '../../domain/canonical-json';
import { RequestError } from '../../domain/errors';
import { roleAt } from '../../domain/escalation';
import { type Actor, actorOf } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { inTransaction } from '../../store/database';
import { type ApprovalCase, readApprovalCase } from '../../store/read/read-approval';
import {
  type DecideOutcome,
  decideApproval as decide,
  type EditedCall,
} from '../../store/write/decide-approval';
import { deciderOf } from '../auth/principal-of';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { type Decider, mayDecide, personOf, requireScope } from '../authorize';
import { isBelowConsidered } from '../queries/read-considered';
import type { CommandContext } from './command-context';
import { editedCall } from './edited-call';
import { type PlannedUndoRun, startUndo, undoOfUnknown } from './undo-unknown';
import {
  refuseWhereAnswered,
  refuseWhileItMayArrive,
  type UnsettledCall,
  unsettledState,
} from './unknown-outcome';

export type DecideApproval = DecideApprovalBody & { readonly approvalId: string };

/** How many people an approval needs at least, where the caller knows; else it follows from how considered this person's were of late. */
type Asked = { readonly leastQuorum?: number };

/** @throws RequestError not_found, forbidden with the reason, already_decided, approval_stale, invalid_request below /arguments, conflict where the call may still arrive or its receiver has answered. */
export async function decideApproval(
  context: CommandContext,
  said: DecideApproval,
  asked: Asked = {},
): Promise<ApprovalShape> {
  requireScope(context.principal, 'approvals:decide');
  return decideAsPerson(context, said, asked);
}

/** Whoever may decide this very approval, by whatever scope. @throws RequestError as above. */
export async function decideAsPerson(
  context: CommandContext,
  said: DecideApproval,
  { leastQuorum }: Asked = {},
): Promise<ApprovalShape> {
  const { app, principal, requestId } = context;
  const wish = storable(said, app);
  const known = await readApprovalCase(app.db, wish.approvalId);
  if (known === null) throw noSuchApproval(wish.approvalId);
  requireFittingDecision(known.approval, wish);
  const decider = await deciderOf(principal, app);
  const personId = personOf(principal);
  refuseUnless(context, known, decider);
  if (personId === null) throw new RequestError('forbidden', 'A decision is a person’s.');
  const isOpen = known.approval.status === 'pending' && known.approval.payloadHash === wish.payloadHash;
  const edited =
    wish.arguments === undefined || !isOpen ? null : await editedCall(app, known.approval, wish.arguments);
  if (edited !== null) requireRoleForEdit(edited, known.approval, decider);
  // A rejection lets nothing happen. What an edit makes of the amount is not asked: it counts as above any bound.
  if (isOpen && wish.decision !== 'reject')
    await requireFreshProof(context, 'approvals.decide', {
      amount: edited === null ? known.approval.amount : null,
      unit: known.approval.amountUnit,
    });

  const least =
    isOpen && approves(known.approval, wish) ? (leastQuorum ?? (await quorumFor(app, personId))) : 1;
  const undoing = wish.decision === 'compensate' && isOpen ? await undoOfUnknown(context, known, wish) : null;
  const unsettled = isOpen ? await unsettledCall(context, known, wish, undoing) : null;
  const outcome = await inTransaction(app.db, 'decide approval', async (tx) => {
    const done = await decide(tx, {
      approvalId: wish.approvalId,
      decision: wish.decision,
      payloadHash: wish.payloadHash,
      by: actorOf(principal),
      personId,
      reason: wish.reason?.trim() || null,
      edited,
      answer: wish.answer ?? null,
      leastQuorum: least,
      onCardMs: wish.onCardMs,
      check: (approval, nowMs) => {
        refuseUnless(context, { ...known, approval }, decider);
        if (edited !== null) requireRoleForEdit(edited, approval, decider);
        if (unsettled !== null) refuseWhileItMayArrive(unsettled, approval, nowMs);
      },
      requestId,
      hash: app.hash,
    });
    if (done.status !== 'decided') return done;
    if (unsettled !== null) await refuseWhereAnswered(tx, unsettled, known.approval);
    if (undoing !== null) await startUndo(tx, context, known, undoing);
    return done;
  });
  const approval = isOwnRepeat(context, wish, outcome) ? outcome.approval : settled(outcome, wish.approvalId);
  app.hints.wake(approval.runId);
  app.hints.publish([
    { topic: 'approvals', id: approval.id },
    { topic: 'runs', id: approval.runId },
  ]);
  return approval;
}

const approves = ({ kind }: ApprovalShape, { decision }: DecideApproval): boolean =>
  kind === 'tool_call' && (decision === 'approve' || decision === 'edit');

/** Whose approvals of late were not considered does not approve alone. */
const quorumFor = async (app: CommandContext['app'], personId: string): Promise<number> =>
  (await isBelowConsidered(app, personId)) ? 2 : 1;

/** Where the answer sends something: the call once more, or what undoes it. */
async function unsettledCall(
  { app }: CommandContext,
  { approval }: ApprovalCase,
  { decision }: DecideApproval,
  undoing: PlannedUndoRun | null,
): Promise<UnsettledCall | null> {
  if (undoing !== null) return { state: undoing.state, wish: 'compensate' };
  if (decision !== 'did_not_happen') return null;
  return { state: await unsettledState(app, approval), wish: 'did_not_happen' };
}

/** Without secrets, and before anything is hashed: the run's journal holds it so, and what is sent has to match what was approved. */
function storable(said: DecideApproval, { redactor }: CommandContext['app']): DecideApproval {
  const { arguments: edited, answer, reason } = said;
  return {
    ...said,
    ...(edited === undefined ? {} : { arguments: spoken(edited, redactor) }),
    ...(answer === undefined ? {} : { answer: spoken(answer, redactor) }),
    ...(reason === undefined ? {} : { reason: spoken(reason, redactor) }),
  };
}

type Refusing = Exclude<DecideOutcome, { status: 'missing' }>;

/** Whether this very intent has voted already and only its answer was lost: its vote stands, and is from after the intent began. */
function isOwnRepeat(
  { intent, principal }: CommandContext,
  wish: DecideApproval,
  outcome: DecideOutcome,
): outcome is Refusing {
  if (intent === null || outcome.status === 'missing') return false;
  const { decisions, payloadHash, status } = outcome.approval;
  const { kind, id } = actorOf(principal);
  const counted = decisions.filter((vote) => vote.counts);
  const isMine = ({ by }: { readonly by: Actor }) => by.kind === kind && by.id === id;
  const own = status === 'pending' ? counted.findLast(isMine) : counted.slice(-1).find(isMine);
  if (own === undefined || own.decision !== wish.decision) return false;
  if (Date.parse(own.at) < Date.parse(intent.startedAt)) return false;
  return wish.arguments === undefined
    ? payloadHash === wish.payloadHash
    : canonicalJson(own.arguments) === canonicalJson(wish.arguments);
}

function requireFittingDecision(approval: ApprovalShape, { decision }: DecideApproval): void {
  const fitting = DECISIONS_OF_KIND[approval.kind];
  if (fitting.includes(decision)) return;
  const message = `must be one of ${fitting.join(', ')} here`;
  throw new RequestError('invalid_request', `/decision ${message}.`, [{ path: '/decision', message }]);
}

/** What is decided or out of time already is told by the outcome, with who and what; here only whether this person may. */
function refuseUnless({ principal }: CommandContext, known: ApprovalCase, decider: Decider | null): void {
  const { approval, startedByPersonId } = known;
  const may = mayDecide(
    principal,
    { ...approval, status: 'pending', startedByPersonId, votes: [], expired: false },
    decider,
  );
  if (!may.allowed) throw new RequestError('forbidden', may.reason);
}

function requireRoleForEdit(edited: EditedCall, { escalationLevel }: ApprovalShape, decider: Decider | null) {
  const requiredRole = roleAt(escalationLevel, edited.requiredRole, edited.escalateTo);
  if (decider?.role === requiredRole || decider?.role === 'admin') return;
  throw new RequestError(
    'forbidden',
    `With these arguments, deciding needs the role ${requiredRole} or admin.`,
  );
}

function settled(outcome: DecideOutcome, approvalId: string): ApprovalShape {
  switch (outcome.status) {
    case 'decided':
    case 'voted':
      return outcome.approval;
    case 'missing':
      throw noSuchApproval(approvalId);
    case 'already_decided':
      throw alreadyDecided(outcome.approval);
    case 'expired':
      if (outcome.approval.onExpiry === 'escalate')
        throw new RequestError('conflict', 'Nobody decided in time: within a moment others are asked.');
      throw alreadyDecided({ ...outcome.approval, status: 'expired' });
    case 'already_voted':
      throw new RequestError(
        'conflict',
        'You have voted. Another person is needed.',
        [],
        decisionData(outcome.approval),
      );
    case 'stale':
      throw new RequestError(
        'approval_stale',
        'What you were shown is no longer what would be sent. Look at it again, then decide.',
        [],
        { payloadHash: outcome.approval.payloadHash, arguments: outcome.approval.arguments },
      );
  }
}

function alreadyDecided(approval: ApprovalShape): RequestError {
  const data = decisionData(approval);
  const last = data.decisions.at(-1);
  const who = last === undefined ? '' : ` by ${last.by.label}`;
  const how = approval.status === 'expired' ? 'Its time ran out' : `It was ${approval.status}${who}`;
  const when = approval.decidedAt ?? approval.expiresAt;
  return new RequestError('already_decided', `${how}${when === null ? '' : ` at ${when}`}.`, [], data);
}

function decisionData({ status, decidedAt, decisions }: ApprovalShape) {
  const counted = decisions.filter((vote) => vote.counts);
  return {
    status,
    decidedAt,
    decisions: counted.map(({ by, decision, reason, at }) => ({ by, decision, reason, at })),
  };
}

function noSuchApproval(id: string): RequestError {
  return new RequestError('not_found', `There is no approval ${id}.`);
}
