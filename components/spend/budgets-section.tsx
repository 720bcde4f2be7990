// Budgets in their present period, as each call is held against them.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { budgetId } from '@/lib/domain/budget';
import { plural } from '@/lib/format/count';
import { budgetsOptions } from '@/lib/query/budgets';
import { useMay } from '../account/use-me';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Seam } from '../ui/seam';
import { Table, TableHead, Th } from '../ui/table';
import { BudgetDialog } from './budget-dialog';
import { BudgetRow } from './budget-row';

/** @param chosen the id of the budget that somebody came to look at. */
export function BudgetsSection({ chosen }: { chosen: string | null }) {
  const [adding, setAdding] = useState(false);
  const query = useQuery(budgetsOptions());
  const mayChange = useMay('budgets:write');
  const budgets = query.data?.items ?? [];
  return (
    <Seam
      title="Budgets"
      note={
        budgets.length === 0 ? undefined : (
          <span className="max-md:hidden">{`${plural(budgets.length, 'budget')}, checked before every call`}</span>
        )
      }
      className="border-t"
      action={
        mayChange && (
          <Button size="sm" onClick={() => setAdding(true)}>
            Set a budget
          </Button>
        )
      }
    >
      {query.data === undefined ? (
        <Loading what="Budgets" query={query} rows={3} />
      ) : budgets.length === 0 ? (
        <EmptyState title="No budget is set" className="mt-0">
          Runs are held by their own limits alone. A budget bounds what an agent, a label or the whole
          installation spends in a day, a month or in all: what does not fit waits, with what it has.
        </EmptyState>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th>Scope</Th>
              <Th className="max-md:hidden">
                <span className="sr-only">Used</span>
              </Th>
              <Th numeric>Spent</Th>
              <Th numeric className="max-md:hidden">
                Held
              </Th>
              <Th numeric className="max-md:hidden">
                Forecast
              </Th>
              <Th numeric>Limit</Th>
              <Th numeric className="max-md:hidden">
                Used
              </Th>
              {mayChange && (
                <Th>
                  <span className="sr-only">Acts</span>
                </Th>
              )}
            </tr>
          </TableHead>
          <tbody>
            {budgets.map((budget) => (
              <BudgetRow
                key={budgetId(budget)}
                budget={budget}
                mayChange={mayChange}
                chosen={budgetId(budget) === chosen}
              />
            ))}
          </tbody>
        </Table>
      )}
      {adding && <BudgetDialog budget={null} others={budgets} onClose={() => setAdding(false)} />}
    </Seam>
  );
}
