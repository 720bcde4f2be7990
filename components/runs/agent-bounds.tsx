// What a run of this agent may do at most, and when it asks a person: read off the version that would run.
import type { AgentShape } from '@/lib/contract/configuration';
import { FAIL_AT_BOUND_AFTER_MS } from '@/lib/domain/agent';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';
import { Glyph } from '../ui/glyph';
import { KeyValue } from '../ui/key-value';
import { escalationSentences } from './escalation-sentences';

export type AgentBoundsProps = { agent: AgentShape; label?: string };

export function AgentBounds({ agent, label = 'Bounds of this run' }: AgentBoundsProps) {
  const { limits, escalation, concurrency, shedAfterMs, approvalWaits } = agent.definition;
  const { failAtBoundAfterMs, summaryReserveMicroUsd, maxCostPerMinuteMicroUsd } = agent.definition;
  return (
    <section aria-label={label} className="mt-4 rounded-md bg-sunken px-3 py-2.5">
      <KeyValue
        look="columns"
        items={[
          { name: 'Cost at most', value: formatMicroUsd(limits.maxCostMicroUsd) },
          ...(summaryReserveMicroUsd
            ? [{ name: 'Of it for a last summary', value: formatMicroUsd(summaryReserveMicroUsd) }]
            : []),
          { name: 'Steps', value: formatCount(limits.maxSteps) },
          { name: 'Tool calls', value: formatCount(limits.maxToolCalls) },
          { name: 'Tokens', value: formatCount(limits.maxTokens) },
          {
            name: approvalWaits === 'counted' ? 'Time, approvals included' : 'Time at work',
            value: formatDurationMs(limits.deadlineMs, { whole: true }),
          },
          {
            name: 'At a limit, fails after',
            value: formatDurationMs(failAtBoundAfterMs ?? FAIL_AT_BOUND_AFTER_MS, { whole: true }),
          },
          { name: 'Tools', value: plural(agent.definition.tools.length, 'tool') },
          ...(concurrency === undefined ? [] : [{ name: 'Runs at once', value: formatCount(concurrency) }]),
          ...(shedAfterMs === undefined
            ? []
            : [{ name: 'New ones refused', value: `when one has waited ${formatDurationMs(shedAfterMs)}` }]),
          ...(maxCostPerMinuteMicroUsd === undefined
            ? []
            : [{ name: 'Paused above', value: `${formatMicroUsd(maxCostPerMinuteMicroUsd)} a minute` }]),
        ]}
      />
      <ul className="mt-2.5 text-xs text-ink-2">
        {escalationSentences(escalation).map((sentence) => (
          <li key={sentence} className="flex items-baseline gap-2 py-px">
            <Glyph name="approvals" size={13} className="translate-y-0.5 text-faint" />
            {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}
