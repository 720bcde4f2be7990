// No call carries a secret in its arguments, in whatever form and whoever put it there: secrets are put into requests by a tool's own declaration, behind every log.
import type { AdmissionReason } from '@/lib/domain/admission';
import type { JsonValue } from '@/lib/domain/json';
import { marksIn, type SecretRedactor } from './redaction';

/** Names of those that stand in it, or stood there before it was kept: then a mark stands in their place. */
export function secretsIn(value: JsonValue, redactor: Pick<SecretRedactor, 'namesIn'>): readonly string[] {
  return [...new Set([...marksIn(value), ...redactor.namesIn(value)])].sort();
}

export function secretReasons(tool: string, secrets: readonly string[]): AdmissionReason[] {
  return secrets.map((name) => ({
    rule: 'secret',
    verdict: 'deny',
    message: `The secret ${name}, or the mark that stands for it, is in the arguments of ${tool}: no call may carry it.`,
  }));
}
