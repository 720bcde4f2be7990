// Sets a budget or gives it another limit. Says what follows for the runs that wait for it.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { BudgetShape } from '@/lib/contract/budget';
import { BUDGET_PERIODS, type BudgetPeriod, budgetScope } from '@/lib/domain/budget';
import { plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { putBudgetMutation } from '@/lib/query/budgets';
import { messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { PERIOD_NAMES, raisedText, typedMicroUsd } from './budget-words';

const PERIODS = BUDGET_PERIODS.map((period) => ({ value: period, label: PERIOD_NAMES[period] }));

export type BudgetDialogProps = {
  budget: BudgetShape | null;
  /** Those there are: a new one replaces none of them unseen. */
  others?: readonly BudgetShape[];
  onClose: () => void;
};

/** @param budget null: a new one. */
export function BudgetDialog({ budget, others = [], onClose }: BudgetDialogProps) {
  const [scope, setScope] = useState(budget?.scope ?? 'global');
  const [period, setPeriod] = useState<BudgetPeriod>(budget?.period ?? 'day');
  const [limit, setLimit] = useState(budget === null ? '' : raisedText(budget));
  const [judged, setJudged] = useState(false);
  const put = useMutation(putBudgetMutation());
  const form = useId();
  const limitMicroUsd = typedMicroUsd(limit);
  const scopeProblem = problemOf(scope.trim(), period, others);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setJudged(true);
    if (limitMicroUsd === undefined || scopeProblem !== undefined || put.isPending) return;
    const body = { period, limitMicroUsd, ...(budget === null ? {} : { alertAt: budget.alertAt }) };
    const condition = budget === null ? {} : { ifMatchVersion: budget.version };
    put.mutate(
      { scope: scope.trim(), body, ...condition },
      {
        onSuccess: (answer) => {
          notify({
            title: `${answer.scope} may spend ${formatMicroUsd(answer.limitMicroUsd)} ${PERIOD_NAMES[answer.period]}`,
          });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={budget === null ? 'Set a budget' : `Change the budget of ${budget.scope}`}
      description={
        budget === null
          ? 'Each call is held against it at its worst case before it is made. What does not fit waits. What was spent in its period before counts as well.'
          : budget.waitingRuns > 0
            ? `${plural(budget.waitingRuns, 'run')} that ${budget.waitingRuns === 1 ? 'waits' : 'wait'} for it ${budget.waitingRuns === 1 ? 'goes' : 'go'} on as soon as there is room.`
            : 'A lower limit stops new calls; what is held already is not taken back.'
      }
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" form={form} variant="primary" pending={put.isPending}>
            {budget === null ? 'Set' : 'Change'}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-3">
        {put.error !== null && (
          <Banner state="failed" title="It was not set.">
            {messageOf(put.error)}
          </Banner>
        )}
        {budget === null && (
          <>
            <TextField
              label="Scope"
              mono
              required
              hint="global, agent:NAME or label:KEY=VALUE"
              value={scope}
              error={judged ? scopeProblem : undefined}
              onChange={(event) => setScope(event.target.value)}
            />
            <Select
              label="Period"
              options={PERIODS}
              value={period}
              onValueChange={(value) => setPeriod(value as BudgetPeriod)} // safe because the options are its values
            />
          </>
        )}
        <NumberField
          label="Limit, USD"
          required
          value={limit}
          error={judged && limitMicroUsd === undefined ? 'An amount, six decimals at most' : undefined}
          onValueChange={setLimit}
        />
      </form>
    </Dialog>
  );
}

function problemOf(scope: string, period: BudgetPeriod, others: readonly BudgetShape[]): string | undefined {
  if (!budgetScope.safeParse(scope).success) return 'global, agent:NAME or label:KEY=VALUE';
  const isThere = others.some((one) => one.scope === scope && one.period === period);
  return isThere ? 'It has a budget for this period: change that one' : undefined;
}
