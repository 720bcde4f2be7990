// Which attributes of the context a policy reads: what no rule reads needs no form that a rule could judge.
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isJsonObject, type JsonValue } from '../../domain/json';
import type { ReadsContext } from './cedar-request';

/** A rule that takes the context as a whole reads all of it. */
export function contextReads(policies: readonly PolicyJson[]): ReadsContext {
  const names = new Set<string>();
  // safe because it is JSON that Cedar printed
  const whole = policies.some((policy) => collect(policy.conditions as unknown as JsonValue, names));
  return (attribute) => whole || names.has(attribute);
}

/** Adds what is read by name. Returns whether the context is read as a whole. */
function collect(expression: JsonValue, names: Set<string>): boolean {
  if (Array.isArray(expression)) return expression.map((one) => collect(one, names)).includes(true);
  if (!isJsonObject(expression)) return false;
  if (expression.Var === 'context') return true;
  return Object.entries(expression)
    .map(([operator, operand]) => {
      if ((operator !== '.' && operator !== 'has') || !isJsonObject(operand) || !isContext(operand.left))
        return collect(operand, names);
      const { attr } = operand;
      const [first] = Array.isArray(attr) ? attr : [attr ?? null];
      if (typeof first !== 'string') return true;
      names.add(first);
      return false;
    })
    .includes(true);
}

function isContext(expression: JsonValue | undefined): boolean {
  return isJsonObject(expression) && expression.Var === 'context';
}
