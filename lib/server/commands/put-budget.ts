// Says how much may be spent in a scope, and takes that away. Runs that wait for room go on as soon as there is more of it.
import 'server-only';
import type { PutBudgetAnswer } from '../../contract/budget';
import { type BudgetName, type BudgetTerms, budgetId } from '../../domain/budget';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { archiveBudget as archive, putBudget as put, wakeWaiting } from '../../store/write/put-budget';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';

export type PutBudgetWish = {
  readonly scope: BudgetName['scope'];
  readonly terms: BudgetTerms;
  readonly ifMatch: number | 'any' | null;
};

/** The same again changes nothing and leaves no trace. A lower limit stops new holds; what is held already runs out. @throws RequestError version_mismatch */
export async function putBudget(
  { app, principal, requestId }: CommandContext,
  { scope, terms, ifMatch }: PutBudgetWish,
): Promise<PutBudgetAnswer> {
  requireScope(principal, 'budgets:write');
  const by = actorOf(principal);
  const { period, ...limits } = terms;
  const name = { scope, period };
  const outcome = await inTransaction(app.db, 'put budget', async (tx) => {
    const standing = await put(tx, name, limits, by, (latest) =>
      requireVersion(ifMatch, latest === 0 ? null : latest),
    );
    const { changed, before, version } = standing;
    if (!changed) return standing;
    const entity = { kind: 'budget', id: budgetId(name) } as const;
    const after = { ...limits, version };
    if (before !== null && limits.limitMicroUsd > before.limitMicroUsd) await wakeWaiting(tx, name);
    await appendAudit(tx, { actor: by, action: 'budget.put', entity, before, after, requestId }, app.hash);
    return standing;
  });
  const { changed, version } = outcome;
  if (changed) app.hints.publish([{ topic: 'budgets', id: budgetId(name) }]);
  return { scope, ...terms, version };
}

/** It bounds nothing any more; what was spent is kept, for the case that it is put again. @throws RequestError not_found */
export async function archiveBudget(
  { app, principal, requestId }: CommandContext,
  name: BudgetName,
): Promise<void> {
  requireScope(principal, 'budgets:write');
  const actor = actorOf(principal);
  await inTransaction(app.db, 'archive budget', async (tx) => {
    const outcome = await archive(tx, name, actor);
    if (outcome === null)
      throw new RequestError('not_found', `There is no budget of ${name.scope} for each ${name.period}.`);
    const { before, version } = outcome;
    const entity = { kind: 'budget', id: budgetId(name) } as const;
    await wakeWaiting(tx, name);
    await appendAudit(
      tx,
      { actor, action: 'budget.archive', entity, before, after: { version }, requestId },
      app.hash,
    );
  });
  app.hints.publish([{ topic: 'budgets', id: budgetId(name) }]);
}
