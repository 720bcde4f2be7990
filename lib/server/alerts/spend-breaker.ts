// Pauses agents that spend too fast. A brake and not a bound: what is under way ends and is charged; what must never be passed is a budget.
import 'server-only';
import { type FactOf, foundAlert } from '../../domain/alert';
import { SPEND_BREAKER_ACTOR } from '../../domain/principal';
import { agentScope } from '../../domain/stop';
import { formatMicroUsd } from '../../format/money';
import { raiseAlerts } from '../../store/alerts/keep-alerts';
import { agentsTooFast, endBreakerAlerts, type TooFast } from '../../store/alerts/spend-seconds';
import { appendAudit } from '../../store/append-audit';
import { askOfTransaction } from '../../store/budgets/transact';
import { inTransaction } from '../../store/database';
import { setStop } from '../../store/write/stops';
import type { App } from '../app';

export type BreakerParts = Pick<App, 'db' | 'ids' | 'hash' | 'logger'> & {
  readonly hints: Pick<App['hints'], 'publish'>;
};

/** One agent that can't be paused keeps no other from it; it is tried again at the next turn. */
export async function watchSpendRate(parts: BreakerParts): Promise<void> {
  const { db, hints, logger } = parts;
  for (const one of await agentsTooFast(db.pool)) {
    try {
      await pause(parts, one);
    } catch (error) {
      logger.warn('an agent that spends too fast could not be paused; it is tried again', {
        agent: one.agent,
        error,
      });
    }
  }
  const ended = await endBreakerAlerts(db.pool);
  hints.publish(ended.map((id) => ({ topic: 'alerts', id })));
}

/** Pause, audit and alert are one transaction; where somebody paused it meanwhile, nothing is done. */
async function pause({ db, ids, hints, hash }: BreakerParts, { agent, ...rate }: TooFast): Promise<void> {
  const scope = agentScope(agent);
  const alertId = ids.timeOrdered();
  const reason = `It spent ${formatMicroUsd(rate.costMicroUsd)} within a minute; ${formatMicroUsd(rate.boundMicroUsd)} is its bound.`;
  const fact: FactOf<'spend_breaker'> = { kind: 'spend_breaker', agent, ...rate };
  const paused = await inTransaction(db, 'agent.pause', async (tx) => {
    if (!(await setStop(tx, scope, SPEND_BREAKER_ACTOR, reason))) return false;
    await raiseAlerts(askOfTransaction(tx), [foundAlert(fact, alertId)], () => alertId);
    const entity = { kind: 'agent', id: agent } as const;
    await appendAudit(tx, { actor: SPEND_BREAKER_ACTOR, action: 'agent.pause', entity, reason }, hash);
    return true;
  });
  if (!paused) return;
  hints.publish([
    { topic: 'stops', id: scope },
    { topic: 'alerts', id: alertId },
  ]);
}
