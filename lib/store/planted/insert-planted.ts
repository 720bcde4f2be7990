// Knows how a planted call comes to stand in the queue: as any other there, with what is wrong with it beside, in one transaction. The audit tells of
// it when it is decided: who reads it there before would know which it is.
import type { ApprovalShape } from '../../contract/approval';
import { onExpiryAt } from '../../domain/escalation';
import { heldFor } from '../../domain/held-for';
import { type Database, inTransaction } from '../database';
import { Prisma } from '../generated/client';
import type { EditedCall } from '../write/decide-approval';

export type PlantedApproval = {
  readonly id: string;
  /** What it is made from; story and run of the card are this one's. */
  readonly source: ApprovalShape;
  /** Dotted, and in words: what is wrong with it. */
  readonly flaw: { readonly path: string; readonly words: string };
  readonly call: EditedCall & { readonly effectKey: string; readonly reasons: ApprovalShape['reasons'] };
  readonly expiresMs: number;
};

export async function insertPlanted(
  db: Pick<Database, 'prisma'>,
  { id, source, flaw, call, expiresMs }: PlantedApproval,
): Promise<void> {
  await inTransaction(db, 'plant a call', async (tx) => {
    const [clock] = await tx.$queryRawUnsafe<{ now: Date }[]>(
      `SELECT date_trunc('milliseconds', now()) AS now`,
    );
    if (clock === undefined) throw new Error('the query answers with one row');
    const { now } = clock;
    await tx.approval.create({
      data: {
        id,
        runId: source.runId,
        agent: source.agent,
        agentVersion: source.agentVersion,
        step: source.step,
        kind: 'tool_call',
        status: 'pending',
        tool: source.tool,
        toolVersion: source.toolVersion,
        arguments: call.arguments,
        argumentHash: call.argumentHash,
        effect: source.effect,
        effectKey: call.effectKey,
        amount: call.amount,
        amountUnit: source.amountUnit,
        decision: source.decision,
        confidence: source.decision.confidence,
        heldFor: heldFor(call.reasons),
        reasons: call.reasons,
        startedBy: source.startedBy,
        payloadHash: call.payloadHash,
        askedHash: call.payloadHash,
        requiredRole: call.requiredRole,
        quorum: 1,
        selfApproval: source.selfApproval,
        expiresAt: new Date(now.getTime() + expiresMs),
        onExpiry: onExpiryAt(0, call.escalateTo),
        escalateTo: call.escalateTo.length === 0 ? Prisma.DbNull : call.escalateTo,
        changed: [],
        createdAt: now,
        planted: true,
        plant: { create: { sourceId: source.id, path: flaw.path, flaw: flaw.words, plantedAt: now } },
      },
    });
  });
}
