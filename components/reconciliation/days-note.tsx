// What is compared, and on which days: those of budgets lie elsewhere where the installation does.
'use client';
import { useQuery } from '@tanstack/react-query';
import { settingsOptions } from '@/lib/query/installation';

export function DaysNote() {
  const zone = useQuery(settingsOptions()).data?.zone ?? 'UTC';
  return (
    <p className="border-t border-line px-4 py-2.5 text-xs text-muted max-md:px-3">
      {`Days are UTC on both sides, as providers count them${zone === 'UTC' ? '' : `; budgets count theirs in ${zone}`}. `}
      A call counts here on the day on which it ended, at the prices in force when it was made; the difference
      is the provider’s figure less ours. What was called past Bulkhead with the same key is only billed.
    </p>
  );
}
