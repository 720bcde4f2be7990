// The address of what was spent.

import { SPEND_PERIODS, slicesOf } from '@/components/spend/spend-period';
import {
  monthQuestion,
  savingsQuestion,
  stacksQuestion,
  sumsQuestion,
  tasksQuestion,
  topRunsQuestion,
} from '@/components/spend/spend-questions';
import { STACK_KEYS } from '@/components/spend/spend-stacks';
import { SpendView } from '@/components/spend/spend-view';
import { topRunsQuery } from '@/lib/contract/spend';
import { standingQuery } from '@/lib/query/alerts';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listAlerts } from '@/lib/server/queries/alerts';
import { readSavings, readSpend, readTaskCosts, readTopRuns } from '@/lib/server/queries/read-spend';
import { Prefetched } from '../prefetched';

export const metadata = { title: 'Spend' };

export default page('runs:read', ({ app, searchParams }) => {
  const by = STACK_KEYS.find((known) => known === searchParams.by) ?? 'agent';
  const period = SPEND_PERIODS.find((known) => known === searchParams.period) ?? '14d';
  const slices = slicesOf(period, app.clock.now());
  const tasks = tasksQuestion(slices);
  const top = topRunsQuestion({ by, of: null, at: null }, slices);
  const savings = savingsQuestion({ by, of: null, at: null }, slices);
  const sums = [stacksQuestion(by, slices), sumsQuestion(by, slices), monthQuestion(app.clock.now())];
  return (
    <Prefetched
      asked={[
        ...sums.map((question) => ({
          queryKey: queryKeys.spend.read(question),
          ask: () => readSpend(app, { ...question, by: [...question.by] }),
        })),
        { queryKey: queryKeys.spend.tasks(tasks), ask: () => readTaskCosts(app, tasks) },
        { queryKey: queryKeys.spend.savings(savings), ask: () => readSavings(app, savings) },
        {
          queryKey: queryKeys.spend.topRuns(top),
          ask: () => readTopRuns(app, topRunsQuery.parse(top)),
        },
        { queryKey: queryKeys.alerts.standing(), ask: () => listAlerts(app, standingQuery) },
      ]}
    >
      <SpendView />
    </Prefetched>
  );
});
