// Who depends on a breaker: the agents that may call what it guards, with their runs of now and those that it holds back.
import Link from 'next/link';
import type { BreakerDetail, DependentShape } from '@/lib/contract/breaker';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { PaneSection } from '../ui/pane-section';

export type BreakerDependentsProps = {
  dependents: readonly DependentShape[];
  held: BreakerDetail['held'];
  inUse: boolean;
};

export function BreakerDependents({ dependents, held, inUse }: BreakerDependentsProps) {
  const heldOf = (agent: string) => held.find((one) => one.agent === agent)?.runs ?? 0;
  return (
    <PaneSection title="Who depends on it" note="runs now">
      {dependents.length === 0 ? (
        <p className="text-xs text-muted">
          {inUse
            ? 'No agent’s active version may call it.'
            : 'It is no longer in use: calls to it were made earlier.'}
        </p>
      ) : (
        <ul>
          {dependents.map(({ agent, version, running, waiting }) => (
            <li key={agent} className="flex min-h-7 flex-wrap items-center gap-x-2 text-xs">
              <Link href={routes.agent(agent)} className="mono min-w-0 truncate hover:underline">
                {agent}
              </Link>
              <span className="flex-1 text-faint">{`v${version}`}</span>
              {heldOf(agent) > 0 && (
                <Link
                  href={routes.runs({ agent, waiting: ['breaker'] })}
                  data-state-of="waiting"
                  className="text-state hover:underline"
                >
                  {`${formatCount(heldOf(agent))} held`}
                </Link>
              )}
              <Link
                href={routes.runs({ agent, status: ['running', 'waiting'] })}
                className="text-muted hover:underline"
              >
                {`${formatCount(running)} running, ${formatCount(waiting)} waiting`}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PaneSection>
  );
}
