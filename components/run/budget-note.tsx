// Which budgets a parked run waits for, each with the way to it, and what lets the run go on.
'use client';
import Link from 'next/link';
import type { Waiting } from '@/lib/domain/run';
import { routes } from '@/lib/routes';
import { AbsoluteTime } from '../ui/absolute-time';

export function BudgetNote({ waiting }: { waiting: Waiting }) {
  return (
    <>
      Nothing is lost, and nothing more is spent. It goes on by itself where there is room again:{' '}
      {waiting.items
        .filter(({ kind }) => kind === 'budget')
        .map(({ id, until }, i) => (
          <span key={id}>
            {i > 0 && ', '}
            <Link href={routes.spend({ budget: id })} className="link mono underline">
              {id}
            </Link>
            {' raised'}
            {until !== undefined && (
              <>
                , or asked again at <AbsoluteTime at={until} look="date-time" />
              </>
            )}
          </span>
        ))}
      .
    </>
  );
}
