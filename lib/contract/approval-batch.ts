// One decision on several calls that are alike, on the wire.
import { z } from 'zod';
import { approvalStatus } from '../domain/approval';
import { type BatchCandidate, MOST_IN_A_BATCH } from '../domain/approval-batch';
import { type ApprovalShape, approvalShape, decideApprovalBody } from './approval';
import { uuid } from './page';

const { payloadHash, reason, onCardMs } = decideApprovalBody.shape;

export const decideApprovalsBody = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    /** Each as it was shown: agent, tool, version and reasons must be the same. */
    items: z
      .array(z.strictObject({ id: uuid, payloadHash }))
      .min(2)
      .max(MOST_IN_A_BATCH)
      .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, 'must name each once'),
    /** Each agent reads it. */
    reason,
    /** How long they were in sight and in focus, together. */
    onCardMs,
  })
  .superRefine((body, context) => {
    if (body.decision === 'reject' && !body.reason?.trim())
      context.addIssue({
        code: 'custom',
        path: ['reason'],
        message: 'a rejection needs a reason: the agent reads it',
      });
  });
export type DecideApprovalsBody = z.infer<typeof decideApprovalsBody>;

/** In the order asked. `decided` is false where somebody else came first, the call changed, or it may not be decided: `code` and `detail` say which. */
export const decidedApprovals = z.strictObject({
  results: z.array(
    z.strictObject({
      id: uuid,
      decided: z.boolean(),
      /** As it stands now. */
      status: approvalStatus,
      code: z.string().nullable(),
      detail: z.string().nullable(),
      /** As of a single decision. */
      planted: approvalShape.shape.planted,
    }),
  ),
});
export type DecidedApprovals = z.infer<typeof decidedApprovals>;

export function batchCandidate(approval: ApprovalShape): BatchCandidate {
  const { id, kind, agent, tool, toolVersion, tainted, requiredRole, quorum } = approval;
  const rules = approval.reasons.map(({ rule }) => rule);
  return { id, kind, agent, tool, toolVersion, tainted, requiredRole, quorum, rules };
}
