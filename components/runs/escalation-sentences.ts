// When an agent asks a person, as sentences read off its configuration. Pure.
import type { EscalationRules } from '@/lib/domain/agent';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';

const formatPercent = (share: number) => `${Number((share * 100).toFixed(2))} %`;

export function escalationSentences(rules: EscalationRules): string[] {
  const asked =
    rules.quorum === 1
      ? `a person with the role ${rules.role}`
      : `${rules.quorum} people with the role ${rules.role}`;
  const missing = rules.whenConfidenceMissing === 'escalate' ? ', or when it states none' : '';
  const always =
    rules.alwaysAsk.length === 0 ? [] : [`It asks before every call of ${rules.alwaysAsk.join(', ')}.`];
  return [
    `It asks ${asked} before an amount above ${formatCount(rules.amountAbove)}, or when it is less than ${rules.confidenceBelow.toFixed(2)} sure${missing}.`,
    ...always,
    ...(rules.windows ?? []).map(
      ({ tool, path, groupBy, above, perMs }) =>
        `It asks when ${path} of ${tool === undefined ? 'its calls' : `calls of ${tool}`}${groupBy === undefined ? '' : `, for one ${groupBy},`} adds up to more than ${formatCount(above)} within ${formatDurationMs(perMs, { whole: true })}.`,
    ),
    ...((rules.sampleRate ?? 0) === 0
      ? []
      : [
          `Of what nothing stops, at least ${formatPercent(rules.sampleRate ?? 0)} is looked at by a person.`,
        ]),
    ...(rules.onInjectionSuspected === 'note'
      ? ['Text of outsiders that seems meant for the model is only noted.']
      : []),
    ...(rules.onUntrustedArgument === 'deny'
      ? ['A recipient, host or command that outsiders may have named is denied.']
      : []),
    undecidedSentence(rules),
    ...(rules.vetoMs === undefined
      ? []
      : [
          `What the policy lets be announced and can be undone runs after ${formatDurationMs(rules.vetoMs, { whole: true })}, unless somebody objects.`,
        ]),
    rules.selfApproval === 'forbid'
      ? 'Whoever starts the run can’t approve its calls.'
      : 'Whoever starts the run may approve its calls.',
  ];
}

function undecidedSentence({ expiresMs, escalateTo = [] }: EscalationRules): string {
  const within = `What nobody decides within ${formatDurationMs(expiresMs, { whole: true })}`;
  if (escalateTo.length === 0) return `${within} is rejected.`;
  const levels = escalateTo.map(({ role, people, expiresMs: time }) => {
    const who = people === undefined ? `the role ${role}` : people.join(', ');
    return `${who} for ${formatDurationMs(time, { whole: true })}`;
  });
  return `${within} is asked of ${levels.join(', then of ')}, and is rejected after that.`;
}
