// How much an agent may move in one call; an amount that can't be read is for a person.
import type { AdmissionReason } from '@/lib/domain/admission';
import type { EscalationRules } from '@/lib/domain/agent';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject } from '@/lib/domain/json';
import type { ToolVersion } from '@/lib/domain/tool';

/** The amount of this call in the tool's own unit; null when the tool declares none or the arguments hold no finite number there. */
export function amountOf(tool: ToolVersion, args: JsonObject): number | null {
  const { amountPath } = tool.definition;
  if (amountPath === undefined) return null;
  const value = valueAtPath(args, amountPath);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function amountReasons(facts: {
  readonly tool: ToolVersion;
  readonly escalation: EscalationRules;
  readonly arguments: JsonObject;
}): AdmissionReason[] {
  const { tool, escalation } = facts;
  const { amountPath, amountUnit, effect } = tool.definition;
  if (amountPath === undefined || effect === 'read') return [];
  const read = (amount: number) => (amountUnit === undefined ? `${amount}` : `${amount} ${amountUnit}`);
  const amount = amountOf(tool, facts.arguments);
  if (amount === null) {
    const message = `The amount of this call, expected at ${amountPath}, is no number.`;
    return [{ rule: 'tool.amountPath', verdict: 'await_approval', message }];
  }
  if (amount < 0) {
    const message = `An amount of ${read(amount)} is below zero.`;
    return [{ rule: 'tool.amountPath', verdict: 'await_approval', message }];
  }
  if (amount <= escalation.amountAbove) return [];
  const message = `${read(amount)} is above the ${read(escalation.amountAbove)} this agent may spend in one call.`;
  return [{ rule: 'escalation.amountAbove', verdict: 'await_approval', message }];
}
