// What is spent and held of a budget, and what is expected, against its limit.
import { Meter } from '../ui/meter';
import { budgetSentence } from './budget-words';

type BudgetMeterProps = { budget: Parameters<typeof budgetSentence>[0]; className?: string };

/** A total never ends, so nothing is expected at its end. */
export function BudgetMeter({ budget, className }: BudgetMeterProps) {
  const { period, spentMicroUsd, heldMicroUsd, forecastMicroUsd, limitMicroUsd } = budget;
  return (
    <Meter
      {...(className !== undefined && { className })}
      spent={spentMicroUsd}
      held={heldMicroUsd}
      limit={limitMicroUsd}
      {...(period === 'total' ? {} : { forecast: forecastMicroUsd })}
      label={budgetSentence(budget)}
    />
  );
}
