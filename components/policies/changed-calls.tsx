// Calls that another version of the policy judges otherwise, one a row: where it is, how, and by which rules.
import Link from 'next/link';
import { formatAmount } from '@/lib/format/money';
import { routes } from '@/lib/routes';
import { RelativeTime } from '../ui/relative-time';

export type ChangedCall = {
  readonly runId: string;
  readonly step: number;
  readonly at: string;
  readonly agent: string;
  readonly tool: string;
  readonly change: string;
  /** In the tool's own unit; null or absent where there is none. */
  readonly amount?: number | null;
  readonly rules: readonly string[];
};

export function ChangedCalls({ calls }: { calls: readonly ChangedCall[] }) {
  return (
    <ul className="border-t border-line-soft">
      {calls.map(({ runId, step, at, agent, tool, amount = null, change, rules }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a call may be judged twice
          key={`${runId} ${step} ${index}`}
          className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-0.5 border-b border-line-soft px-4 py-1 last:border-b-0 hover:bg-hover max-md:px-3"
        >
          <Link
            href={routes.run(runId, { step })}
            className="min-w-0 font-mono text-xs underline decoration-line-strong underline-offset-2 max-md:py-2"
          >
            {tool}
          </Link>
          {amount !== null && (
            <span className="text-xs font-medium tabular-nums">{formatAmount(amount)}</span>
          )}
          <span className="text-xs text-muted">{agent}</span>
          <span className="min-w-0 flex-1 text-xs">{change}</span>
          <code className="text-2xs text-faint [overflow-wrap:anywhere]">{rules.join(', ')}</code>
          <span className="text-xs text-muted">
            <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
