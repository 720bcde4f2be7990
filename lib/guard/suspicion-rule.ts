// Text that looks as if it were meant for the model makes a person look at what follows; it admits nothing, and its absence neither.
import type { AdmissionReason, SuspectedText } from '@/lib/domain/admission';
import type { EscalationRules } from '@/lib/domain/agent';
import { SUSPICION_WORDS } from '@/lib/domain/screening';
import { originWords } from '@/lib/domain/taint';
import type { ToolVersion } from '@/lib/domain/tool';

/** A read that stays inside does no harm. */
export function suspicionReasons(
  suspected: readonly SuspectedText[],
  { definition }: ToolVersion,
  { onInjectionSuspected }: EscalationRules,
): AdmissionReason[] {
  const [first] = suspected;
  const isHarmless = definition.effect === 'read' && !definition.externalSink;
  if (first === undefined || isHarmless || onInjectionSuspected === 'note') return [];
  const where = originWords(first.origin);
  const message = `Text in ${first.origin.step === 0 ? where : `the result of ${where}`} ${SUSPICION_WORDS[first.rule]}: “${first.excerpt}”`;
  return [{ rule: 'escalation.onInjectionSuspected', verdict: 'await_approval', message }];
}
