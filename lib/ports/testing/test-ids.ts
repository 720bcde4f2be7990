// Time-ordered identifiers for tests: UUIDv7 that differ between files and runs, in the order of their making.
import { randomUUID } from 'node:crypto';
import type { Ids } from '../ids';

/** @param startMs the time in the first id; each id is one millisecond later, so that their order is the order of the calls. */
export function createTestIds(startMs = Date.now()): Ids {
  let atMs = startMs;
  return {
    timeOrdered() {
      const time = atMs.toString(16).padStart(12, '0');
      atMs += 1;
      return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
    },
  };
}
