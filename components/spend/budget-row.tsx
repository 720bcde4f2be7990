// One budget: spent, held and expected against its limit, and what may be done with it.
'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { BudgetShape } from '@/lib/contract/budget';
import { formatPercent } from '@/lib/format/count';
import { archiveBudgetMutation } from '@/lib/query/budgets';
import { messageOf } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Glyph } from '../ui/glyph';
import { intoSight } from '../ui/into-sight';
import { Money } from '../ui/money';
import { TableRow, Td } from '../ui/table';
import { notify } from '../ui/toaster';
import { BudgetDialog } from './budget-dialog';
import { BudgetMeter } from './budget-meter';
import { budgetTrouble, PERIOD_NAMES } from './budget-words';

export type BudgetRowProps = { budget: BudgetShape; mayChange: boolean; chosen: boolean };

export function BudgetRow({ budget, mayChange, chosen }: BudgetRowProps) {
  const [asked, setAsked] = useState<'change' | 'remove' | null>(null);
  const { scope, period, spentMicroUsd, heldMicroUsd, forecastMicroUsd, limitMicroUsd } = budget;
  const trouble = budgetTrouble(budget);
  const share = limitMicroUsd === 0 ? 1 : spentMicroUsd / limitMicroUsd;
  return (
    <TableRow tall selected={chosen} {...(chosen && { ref: intoSight })}>
      <Td className="w-full max-w-0 max-md:py-2.5">
        <span className="mono block truncate" title={scope}>
          {scope}
        </span>
        <span className="block truncate text-2xs text-muted">
          {PERIOD_NAMES[period]}
          {trouble !== undefined && ', '}
          {budget.waitingRuns > 0 ? (
            <Link
              href={routes.runs({ status: ['waiting'] })}
              data-state-of="waiting"
              className="text-state hover:underline"
            >
              {trouble}
            </Link>
          ) : (
            <span data-state-of="waiting" className="text-state">
              {trouble}
            </span>
          )}
        </span>
        <BudgetMeter className="mt-2 md:hidden" budget={budget} />
      </Td>
      <Td className="min-w-44 max-md:hidden">
        <BudgetMeter budget={budget} />
      </Td>
      <Td numeric>
        <b>
          <Money microUsd={spentMicroUsd} />
        </b>
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <Money microUsd={heldMicroUsd} />
      </Td>
      <Td numeric className="max-md:hidden">
        {forecastMicroUsd > limitMicroUsd && period !== 'total' ? (
          <span
            data-state-of="failed"
            title="Beyond the limit"
            className="inline-flex items-center gap-1 text-state"
          >
            <Glyph name="warning" size={13} />
            <Money microUsd={forecastMicroUsd} />
          </span>
        ) : (
          <Money microUsd={period === 'total' ? null : forecastMicroUsd} />
        )}
      </Td>
      <Td numeric>
        <Money microUsd={limitMicroUsd} />
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {formatPercent(share)}
      </Td>
      {mayChange && (
        <Td className="whitespace-nowrap text-right max-md:py-1.5">
          <span className="inline-flex gap-1.5 max-md:flex-col">
            <Button
              size="sm"
              onClick={() => setAsked('change')}
              aria-label={`Change ${scope} ${PERIOD_NAMES[period]}`}
            >
              {trouble === undefined ? 'Change' : 'Raise'}
            </Button>
            <Button
              size="sm"
              onClick={() => setAsked('remove')}
              aria-label={`Remove ${scope} ${PERIOD_NAMES[period]}`}
            >
              Remove
            </Button>
          </span>
          {asked === 'change' && <BudgetDialog budget={budget} onClose={() => setAsked(null)} />}
          {asked === 'remove' && <RemoveDialog budget={budget} onClose={() => setAsked(null)} />}
        </Td>
      )}
    </TableRow>
  );
}

function RemoveDialog({ budget: { scope, period }, onClose }: { budget: BudgetShape; onClose: () => void }) {
  const archive = useMutation(archiveBudgetMutation());
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove the budget of ${scope}`}
      confirm="Remove"
      reason="none"
      error={archive.error === null ? undefined : messageOf(archive.error)}
      pending={archive.isPending}
      onConfirm={() =>
        archive.mutate(
          { scope, period },
          {
            onSuccess: () => {
              notify({ title: `${scope} is not bounded ${PERIOD_NAMES[period]} any more` });
              onClose();
            },
          },
        )
      }
    >
      It bounds nothing from then on, and runs that wait for it go on. What was spent is kept, for the case
      that it is set again.
    </AlertDialog>
  );
}
