// Knows how a person decides: under lock, on exactly what was shown, once; vote, status, the run's input and the audit in one transaction.
import type { ApprovalShape } from '../../contract/approval';
import type { ApprovalDecision } from '../../domain/approval';
import { type AskedLevel, roleAt } from '../../domain/escalation';
import type { HashText } from '../../domain/journal-row';
import type { JsonObject, JsonValue } from '../../domain/json';
import type { Actor, Role } from '../../domain/principal';
import { SAMPLE_RULE } from '../../domain/sampling';
import { appendAudit } from '../append-audit';
import { type ApprovalWithVotes, toApprovalShape, WITH_VOTES } from '../approval-record';
import { Prisma } from '../generated/client';
import { settlePlanted } from '../planted/settle-planted';
import type { Transaction } from '../prisma';
import { decisionKey } from '../runs/expire-approvals';
import { withoutNul } from '../runs/sections';
import { noteSampleDecision } from '../sampling/review-rate';
import { addRunInput } from './add-run-input';
import { effectOfVote } from './vote-count';

export type Decide = {
  readonly approvalId: string;
  readonly decision: ApprovalDecision;
  /** The hash of what the person was shown. */
  readonly payloadHash: string;
  readonly by: Actor;
  /** The person behind a session or a key: nobody votes twice. */
  readonly personId: string;
  readonly reason: string | null;
  /** With `edit`: what is sent instead, and what the new call is bound to. */
  readonly edited: EditedCall | null;
  /** How many people an approval of this person's needs at least, whatever the agent says. */
  readonly leastQuorum?: number;
  /** With `happened` and `respond`: what the agent reads as its result. */
  readonly answer: JsonValue | null;
  /** How long the card was looked at; left out where the client did not say. */
  readonly onCardMs?: number | undefined;
  /** Called under lock with the approval as it is now, and the store's time; throws to refuse (role, own run, policy, too early). */
  readonly check?: (approval: ApprovalShape, nowMs: number) => void;
  readonly requestId: string | null;
  readonly hash: HashText;
};

export type EditedCall = {
  readonly arguments: JsonObject;
  readonly argumentHash: string;
  readonly payloadHash: string;
  readonly amount: number | null;
  /** Of those who are asked first. */
  readonly requiredRole: Role;
  /** Who is asked after them. */
  readonly escalateTo: AskedLevel[];
  readonly quorum: number;
};

export type DecideOutcome =
  | { readonly status: 'missing' }
  /** Somebody else came first, or nobody came in time: the shape says who, what and when. */
  | { readonly status: 'already_decided'; readonly approval: ApprovalShape }
  /** Its time has run out by the database's clock, though nobody has swept it yet. */
  | { readonly status: 'expired'; readonly approval: ApprovalShape }
  /** What was shown is no longer what would be sent. */
  | { readonly status: 'stale'; readonly approval: ApprovalShape }
  | { readonly status: 'already_voted'; readonly approval: ApprovalShape }
  /** Counted; `missing` more people are needed. */
  | { readonly status: 'voted'; readonly missing: number; readonly approval: ApprovalShape }
  | { readonly status: 'decided'; readonly approval: ApprovalShape };

/** Locks the run before its approval, as commits and the expiry do, so that they never wait for each other in a circle. */
const LOCK = `WITH run_lock AS MATERIALIZED (
    SELECT id FROM run WHERE id = (SELECT run_id FROM approval WHERE id = $1::uuid) FOR NO KEY UPDATE)
  SELECT coalesce(a.expires_at <= now() AND a.on_expiry <> 'execute', false) AS late, date_trunc('milliseconds', now()) AS now
  FROM approval a JOIN run_lock ON run_lock.id = a.run_id WHERE a.id = $1::uuid FOR UPDATE OF a`;

export async function decideApproval(tx: Transaction, decide: Decide): Promise<DecideOutcome> {
  const { approvalId } = decide;
  const [locked] = await tx.$queryRawUnsafe<{ late: boolean; now: Date }[]>(LOCK, approvalId);
  if (locked === undefined) return { status: 'missing' };
  const row = await readLocked(tx, approvalId);
  const shown = toApprovalShape(row);
  if (row.status !== 'pending') return { status: 'already_decided', approval: shown };
  if (locked.late) return { status: 'expired', approval: shown };
  if (row.payloadHash !== decide.payloadHash) return { status: 'stale', approval: shown };
  const present = row.votes.filter((vote) => vote.round === row.round);
  if (present.some((vote) => vote.principal === decide.personId)) {
    return { status: 'already_voted', approval: shown };
  }
  decide.check?.(shown, locked.now.getTime());

  const votes = shown.decisions.filter(({ counts }) => counts).map(({ decision }) => decision);
  const quorum = quorumOf(decide, row);
  const effect = effectOfVote(decide.decision, quorum, votes);
  await write(tx, decide, row, locked.now, effect.settles, quorum);
  if (row.planted) await settlePlanted(tx, row, decide);
  const after = toApprovalShape(await readLocked(tx, approvalId));
  // What was planted nobody asked for: it ends here.
  if (effect.settles !== null && !row.planted) {
    await tellRun(tx, decide, row, after, locked.now);
    await noteSample(tx, decide, row, after, locked.now);
  }
  await appendAudit(tx, auditOf(decide, shown, after), decide.hash);
  return effect.settles === null
    ? { status: 'voted', missing: effect.missing, approval: after }
    : { status: 'decided', approval: after };
}

