// How a worker learns what is stopped and says that it obeys; correct by asking alone.
import type { Stops } from '../domain/stop';

/** Stops lifted longer ago than this are left out: no run lives longer. */
export const STOPS_KEPT_MS = 30 * 86_400_000;

export interface StopReader {
  /** @returns null when nothing was set or lifted since `knownEpoch`; never null for a null epoch. */
  readStops(knownEpoch: number | null): Promise<Stops | null>;
  /** From now on nothing begins at this worker that is stopped at this epoch. */
  acknowledgeStops(workerId: string, epoch: number): Promise<void>;
}
