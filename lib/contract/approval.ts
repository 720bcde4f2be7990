// Approvals on the wire.
import { z } from 'zod';
import { admissionReason, admittedTaint } from '../domain/admission';
import { approvalDecision, approvalExpiry, approvalKind, approvalStatus } from '../domain/approval';
import { onCardMs } from '../domain/approval-event';
import { decisionRecord } from '../domain/decision';
import { askedLevel } from '../domain/escalation';
import { jsonObject, jsonValue } from '../domain/json';
import { resourceName } from '../domain/names';
import { seenValue } from '../domain/precondition';
import { actor, role } from '../domain/principal';
import { answerText, MOST_ANSWER_CHARS } from '../domain/question';
import { effectClass, riskTier } from '../domain/tool';
import { cursorParam, limitParam, listParam, pageOf, timestamp, uuid } from './page';

export const voteShape = z.strictObject({
  by: actor,
  decision: approvalDecision,
  reason: z.string().nullable(),
  /** With `respond`: what the agent reads. */
  answer: z.string().nullable(),
  arguments: jsonObject.nullable(),
  at: timestamp,
  /** False when a later edit emptied the quorum. */
  counts: z.boolean(),
});

export const approvalShape = z.strictObject({
  id: uuid,
  runId: uuid,
  agent: z.string(),
  agentVersion: z.number().int(),
  step: z.number().int(),
  kind: approvalKind,
  tool: z.string(),
  toolVersion: z.number().int(),
  /** As they would be sent: after an edit, the edited ones. */
  arguments: jsonObject,
  effect: effectClass,
  effectKey: z.string(),
  amount: z.number().nullable(),
  amountUnit: z.string().nullable(),
  decision: decisionRecord,
  reasons: z.array(admissionReason),
  requiredRole: role,
  quorum: z.number().int(),
  selfApproval: z.enum(['allow', 'forbid']),
  decisions: z.array(voteShape),
  payloadHash: z.string(),
  tainted: z.boolean(),
  startedBy: actor,
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  /** execute: a veto window. */
  onExpiry: approvalExpiry.nullable(),
  status: approvalStatus,
  decidedAt: timestamp.nullable(),
  supersedes: uuid.nullable(),
  /** What changed since the approval that this one supersedes. */
  changed: z.array(z.string()),
  /** Who said that they are at it; over once `claimedUntil` is past, and keeping nobody from deciding. */
  claimedBy: actor.nullable(),
  claimedUntil: timestamp.nullable(),
  /** Who is asked one after the other where nobody decides, as the agent had it when this was asked; null where nobody is. */
  escalateTo: z.array(askedLevel).nullable(),
  /** 0: those who were asked first; n: the nth of `escalateTo`. `requiredRole` and `expiresAt` are this level's. */
  escalationLevel: z.number().int(),
  /** Of a planted call once it is over: what was wrong with it, and whether whoever decided saw it (null: nobody decided). Null of every other. */
  planted: z.strictObject({ caught: z.boolean().nullable(), flaw: z.string() }).nullable(),
});
export type ApprovalShape = z.infer<typeof approvalShape>;
export const approvalPage = pageOf(approvalShape);

/** Which approvals are meant: the one filter that the list and its count share. */
const approvalFilterParams = {
  status: listParam(approvalStatus),
  kind: approvalKind.optional(),
  agent: resourceName.optional(),
  tool: resourceName.optional(),
  run: uuid.optional(),
  /** By what whoever asks has put off: left out, or nothing else. */
  snoozed: z.enum(['without', 'only']).optional(),
};
export const countApprovalsQuery = z.strictObject(approvalFilterParams);
export type CountApprovalsQuery = z.infer<typeof countApprovalsQuery>;
export const approvalCount = z.strictObject({ count: z.number().int() });
export type ApprovalCount = z.infer<typeof approvalCount>;

export const listApprovalsQuery = z.strictObject({
  ...approvalFilterParams,
  limit: limitParam,
  cursor: cursorParam,
});
export type ListApprovalsQuery = z.infer<typeof listApprovalsQuery>;

