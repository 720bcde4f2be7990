// The rules of a policy as people write them: three texts in Cedar, and what is read out of them.
import { z } from 'zod';
import { role } from './principal';

/**
 * floor: what is forbidden whatever else stands anywhere. permit: what may be done at all, and what may not; what nothing here permits is denied.
 * ask: of what is permitted, that which needs a person.
 */
export const POLICY_SETS = ['floor', 'permit', 'ask'] as const;
export const policySet = z.enum(POLICY_SETS);
export type PolicySetName = z.infer<typeof policySet>;

/** Some thousand rules. */
export const MAX_POLICY_CHARS = 300_000;

const policyText = z.string().max(MAX_POLICY_CHARS);
export const policyTexts = z.strictObject({ floor: policyText, permit: policyText, ask: policyText });
export type PolicyTexts = z.infer<typeof policyTexts>;

export const policyRule = z.strictObject({
  set: policySet,
  id: z.string(),
  effect: z.enum(['permit', 'deny', 'ask']),
  /** In words, as people read it who are asked or refused. */
  message: z.string(),
  /** Who may decide, of a rule that asks; null leaves it to the agent. */
  role: role.nullable(),
  /** Of a rule that asks: a veto window may stand in for a decision, where the agent has one and nothing else asks. */
  veto: z.boolean(),
  /** Of its first line within its text, from 1. */
  line: z.number().int(),
  text: z.string(),
});
export type PolicyRule = z.infer<typeof policyRule>;

/** An error keeps a text from being published; a warning is for its author. */
export const policyProblem = z.strictObject({
  set: policySet,
  rule: z.string().nullable(),
  line: z.number().int().nullable(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});
export type PolicyProblem = z.infer<typeof policyProblem>;