const readLocked = (tx: Transaction, id: string): Promise<ApprovalWithVotes> =>
  tx.approval.findUniqueOrThrow({ where: { id }, include: WITH_VOTES });

async function write(
  tx: Transaction,
  { approvalId, decision, by, personId, reason, edited, answer, onCardMs }: Decide,
  row: ApprovalWithVotes,
  now: Date,
  status: string | null,
  quorum: number,
): Promise<void> {
  const round = edited === null ? row.round : row.round + 1;
  await tx.approvalVote.create({
    data: {
      approvalId,
      round,
      principal: personId,
      decision,
      reason: reason === null ? null : withoutNul(reason),
      answer: decision === 'respond' && typeof answer === 'string' ? withoutNul(answer) : null,
      arguments: edited?.arguments ?? Prisma.DbNull,
      payloadHash: edited?.payloadHash ?? row.payloadHash,
      by,
      at: now,
      onCardMs: onCardMs ?? null,
    },
  });
  const settled = status === null ? {} : { status, decidedAt: now, byPeople: true };
  const replaced =
    edited === null
      ? {}
      : {
          round,
          arguments: edited.arguments,
          askedArguments: row.askedArguments ?? row.arguments ?? Prisma.DbNull,
          argumentHash: edited.argumentHash,
          payloadHash: edited.payloadHash,
          amount: edited.amount,
          requiredRole: roleAt(row.escalationLevel, edited.requiredRole, edited.escalateTo),
          // After a window nobody is asked on: a decision is asked for anew.
          ...(row.onExpiry !== 'execute' && {
            escalateTo: edited.escalateTo.length === 0 ? Prisma.DbNull : edited.escalateTo,
          }),
        };
  await tx.approval.update({ where: { id: approvalId }, data: { ...settled, ...replaced, quorum } });
}

/** A planted call is met by one person alone; a rejection needs no second one. */
function quorumOf({ decision, edited, leastQuorum = 1 }: Decide, row: ApprovalWithVotes): number {
  const asked = edited?.quorum ?? row.quorum;
  if (row.planted) return 1;
  return decision === 'approve' || decision === 'edit' ? Math.max(asked, leastQuorum) : asked;
}

/** What people make of a sample says how often others are taken. */
async function noteSample(
  tx: Transaction,
  { decision, by }: Decide,
  { askedArguments }: ApprovalWithVotes,
  { agent, agentVersion, tool, reasons }: ApprovalShape,
  at: Date,
): Promise<void> {
  if (decision !== 'approve' && decision !== 'edit' && decision !== 'reject') return;
  if (tool === null || !reasons.some(({ rule }) => rule === SAMPLE_RULE)) return;
  const isEdit = decision === 'approve' && askedArguments !== null;
  await noteSampleDecision(tx, { agent, agentVersion, tool, decision: isEdit ? 'edit' : decision, by, at });
}

/** The run learns the outcome under the hash that it asked with; an approval of edited arguments reaches it as the edit. */
async function tellRun(
  tx: Transaction,
  decide: Decide,
  row: ApprovalWithVotes,
  after: ApprovalShape,
  now: Date,
): Promise<void> {
  const isEdit = decide.edited !== null || (decide.decision === 'approve' && row.askedArguments !== null);
  await addRunInput(
    tx,
    row.runId,
    {
      type: 'decision',
      by: decide.by,
      approvalId: row.id,
      step: row.step,
      decision: isEdit ? 'edit' : decide.decision,
      payloadHash: row.askedHash,
      arguments: isEdit ? after.arguments : null,
      ...(isEdit ? { editedHash: after.payloadHash } : {}),
      answer: decide.answer,
      reason: decide.reason,
      decidedAt: now.toISOString(),
    },
    decisionKey(row.id),
  );
}

function auditOf(decide: Decide, before: ApprovalShape, after: ApprovalShape) {
  const settled = after.status !== 'pending';
  return {
    actor: decide.by,
    action: settled ? ('approval.decide' as const) : ('approval.vote' as const),
    entity: { kind: 'approval' as const, id: decide.approvalId },
    before: { status: before.status, payloadHash: before.payloadHash },
    after: {
      status: after.status,
      payloadHash: after.payloadHash,
      decision: decide.decision,
      runId: after.runId,
      step: after.step,
      tool: after.tool,
      ...(decide.edited === null ? {} : { arguments: decide.edited.arguments }),
      ...(after.planted === null ? {} : { planted: after.planted }),
      ...(decide.decision === 'respond' ? { answer: decide.answer } : {}),
    },
    reason: decide.reason,
    requestId: decide.requestId,
  };
}