/** An approval with what a person needs beside it to decide. */
export const approvalCardShape = z.strictObject({
  approval: approvalShape,
  tool: z.strictObject({ description: z.string(), risk: riskTier, inputSchema: jsonObject }),
  /** The run so far, at most three lines, from its journal. */
  story: z.array(z.string()),
  runInput: jsonValue,
  /** This agent with this tool over the last 30 days. */
  record: z.strictObject({
    calls: z.number().int(),
    held: z.number().int(),
    approved: z.number().int(),
    edited: z.number().int(),
    rejected: z.number().int(),
    expired: z.number().int(),
    /** Run because nobody had objected: nobody's decision. */
    unopposed: z.number().int(),
    /** Oldest first, at most 24. */
    recent: z.array(z.enum(['approved', 'edited', 'rejected', 'expired', 'answered'])),
  }),
  /** Decided calls of the same tool, newest first, at most three. */
  similar: z.array(
    z.strictObject({
      id: uuid,
      status: approvalStatus,
      edited: z.boolean(),
      amount: z.number().nullable(),
      amountUnit: z.string().nullable(),
      reason: z.string().nullable(),
      by: z.array(actor),
      decidedAt: timestamp,
    }),
  ),
  /** Of an unknown outcome: until then the call may still arrive, and nobody can say that it did not happen; null where it can't, and for every other approval. */
  settlesAt: timestamp.nullable(),
  /** Of an unknown outcome: the call that would undo it, or why there is none; null for every other approval. */
  undo: z
    .strictObject({
      call: z.strictObject({ tool: z.string(), arguments: jsonObject }).nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** How untrusted text came to the call, and which of its arguments outsiders may have chosen; null where they had no part in it. */
  taint: admittedTaint.nullable(),
  /**
   * The state of what the call would change, as it was looked up when this was asked; null where its tool declares no precondition. `before`: what
   * was shown when it was asked the time before, where that differs. A value that is not there had nothing at its path.
   */
  target: z
    .strictObject({
      tool: z.string(),
      arguments: jsonObject,
      at: timestamp,
      /** Outsiders may have written it. */
      untrusted: z.boolean(),
      seen: z.array(seenValue),
      before: z.array(seenValue).nullable(),
    })
    .nullable(),
  /** Whether the asker may decide, and if not, why, in plain words. */
  mayDecide: z.strictObject({ allowed: z.boolean(), reason: z.string().nullable() }),
});
export type ApprovalCardShape = z.infer<typeof approvalCardShape>;

export const decideApprovalBody = z
  .strictObject({
    decision: approvalDecision,
    /** The hash of what was shown; another one is answered with `approval_stale`. */
    payloadHash: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
    /** With `edit`: the arguments to send instead. */
    arguments: jsonObject.optional(),
    /** With `happened`: the result that the agent should read. With `respond`: the answer, a text. */
    answer: jsonValue.optional(),
    reason: z.string().max(2_000).optional(),
    /** How long the card was in sight and in focus before this, as its client measured it. */
    onCardMs: onCardMs.optional(),
  })
  .superRefine((body, context) => {
    const missing = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (body.decision === 'edit' && body.arguments === undefined)
      missing('arguments', 'an edit needs the arguments to send');
    if (body.decision !== 'edit' && body.arguments !== undefined)
      missing('arguments', 'only an edit carries arguments');
    if (body.decision === 'reject' && !body.reason?.trim())
      missing('reason', 'a rejection needs a reason: the agent reads it');
    if (body.decision === 'compensate' && !body.reason?.trim())
      missing('reason', 'an undo needs a reason: it stands with the run that carries it out');
    if (body.answer !== undefined && body.decision !== 'happened' && body.decision !== 'respond')
      missing('answer', 'only `happened` and `respond` carry an answer');
    if (body.decision === 'respond' && !answerText.safeParse(body.answer).success)
      missing('answer', `must be a text of 1 to ${MOST_ANSWER_CHARS} characters`);
  });
export type DecideApprovalBody = z.infer<typeof decideApprovalBody>;

export const answerQuestionBody = z.strictObject({
  /** The step that asks. */
  step: z.number().int().min(1).max(2_147_483_647),
  text: answerText,
});
export type AnswerQuestionBody = z.infer<typeof answerQuestionBody>;
