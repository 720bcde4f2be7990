// What people say to a run, as its journal holds it; with what only the lease holder knows: its place and the new deadline.
import { z } from 'zod';
import { approvalDecision } from './approval';
import { onExpiry } from './escalation';
import { correlationKey } from './event-wait';
import { jsonObject, jsonValue } from './json';
import { actor, role } from './principal';
import { recordedError } from './recorded-error';
import { raisedLimits } from './run';
import { screening } from './screening';

const at = z.iso.datetime();
const inputFigures = { inputSeq: z.number().int(), by: actor };
/** How a veto window ends by itself. unopposed: nobody objected. window_lost: it no longer stands in for a decision, and `reason` says why. */
export const WINDOW_ENDS = ['unopposed', 'window_lost'] as const;
export type WindowEnd = (typeof WINDOW_ENDS)[number];

/** A decision as the console took it; `deadlineAt` is the run's new deadline after a wait that does not count. */
export const decisionInput = z.strictObject({
  ...inputFigures,
  type: z.literal('decision'),
  approvalId: z.string(),
  step: z.number().int(),
  decision: z.union([approvalDecision, z.enum(['expire', ...WINDOW_ENDS])]),
  payloadHash: z.string(),
  arguments: jsonObject.nullable(),
  /** With `edit`: the binding of the edited call, as those who agreed to it were shown it. */
  editedHash: z.string().optional(),
  answer: jsonValue.nullable(),
  reason: z.string().nullable(),
  decidedAt: at,
  /** Why it is not obeyed: the call might still arrive when that was said, or its receiver had answered first. */
  unheeded: z.enum(['may_still_arrive', 'receiver_answered']).optional(),
  /** What was found in the answer that a person told of an untrusted tool. */
  untrusted: screening.optional(),
  deadlineAt: at,
});
/** Nobody decided in time, and the level that follows is asked until `until`; `deadlineAt` is the run's new deadline after a wait that does not count. */
export const escalatedInput = z.strictObject({
  ...inputFigures,
  type: z.literal('escalated'),
  approvalId: z.string(),
  step: z.number().int(),
  level: z.number().int().min(1),
  requiredRole: role,
  /** What becomes of it when nobody decides until then. */
  onExpiry,
  until: at,
  deadlineAt: at,
});
export const cancelInput = z.strictObject({ ...inputFigures, type: z.literal('cancel'), reason: z.string() });
export const pauseInput = z.strictObject({ ...inputFigures, type: z.literal('pause'), reason: z.string() });
export const resumeInput = z.strictObject({
  ...inputFigures,
  type: z.literal('resume'),
  reason: z.string(),
  limits: raisedLimits,
  deadlineAt: at,
});

/** The run stood at its bound until it was over. Never stands after an input that raised it. */
export const boundExpiredInput = z.strictObject({ ...inputFigures, type: z.literal('bound_expired') });

/** What ends a wait for an event: the event, or none by its time. `deadlineAt` is the run's new deadline: the wait does not count. */
export const signalInput = z.strictObject({
  ...inputFigures,
  type: z.literal('signal'),
  waitId: z.string(),
  step: z.number().int(),
  correlationKey,
  event: z.strictObject({ id: z.string(), payload: jsonValue, receivedAt: at }).nullable(),
  deadlineAt: at,
  /** What was found in a tainted payload. */
  untrusted: screening.optional(),
});

/** A failed run goes on; `deadlineAt` gives it its time anew. Stands after an `end`, or in a journal that ends without one. */
export const redriveInput = z.strictObject({
  ...inputFigures,
  type: z.literal('redrive'),
  reason: z.string(),
  limits: raisedLimits,
  deadlineAt: at,
});

/** What a receiver said after the attempt's time was over: evidence, and no result. `deadlineAt` is the run's new deadline after a wait that does not count. */
export const lateAnswerInput = z.strictObject({
  inputSeq: z.number().int(),
  type: z.literal('late_answer'),
  step: z.number().int(),
  attempt: z.number().int(),
  answeredAt: at,
  outcome: z.enum(['succeeded', 'error']),
  value: jsonValue.nullable(),
  tainted: z.boolean(),
  privateData: z.boolean(),
  error: recordedError.nullable(),
  deadlineAt: at,
});
