// A store that is away is waited for: nothing is lost and nothing sent meanwhile.
import { CodedError } from '@/lib/domain/errors';
import { fullJitterMs } from '@/lib/resilience/backoff';
import { LeaseLostError } from './advance-outcome';
import { STORE_BACKOFF } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';

/** The same is asked again until it is answered or the lease is gone. @throws LeaseLostError, and whatever is not retryable. */
export async function untilAvailable<T>(
  ask: () => Promise<T>,
  { clock, random }: Pick<RuntimePorts, 'clock' | 'random'>,
  dropped: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    if (dropped.aborted) throw new LeaseLostError('unproven');
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof CodedError && cause.class === 'retryable')) throw cause;
      await clock.sleep(fullJitterMs(failures, STORE_BACKOFF, random.next()), dropped);
    }
  }
}
