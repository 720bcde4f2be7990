// Sets money aside for one attempt that the gates have let through: from every budget that applies to its run, or its pass is given back.
import { budgetId, scopesOf } from '@/lib/domain/budget';
import type { RunState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import type { Pass } from '@/lib/ports/gates';
import type { Budgets, ReservationRequest, Reserved } from './budgets';
import { waitsForBudget } from './run-time';
import { BUDGET_COUNTED_MS } from './runtime-constants';

export type NoRoom = {
  readonly kind: 'no_room';
  /** Of the budget. */
  readonly id: string;
  readonly waitMs: number;
  readonly request: ReservationRequest;
};

/** The pass is abandoned where there is no room, and where the store is away. */
export async function takeMoney(
  { agent, labels }: Pick<RunState, 'agent' | 'labels'>,
  amounts: Pick<ReservationRequest, 'mostMicroUsd' | 'leastMicroUsd'>,
  budgets: Budgets,
  pass: Pass,
): Promise<Reserved | NoRoom> {
  try {
    const request = { scopes: scopesOf(agent, labels), ...amounts };
    const money = await budgets.reserve(request);
    if (money.status === 'reserved') return money;
    pass.abandon();
    return { kind: 'no_room', id: budgetId(money.budget), waitMs: money.waitMs, request };
  } catch (cause) {
    pass.abandon();
    throw cause;
  }
}

/** How long a step is put off that no budget had room for. */
export function waitForMoney(
  state: RunState,
  waitMs: number,
  nowMs: number,
): { readonly waitMs: number; readonly since?: string } {
  if (state.summaryReserveMicroUsd === 0 || state.summary !== null) return { waitMs };
  if (waitsForBudget(state)) return { waitMs, since: isoAt(nowMs) };
  // What was settled may not be counted yet: only who is refused again then is summed up.
  return { waitMs: Math.min(waitMs, BUDGET_COUNTED_MS) };
}
