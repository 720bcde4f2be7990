// What can happen to an approval from first to last, and what is told of each; refuses a verb without its own data.
import { z } from 'zod';
import { approvalDecision, approvalStatus } from './approval';
import { actor, role } from './principal';

const at = z.iso.datetime();
/** A day: a card that stood open for longer says nothing of how it was read. */
export const MOST_ON_CARD_MS = 86_400_000;
export const onCardMs = z.number().int().min(0).max(MOST_ON_CARD_MS);
export const MOST_COMMENT_CHARACTERS = 2_000;

const happened = <V extends string, D extends z.ZodRawShape>(verb: V, data: D) =>
  z.strictObject({
    id: z.uuid(),
    /** By the clock of the database. */
    at,
    verb: z.literal(verb),
    /** The runtime where nobody acted. */
    actor,
    data: z.strictObject(data),
  });

export const approvalEvent = z.discriminatedUnion('verb', [
  /** Somebody has to decide; `supersedes`: an earlier approval of the same step no longer held. */
  happened('created', { supersedes: z.string().optional() }),
  /** A channel took a message of it. `to`: addresses that a mail server took it for; absent where a channel names none. `level`: of the escalation. */
  happened('notified', { channel: z.string(), to: z.array(z.string()).optional(), level: z.number().int() }),
  /** Once for each person, while it waited. */
  happened('viewed', { onCardMs: onCardMs.optional() }),
  happened('claimed', { until: at }),
  happened('released', {}),
  /** null: it is wanted back. */
  happened('snoozed', { until: at.nullable() }),
  happened('commented', { text: z.string() }),
  /** `overClaimOf`: somebody else had said that they were at it. */
  happened('voted', {
    decision: approvalDecision,
    reason: z.string().optional(),
    onCardMs: onCardMs.optional(),
    overClaimOf: actor.optional(),
  }),
  happened('decided', { status: approvalStatus }),
  /** Little time is left. */
  happened('warned', { leftMs: z.number().int() }),
  /** Nobody decided in time: `to` are asked now. */
  happened('escalated', {
    level: z.number().int(),
    to: z.strictObject({ role, people: z.array(z.string()) }),
    until: at,
  }),
  happened('expired', {}),
  /** It no longer held: `as` stands in its place. */
  happened('reopened', { as: z.string(), changed: z.array(z.string()) }),
]);
export type ApprovalEvent = z.infer<typeof approvalEvent>;
export type ApprovalVerb = ApprovalEvent['verb'];
