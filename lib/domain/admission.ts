// What an admission says about one call: verdict, reasons, and the facts it was given; refuses a verdict without a reason when it stops a call.
import { z } from 'zod';
import { role } from './principal';
import { argumentSource, taintPath } from './taint';

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

/** What the policy port answered for this call. */
export const policyVerdict = z.strictObject({
  effect: z.enum(['permit', 'deny', 'ask']),
  rules: z.array(
    z.strictObject({ id: z.string(), effect: z.enum(['permit', 'deny', 'ask']), message: z.string() }),
  ),
  policyVersion: z.string(),
  requiredRole: role.optional(),
});
export type PolicyVerdict = z.infer<typeof policyVerdict>;

export const admission = z.strictObject({
  verdict: admissionVerdict,
  reasons: z.array(admissionReason),
  policy: policyVerdict,
  confidence: z.number().nullable(),
  amount: z.number().nullable(),
  amountUnit: z.string().nullable(),
  tainted: z.boolean(),
  /** Of a tainted call: what of it was in the context. Absent in rows from before it was recorded. */
  taintPath: taintPath.optional(),
  /** Of a tainted call with sensitive arguments: where each of their texts was found. */
  argumentSources: z.array(argumentSource).optional(),
  /** Contacts on the call's correlation key since its last event, as the store counted them. */
  contacts: z
    .strictObject({ correlationKey: z.string(), sent: z.number().int(), most: z.number().int() })
    .optional(),
});
export type Admission = z.infer<typeof admission>;
