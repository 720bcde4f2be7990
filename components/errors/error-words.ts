// Errors in words: what was called, what became of the runs, which versions met them. Pure.
import type { ErrorGroup } from '@/lib/contract/error';
import { formatCount, plural } from '@/lib/format/count';

/** "12 runs: 9 succeeded, 2 failed, 1 open" */
export function runWords({ total, ...by }: ErrorGroup['runs']): string {
  const parts = (['succeeded', 'failed', 'cancelled', 'open'] as const)
    .filter((how) => by[how] > 0)
    .map((how) => `${formatCount(by[how])} ${how}`);
  return parts.length === 0 ? plural(total, 'run') : `${plural(total, 'run')}: ${parts.join(', ')}`;
}

/** "refunds v3, v2 and ticket-triage v1", the most frequent first. */
export function agentWords(versions: ErrorGroup['versions']): string {
  const byAgent = new Map<string, Set<string>>();
  for (const { agent, version } of versions)
    byAgent.set(agent, (byAgent.get(agent) ?? new Set()).add(`v${version}`));
  return [...byAgent].map(([agent, numbers]) => `${agent} ${[...numbers].join(', ')}`).join(' and ');
}
