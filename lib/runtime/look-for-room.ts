// Looks once more for room in a budget after a run has parked for want of it: whoever raised the budget before found nobody to wake.
import type { ReservationRequest } from './budgets';
import type { AdvancePorts } from './runtime-ports';

/** Never throws: what is not found now is found at the time that the run parked until. */
export async function lookForRoom(
  runId: string,
  request: ReservationRequest,
  { budgets, store, logger }: Pick<AdvancePorts, 'budgets' | 'store' | 'logger'>,
): Promise<void> {
  try {
    if (await budgets.hasRoom(request)) await store.hasten([runId]);
  } catch (cause) {
    logger.info('room in a budget could not be looked for', { runId, cause });
  }
}
