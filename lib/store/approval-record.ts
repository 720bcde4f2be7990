// Knows how an approval and its votes become the shape that people are shown.
import { type ApprovalShape, approvalShape } from '../contract/approval';
import type { Approval, ApprovalVote, PlantedCall, Prisma } from './generated/client';

export type ApprovalWithVotes = Approval & {
  readonly votes: readonly ApprovalVote[];
  readonly plant: PlantedCall | null;
};

export const WITH_VOTES = {
  votes: { orderBy: [{ at: 'asc' }, { principal: 'asc' }] },
  plant: true,
} satisfies Prisma.ApprovalInclude;

/** @throws ZodError when a row holds what the contract does not know. */
export function toApprovalShape(row: ApprovalWithVotes): ApprovalShape {
  return approvalShape.parse({
    id: row.id,
    runId: row.runId,
    agent: row.agent,
    agentVersion: row.agentVersion,
    step: row.step,
    kind: row.kind,
    tool: row.tool,
    toolVersion: row.toolVersion,
    arguments: row.arguments,
    effect: row.effect,
    effectKey: row.effectKey,
    amount: row.amount,
    amountUnit: row.amountUnit,
    decision: row.decision,
    reasons: row.reasons,
    requiredRole: row.requiredRole,
    quorum: row.quorum,
    selfApproval: row.selfApproval,
    decisions: row.votes.map((vote) => ({
      by: vote.by,
      decision: vote.decision,
      reason: vote.reason,
      answer: vote.answer,
      arguments: vote.arguments,
      at: vote.at.toISOString(),
      counts: vote.round === row.round,
    })),
    payloadHash: row.payloadHash,
    tainted: row.tainted,
    startedBy: row.startedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    onExpiry: row.onExpiry,
    status: row.status,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    supersedes: row.supersedes,
    changed: row.changed,
    // What is settled nobody is at any more.
    claimedBy: row.status === 'pending' ? row.claimedBy : null,
    claimedUntil: row.status === 'pending' ? (row.claimedUntil?.toISOString() ?? null) : null,
    escalateTo: row.escalateTo,
    escalationLevel: row.escalationLevel,
    // Told when it is over: until then it is a call like any other.
    planted:
      row.plant === null || row.status === 'pending'
        ? null
        : { caught: row.plant.caught, flaw: row.plant.flaw },
  });
}
