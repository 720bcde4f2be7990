// What an alert says in one sentence, for people who see nothing but it. Says figures as they were seen, and never what to think of them.
import type { AlertFact } from '../domain/alert';
import type { BudgetName } from '../domain/budget';
import { formatCount, formatPercent, plural } from './count';
import { formatMicroUsd } from './money';

const PERIODS = { day: 'the day', month: 'the month', total: 'all time' } as const;
const nameOf = ({ scope, period }: BudgetName): string => `The budget ${scope} of ${PERIODS[period]}`;
const runs = (count: number): string => (count >= 1_000 ? '1,000 runs or more' : plural(count, 'run'));

export function alertMessage(fact: AlertFact): string {
  switch (fact.kind) {
    case 'budget_threshold': {
      const { spentMicroUsd, limitMicroUsd, waitingRuns, share } = fact;
      const of = `${formatMicroUsd(spentMicroUsd)} of ${formatMicroUsd(limitMicroUsd)}`;
      return waitingRuns > 0
        ? `${nameOf(fact)} holds back ${runs(waitingRuns)}: ${of} is spent.`
        : `${nameOf(fact)} passed ${formatPercent(share)}: ${of} is spent.`;
    }
    case 'budget_forecast': {
      const { forecastMicroUsd, limitMicroUsd, basis } = fact;
      const why = basis === 'weekly' ? 'as in a usual week' : 'at this pace';
      return `${nameOf(fact)} will not be enough: ${formatMicroUsd(forecastMicroUsd)} of ${formatMicroUsd(limitMicroUsd)} ${why}.`;
    }
    case 'spend_spike': {
      const { agent, costMicroUsd, usualMicroUsd } = fact;
      return `${agent} spent ${formatMicroUsd(costMicroUsd)} in an hour, where it usually spends ${formatMicroUsd(usualMicroUsd)}.`;
    }
    case 'unpriced_usage': {
      const { called, name, calls, tokens } = fact;
      return `The ${called} ${name} has no price: ${formatCount(tokens)} tokens of ${plural(calls, 'call')} cost nothing in the last day.`;
    }
    case 'deprecated_model': {
      const { name, model, calls, costMicroUsd, endsAt, use } = fact;
      const ends = endsAt === null ? '' : ` on ${endsAt.slice(0, 10)}`;
      const instead = use === null ? '' : ` Use ${use} in its place.`;
      return `The model ${name} (${model}) ends${ends}, and ${plural(calls, 'call')} of it cost ${formatMicroUsd(costMicroUsd)} in the last day.${instead}`;
    }
    case 'leaked_hold': {
      const { agent, holds, heldMicroUsd } = fact;
      return `${agent} holds ${formatMicroUsd(heldMicroUsd)} for ${plural(holds, 'call')} that should have ended long ago.`;
    }
    case 'overrun': {
      const { called, name, calls, beyondMicroUsd } = fact;
      return `The ${called} ${name} cost ${formatMicroUsd(beyondMicroUsd)} more than was held for ${plural(calls, 'call')}.`;
    }
    case 'canary_leaked':
      return `${fact.agent} was about to give its prompt away in step ${fact.step} of a run; nothing of it was sent.`;
    case 'secret_seen': {
      const { secret, where, agent, step } = fact;
      const run = agent === null ? 'no run yet' : `a run of ${agent}`;
      const what = {
        answer: `in a model’s answer, step ${step} of ${run}`,
        input: `in the input of ${run}`,
        event: `in an event for ${run}`,
      };
      return `The secret ${secret} appeared ${what[where]}. It is kept nowhere, but whoever sent it knows it: replace its value.`;
    }
    case 'delivery_failed': {
      const { receiver, name, event, attempts, givenUp, error } = fact;
      const state = givenUp
        ? `was given up after ${plural(attempts, 'attempt')}`
        : `failed ${attempts} times`;
      return `The ${receiver} ${name} does not take what it is told: ${event} ${state}. ${error}`;
    }
    case 'spend_breaker': {
      const { agent, costMicroUsd, boundMicroUsd } = fact;
      return `${agent} was paused: it spent ${formatMicroUsd(costMicroUsd)} within a minute, ${formatMicroUsd(boundMicroUsd)} is its bound.`;
    }
  }
}
