// Counts settled holds into their budgets, again and again; any process does it for all.
import type { BudgetLedger } from '@/lib/ports/budget-ledger';
import type { Clock, Random } from '@/lib/ports/clock';
import type { Logger } from '@/lib/ports/logger';
import { HOLD_COUNT_MS, HOLDS_COUNTED_AT_ONCE } from './runtime-constants';

type Ports = {
  readonly ledger: Pick<BudgetLedger, 'count'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
};

/** Until `signal`. What fails is tried again at the next turn: an uncounted hold keeps its room from others and loses nothing. */
export async function keepCounting(
  { ledger, clock, random, logger }: Ports,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(HOLD_COUNT_MS * (0.75 + random.next() / 2), signal);
    if (signal.aborted) return;
    try {
      while ((await ledger.count(HOLDS_COUNTED_AT_ONCE)) === HOLDS_COUNTED_AT_ONCE && !signal.aborted);
    } catch (cause) {
      logger.warn('holds could not be counted', { cause });
    }
  }
}
