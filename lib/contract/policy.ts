// The policy on the wire: which version decides, the draft of the next one, what is wrong with it, what it would say.
import { z } from 'zod';
import { policyFacts, policyVerdict } from '../domain/admission';
import { jsonObject } from '../domain/json';
import { policyProblem, policyRule, policyTexts } from '../domain/policy-set';
import { actor } from '../domain/principal';
import { countingNumber, pageOf, timestamp } from './page';
import { givenReason } from './reason';

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

export const policiesShape = z.strictObject({
  /** Raised with each change of what holds, for If-Match. */
  revision: z.number().int(),
  /** Null: none is published, and nothing is permitted. */
  active: policyVersionShape.nullable(),
  /** Evaluated beside the active one at each admission, and only logged. */
  candidate: policyVersionShape.nullable(),
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
