// The policy on the wire: which version decides, the draft of the next one, what is wrong with it, what it would say.
import { z } from 'zod';
import { policyFacts, policyVerdict } from '../domain/admission';
import { jsonObject } from '../domain/json';
import { policyProblem, policyRule, policyTexts } from '../domain/policy-set';
import { actor, role } from '../domain/principal';
import { countingNumber, pageOf, pageQuery, timestamp } from './page';
import { givenReason } from './reason';

const policyEffect = policyVerdict.shape.effect;
const made = { at: timestamp, by: actor };

export const policyVersionShape = z.strictObject({
  version: z.number().int(),
  ...made,
  texts: policyTexts,
  /** In the order of the texts. */
  rules: z.array(policyRule),
  /** Held against the tools and agents of this moment. */
  problems: z.array(policyProblem),
});
export type PolicyVersionShape = z.infer<typeof policyVersionShape>;

export const policyDraftShape = z.strictObject({
  /** 0 while nothing was written; the texts are then those of the active version. */
  revision: z.number().int(),
  at: timestamp.nullable(),
  by: actor.nullable(),
  texts: policyTexts,
  rules: z.array(policyRule),
  problems: z.array(policyProblem),
});
export type PolicyDraftShape = z.infer<typeof policyDraftShape>;

/** How many calls a candidate would have changed in the same way; `said` is as `decided` where only the role differs. */
export const policyDifferenceCount = z.strictObject({
  decided: policyEffect,
  said: policyEffect,
  calls: z.number().int(),
});
export type PolicyDifferenceCount = z.infer<typeof policyDifferenceCount>;

export const policiesShape = z.strictObject({
  /** Raised with each change of what holds, for If-Match. */
  revision: z.number().int(),
  /** Null: none is published, and nothing is permitted. */
  active: policyVersionShape.nullable(),
  /** Evaluated beside the active one at each admission, and only logged. */
  candidate: policyVersionShape.nullable(),
  /** What it would have changed so far. */
  candidateDifferences: z.array(policyDifferenceCount),
  draft: policyDraftShape,
});
export type PoliciesShape = z.infer<typeof policiesShape>;

export const putPolicyDraftBody = policyTexts;
export type PutPolicyDraftBody = z.infer<typeof putPolicyDraftBody>;

/** Of these texts, or of the draft. */
export const validatePoliciesBody = z.strictObject({ texts: policyTexts.optional() });
export const checkedPolicies = z.strictObject({
  rules: z.array(policyRule),
  problems: z.array(policyProblem),
});

/** One call as it might be made. What is left out is as the agent and the tool are declared, and harmless. */
export const simulatedCall = z.strictObject({
  agent: policyFacts.shape.agent,
  tool: policyFacts.shape.tool,
  arguments: jsonObject.default({}),
  confidence: z.number().min(0).max(1).nullable().default(null),
  tainted: z.boolean().default(false),
  privateDataSeen: z.boolean().default(false),
  trigger: policyFacts.shape.trigger.default('form'),
});
export const simulatePoliciesBody = z.strictObject({
  call: simulatedCall,
  /** Instead of the draft's. */
  texts: policyTexts.optional(),
});
export type SimulatePoliciesBody = z.infer<typeof simulatePoliciesBody>;
export const policySimulation = z.strictObject({
  /** What both were told of the call. */
  facts: policyFacts,
  active: policyVerdict,
  /** Null where the texts can't be read. */
  draft: policyVerdict.nullable(),
  differs: z.boolean(),
});
export type PolicySimulation = z.infer<typeof policySimulation>;

/** The version that was seen stands in If-Match; `version`: one that there is already, in place of the draft. */
export const publishPoliciesBody = z.strictObject({
  reason: givenReason,
  version: countingNumber.optional(),
});
export const rollBackPoliciesBody = z.strictObject({ reason: givenReason, version: countingNumber });
export const logPoliciesBody = z.strictObject({ reason: givenReason });

export const policyChangeShape = z.strictObject({
  seq: z.number().int(),
  act: z.enum(['publish', 'roll_back', 'log_only', 'stop_log_only']),
  version: z.number().int(),
  /** Active until then. */
  before: z.number().int().nullable(),
  ...made,
  reason: z.string(),
});
export type PolicyChangeShape = z.infer<typeof policyChangeShape>;
export const policyChangePage = pageOf(policyChangeShape);

export const policyVersionParams = z.strictObject({
  version: z.coerce.number().int().min(1).max(2_147_483_647),
});

const changedCall = {
  runId: z.uuid(),
  step: z.number().int(),
  at: timestamp,
  agent: z.string(),
  tool: z.string(),
};
export const policyDifferenceShape = z.strictObject({
  ...changedCall,
  decided: policyEffect,
  said: policyEffect,
  /** Those by which it would have said so. */
  rules: z.array(z.string()),
});
export type PolicyDifferenceShape = z.infer<typeof policyDifferenceShape>;
export const policyDifferencesQuery = pageQuery.extend({
  version: z.coerce.number().int().min(1).max(2_147_483_647),
});
export const policyDifferencePage = pageOf(policyDifferenceShape);

export const backtestPoliciesBody = z.strictObject({
  /** Instead of the draft's. */
  texts: policyTexts.optional(),
  /** The newest calls that were recorded. */
  limit: z.number().int().min(1).max(500).default(500),
});
export type BacktestPoliciesBody = z.infer<typeof backtestPoliciesBody>;
const told = z.strictObject({
  effect: policyEffect,
  rules: z.array(z.string()),
  requiredRole: role.optional(),
  veto: z.literal(true).optional(),
});
export const policyBacktest = z.strictObject({
  judged: z.number().int(),
  /** Of which too little was recorded, or whose tool is gone. */
  unread: z.number().int(),
  /** Both as they say today. */
  differences: z.array(
    z.strictObject({
      ...changedCall,
      /** In the tool's own unit, null where it declares none. */
      amount: z.number().nullable(),
      active: told,
      draft: told,
    }),
  ),
});
export type PolicyBacktest = z.infer<typeof policyBacktest>;
