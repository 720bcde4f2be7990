// What was spent since midnight UTC, the most expensive agent first. Shares of the whole, against no limit.
import Link from 'next/link';
import type { OverviewShape } from '@/lib/contract/overview';
import { formatPercent, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { routes } from '@/lib/routes';
import { EmptyState } from '../ui/empty-state';
import { Figure } from '../ui/figure';

export function SpendToday({ spend }: { spend: OverviewShape['spend'] }) {
  if (spend.byAgent.length === 0) {
    return (
      <EmptyState title="Nothing was spent today" className="mt-0">
        What models cost stands here, by agent.
      </EmptyState>
    );
  }
  const agents = [...spend.byAgent].sort((a, b) => b.costMicroUsd - a.costMicroUsd);
  return (
    <div className="px-4 pt-0.5 pb-3 max-md:px-3">
      <Figure
        value={formatMicroUsd(spend.totalMicroUsd)}
        label={`in all, by ${plural(agents.length, 'agent')}`}
      />
      <ul className="mt-2">
        {agents.map((one) => (
          <AgentRow key={one.agent} {...one} totalMicroUsd={spend.totalMicroUsd} since={spend.since} />
        ))}
      </ul>
    </div>
  );
}

type AgentRowProps = OverviewShape['spend']['byAgent'][number] & { totalMicroUsd: number; since: string };

function AgentRow({ agent, costMicroUsd, runs, totalMicroUsd, since }: AgentRowProps) {
  const share = totalMicroUsd === 0 ? 0 : costMicroUsd / totalMicroUsd;
  return (
    <li className="pt-[5px] pb-[7px]">
      <div className="mb-[5px] flex items-baseline gap-2 text-xs">
        <Link
          href={routes.spend({ of: agent, at: since })}
          className="mono min-w-0 flex-1 truncate hover:underline"
        >
          {agent}
        </Link>
        <span className="text-muted">{plural(runs, 'run')}</span>
        <b className="min-w-[68px] text-right">{formatMicroUsd(costMicroUsd)}</b>
      </div>
      <div
        role="img"
        aria-label={`${formatPercent(share)} of what was spent today`}
        title={formatPercent(share)}
        className="h-1.5 rounded-xs bg-sunken edge"
      >
        <div className="h-full rounded-xs bg-bar-strong" style={{ width: `${share * 100}%` }} />
      </div>
    </li>
  );
}
