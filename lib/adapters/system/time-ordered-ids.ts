// Makes UUIDv7 (RFC 9562) that sort in the order of their making within one process, also inside one millisecond and when the clock is set back.
import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/ids';

/** The 12 bits of rand_a count within a millisecond (RFC 9562, method 1); a fresh count starts in the lower half, to leave room. */
const COUNTER_MAX = 0xfff;
const COUNTER_START_MASK = 0x7ff;

export type IdSources = {
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
};

export function createTimeOrderedIds(sources: IdSources = { now: Date.now, randomBytes }): Ids {
  let lastMs = -1;
  let counter = 0;

  function tick(random: DataView): void {
    const nowMs = sources.now();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = random.getUint16(0) & COUNTER_START_MASK;
    } else if (counter < COUNTER_MAX) {
      counter += 1;
    } else {
      // The millisecond is full: run ahead of the clock rather than repeat.
      lastMs += 1;
      counter = random.getUint16(0) & COUNTER_START_MASK;
    }
  }

  return {
    timeOrdered() {
      const bytes = new Uint8Array(16);
      const view = new DataView(bytes.buffer);
      const random = sources.randomBytes(10);
      tick(new DataView(random.buffer, random.byteOffset, random.byteLength));
      bytes.set(random.subarray(2), 8);
      view.setUint32(0, Math.floor(lastMs / 0x1_0000));
      view.setUint16(4, lastMs % 0x1_0000);
      view.setUint16(6, 0x7000 | counter);
      view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
      return Buffer.from(bytes.buffer)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
