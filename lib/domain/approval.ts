// What an approval is: an exact call, why it waits, who may decide, until when; refuses a decision on anything but what was shown.
import { z } from 'zod';
import { askedLevel, onExpiry } from './escalation';
import { jsonObject } from './json';
import { type Machine, terminalsOf } from './machine';
import { seenValue } from './precondition';
import { role } from './principal';

export const APPROVAL_STATUSES = [
  'pending',
  'approved',
  'rejected',
  'expired',
  'answered',
  'superseded',
  'cancelled',
  'unopposed',
] as const;
export const approvalStatus = z.enum(APPROVAL_STATUSES);
export type ApprovalStatus = z.infer<typeof approvalStatus>;

/** unopposed: its veto window ended and nobody had objected, which is nobody's approval. answered: an unknown outcome was settled, or a question of an agent was. superseded: the call changed and a new approval stands in its place. */
export const APPROVAL_MACHINE: Machine<ApprovalStatus> = {
  pending: ['approved', 'rejected', 'expired', 'answered', 'superseded', 'cancelled', 'unopposed'],
  approved: [],
  rejected: [],
  expired: [],
  answered: [],
  superseded: [],
  cancelled: [],
  unopposed: [],
};
export const DECIDED_APPROVAL_STATUSES = terminalsOf(APPROVAL_MACHINE);

export const approvalKind = z.enum(['tool_call', 'unknown_outcome', 'question']);
export type ApprovalKind = z.infer<typeof approvalKind>;

/** execute: its time is a veto window, after which the call runs unless somebody objected. */
export const approvalExpiry = z.enum([...onExpiry.options, 'execute']);

export const requestedApproval = z.strictObject({
  id: z.string(),
  kind: approvalKind,
  payloadHash: z.string(),
  requiredRole: role,
  quorum: z.number().int(),
  selfApproval: z.enum(['allow', 'forbid']),
  expiresAt: z.iso.datetime().nullable(),
  onExpiry: approvalExpiry.nullable(),
  /** Who is asked next, in their order; absent where nobody is. */
  escalateTo: z.array(askedLevel).optional(),
  /** Of `escalateTo`, counted from 1; those who were asked first when absent. */
  escalationLevel: z.number().int().min(1).optional(),
  supersedes: z.string().nullable(),
  /** Why an earlier approval of this step no longer held. */
  changed: z.array(z.string()),
});
export type RequestedApproval = z.infer<typeof requestedApproval>;

/** approve, edit, reject settle a call that has not been sent; respond answers an agent; the others settle a call whose outcome nobody knows. */
export const approvalDecision = z.enum([
  'approve',
  'edit',
  'reject',
  'respond',
  'happened',
  'did_not_happen',
  'compensate',
]);
export type ApprovalDecision = z.infer<typeof approvalDecision>;

export const DECISIONS_OF_KIND: { readonly [K in ApprovalKind]: readonly ApprovalDecision[] } = {
  tool_call: ['approve', 'edit', 'reject'],
  unknown_outcome: ['happened', 'did_not_happen', 'compensate'],
  // To reject it is to say that one won't answer.
  question: ['respond', 'reject'],
};

/**
 * What an approval is bound to. Its canonical text is hashed when the call is shown and again when it is dispatched; a difference
 * reopens the approval. The policy-set version is not part of it, or each publish would reopen the whole queue.
 */
export const approvalBinding = z.strictObject({
  tool: z.string(),
  toolVersion: z.number().int(),
  effectKey: z.string(),
  argumentHash: z.string(),
  rules: z.array(z.string()),
  /** Of a call with a precondition: what was looked at, and what was seen. */
  target: z.strictObject({ tool: z.string(), arguments: jsonObject, seen: z.array(seenValue) }).optional(),
});
export type ApprovalBinding = z.infer<typeof approvalBinding>;
