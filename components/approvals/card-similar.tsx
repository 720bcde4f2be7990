// How people decided calls of the same tool before: at most three, the newest first.
import Link from 'next/link';
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { routes } from '@/lib/routes';
import { PaneSection } from '../ui/pane-section';
import { RelativeTime } from '../ui/relative-time';
import { State } from '../ui/state';
import { amountText } from './decision-sentences';

type Similar = ApprovalCardShape['similar'][number];

function stateOf(one: Similar) {
  if (one.status === 'approved') return one.edited ? ('partial' as const) : ('succeeded' as const);
  if (one.status === 'answered') return 'succeeded' as const;
  return one.status === 'rejected' || one.status === 'expired' ? ('failed' as const) : ('cancelled' as const);
}

export function CardSimilar({ card }: { card: ApprovalCardShape }) {
  if (card.similar.length === 0) return null;
  return (
    <PaneSection gutter="main" title="People decided calls like this one" note="same tool, newest first">
      <table className="-mt-0.5 w-full border-collapse text-xs">
        <thead className="sr-only">
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Amount</th>
            <th scope="col">Reason</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {card.similar.map((one) => (
            <tr
              key={one.id}
              className="[&>td]:h-7 [&>td]:border-line-soft [&>td]:px-2 [&:not(:first-child)>td]:border-t"
            >
              <td className="w-[92px] pl-0!">
                <Link href={routes.approval(one.id, { status: 'decided' })} className="hover:underline">
                  <State state={stateOf(one)}>{one.edited ? 'edited' : one.status}</State>
                </Link>
              </td>
              <td className="text-right whitespace-nowrap tabular-nums">{amountText(one)}</td>
              <td className="w-[99%] max-w-0 truncate" title={one.reason ?? undefined}>
                {one.reason ?? <span className="text-faint">no reason given</span>}
              </td>
              <td className="whitespace-nowrap text-muted max-md:hidden">
                {one.by.map((actor) => actor.label).join(', ')}
              </td>
              <td className="pr-0! text-right whitespace-nowrap text-muted">
                <RelativeTime at={one.decidedAt} look="age" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PaneSection>
  );
}
