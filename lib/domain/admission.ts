// What an admission says about one call: verdict, reasons, and the facts it was given; refuses a verdict without a reason when it stops a call.
import { z } from 'zod';
import { windowFact } from './amount-window';
import { targetState } from './precondition';
import { role } from './principal';
import { TRIGGER_KINDS } from './run';
import { samplingFact } from './sampling';
import { suspicion } from './screening';
import { argumentSource, origin, taintPath } from './taint';
import { effectClass, riskTier } from './tool';

export const ADMISSION_VERDICTS = ['admit', 'await_approval', 'deny'] as const;
export const admissionVerdict = z.enum(ADMISSION_VERDICTS);
export type AdmissionVerdict = z.infer<typeof admissionVerdict>;

/** `rule` names where the rule stands (a dotted path in the agent's configuration, or a policy rule); `message` says it in plain words. */
export const admissionReason = z.strictObject({
  rule: z.string(),
  verdict: z.enum(['await_approval', 'deny']),
  message: z.string(),
});
export type AdmissionReason = z.infer<typeof admissionReason>;

const policyEffect = z.enum(['permit', 'deny', 'ask']);

/** What one version of the policy says of a call, with the rules that determine it. */
const policyAnswer = z.strictObject({
  effect: policyEffect,
  rules: z.array(z.strictObject({ id: z.string(), effect: policyEffect, message: z.string() })),
  policyVersion: z.string(),
  requiredRole: role.optional(),
  /** Every rule that asks lets a veto window stand in for a decision. */
  veto: z.literal(true).optional(),
});

/** What the policy port answered for this call. `candidate`: what the version that is only logged would have said, where it differs. */
export const policyVerdict = policyAnswer.extend({ candidate: policyAnswer.optional() });
export type PolicyVerdict = z.infer<typeof policyVerdict>;

/** What the policy was told of a call besides its arguments: the agent, the tool, and what the run had seen by then. */
export const policyFacts = z.strictObject({
  agent: z.string(),
  agentVersion: z.number().int(),
  agentLabels: z.record(z.string(), z.string()),
  tool: z.string(),
  toolVersion: z.number().int(),
  toolLabels: z.record(z.string(), z.string()),
  effect: effectClass,
  risk: riskTier,
  externalSink: z.boolean(),
  untrustedOutput: z.boolean(),
  privateData: z.boolean(),
  /** In the tool's own unit. */
  amount: z.number().nullable(),
  confidence: z.number().nullable(),
  tainted: z.boolean(),
  privateDataSeen: z.boolean(),
  trigger: z.enum(TRIGGER_KINDS),
  /** Somebody is there who may be asked. */
  attended: z.boolean(),
});
export type PolicyFacts = z.infer<typeof policyFacts>;

/** A suspicion with where its text came in. */
export const suspectedText = suspicion.extend({ origin });
export type SuspectedText = z.infer<typeof suspectedText>;

export const admission = z.strictObject({
  verdict: admissionVerdict,
  reasons: z.array(admissionReason),
  policy: policyVerdict,
  /** Not there in journals from before it was recorded. */
  policyFacts: policyFacts.optional(),
  confidence: z.number().nullable(),
  amount: z.number().nullable(),
  amountUnit: z.string().nullable(),
  /** Of a call that counts in windows of its agent; absent where it counts in none. */
  windows: z.array(windowFact).optional(),
  /** Of a call that might have been picked for review. */
  sampling: samplingFact.optional(),
  tainted: z.boolean(),
  /** Of a tainted call: what of it was in the context. Absent in rows from before it was recorded. */
  taintPath: taintPath.optional(),
  /** Of a tainted call: where the context holds text that looks as if it were meant for the model. */
  suspected: z.array(suspectedText).optional(),
  /** Of a tainted call with sensitive arguments: where each of their texts was found. */
  argumentSources: z.array(argumentSource).optional(),
  /** Contacts on the call's correlation key since its last event, as the store counted them. */
  contacts: z
    .strictObject({ correlationKey: z.string(), sent: z.number().int(), most: z.number().int() })
    .optional(),
  /** Announced, it may run unless somebody objects: the policy allows it, nothing else asks, and it can be undone. */
  veto: z.literal(true).optional(),
  /** Of a call whose tool declares a precondition, where a person was or is asked: its target as it was looked up for this admission. */
  target: targetState.optional(),
});
export type Admission = z.infer<typeof admission>;

/** What a person who decides is told of outsiders' part in the call. */
export const admittedTaint = admission.pick({ taintPath: true, argumentSources: true, suspected: true });
