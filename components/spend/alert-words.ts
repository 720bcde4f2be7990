// How an alert looks, where it leads, and which come first. Pure.
import type { AlertShape } from '@/lib/contract/alert';
import type { AlertFact, AlertSeverity } from '@/lib/domain/alert';
import { budgetId } from '@/lib/domain/budget';
import { routes } from '@/lib/routes';
import type { StateName } from '../ui/state-name';

const STATES: { readonly [S in AlertSeverity]: StateName } = {
  critical: 'failed',
  warning: 'waiting',
  info: 'neutral',
};

/** One that somebody has seen calls nobody any more. */
export function alertState({ severity, status }: Pick<AlertShape, 'severity' | 'status'>): StateName {
  return status === 'open' ? STATES[severity] : 'neutral';
}

/** Where something can be done about it. */
export function alertHref(fact: AlertFact): string {
  switch (fact.kind) {
    case 'budget_threshold':
    case 'budget_forecast':
      return routes.spend({ budget: budgetId(fact) });
    case 'spend_spike':
      return routes.runs({ agent: fact.agent, since: '24h' });
    case 'spend_breaker':
      return routes.agent(fact.agent);
    case 'leaked_hold':
    case 'overrun':
    case 'canary_leaked':
      return routes.run(fact.runId);
    case 'secret_seen':
      return fact.runId === null ? routes.settings('secrets') : routes.run(fact.runId);
    case 'delivery_failed':
      return fact.receiver === 'channel'
        ? routes.settings('notifications')
        : routes.audit({ entity: `callback:${fact.name}` });
    case 'deprecated_model':
      return routes.model(fact.name);
    case 'unpriced_usage':
      return fact.called === 'model' ? routes.model(fact.name) : routes.tool(fact.name);
  }
}

const ACTIONS = {
  budget_threshold: 'Show the budget',
  budget_forecast: 'Show the budget',
  spend_spike: 'Its runs',
  spend_breaker: 'Show the agent',
  leaked_hold: 'Show the run',
  overrun: 'Last such run',
  canary_leaked: 'Show the run',
  secret_seen: 'Show where',
  unpriced_usage: 'Its prices',
  deprecated_model: 'Show the model',
  delivery_failed: 'Show it',
} as const satisfies { readonly [K in AlertFact['kind']]: string };

export const alertAction = ({ kind }: AlertFact): string => ACTIONS[kind];

const RANKS: { readonly [S in AlertSeverity]: number } = { critical: 0, warning: 1, info: 2 };
type Ranked = Pick<AlertShape, 'severity' | 'status' | 'raisedAt'>;

/** What nobody has seen comes first, what is worse before what is better, then the newest. */
export function byPressure(a: Ranked, b: Ranked): number {
  return (
    Number(a.status !== 'open') - Number(b.status !== 'open') ||
    RANKS[a.severity] - RANKS[b.severity] ||
    b.raisedAt.localeCompare(a.raisedAt)
  );
}
