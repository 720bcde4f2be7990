// What people do about an approval beside deciding it, and its history, on the wire.
import { z } from 'zod';
import { approvalEvent, MOST_COMMENT_CHARACTERS } from '../domain/approval-event';
import { cursorParam, limitParam, pageOf, timestamp } from './page';

export const approvalEventShape = approvalEvent;
export type ApprovalEventShape = z.infer<typeof approvalEventShape>;
export const approvalEventPage = pageOf(approvalEventShape);

export const approvalHistoryQuery = z.strictObject({ limit: limitParam, cursor: cursorParam });
export type ApprovalHistoryQuery = z.infer<typeof approvalHistoryQuery>;

export const CLAIM_FOR_MS = 15 * 60_000;
export const claimApprovalBody = z.strictObject({
  /** From now, and never beyond the time of the approval; the same person may say it again at any time. */
  forMs: z
    .number()
    .int()
    .min(60_000)
    .max(8 * 3_600_000)
    .default(CLAIM_FOR_MS),
});
export type ClaimApprovalBody = z.infer<typeof claimApprovalBody>;

export const snoozeApprovalBody = z.strictObject({
  /** null brings it back. */
  until: timestamp.nullable(),
});
export type SnoozeApprovalBody = z.infer<typeof snoozeApprovalBody>;
export const snoozeAnswer = z.strictObject({
  /** As it holds: at the latest when little time is left to decide. */
  until: timestamp.nullable(),
});
export type SnoozeAnswer = z.infer<typeof snoozeAnswer>;

export const commentApprovalBody = z.strictObject({
  text: z.string().trim().min(1).max(MOST_COMMENT_CHARACTERS),
});
export type CommentApprovalBody = z.infer<typeof commentApprovalBody>;
