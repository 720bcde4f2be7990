// Where the handle goes: keys and pointer positions to checkpoints. Pure; knows no run.

export type ScrubKey =
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'PageUp'
  | 'PageDown'
  | 'Home'
  | 'End';

const PAGE = 10;

/** The index after a key on `count` ticks; undefined for keys that mean nothing here. Never leaves the ticks. */
export function scrubByKey(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const clamp = (next: number): number => Math.min(count - 1, Math.max(0, next));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(index - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(index + 1);
    case 'PageDown':
      return clamp(index - PAGE);
    case 'PageUp':
      return clamp(index + PAGE);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The index under a pointer at `share` (0..1) of the track. */
export function scrubByShare(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

/**
 * Ticks that fit: above `most` they are merged by place, and a merged tick keeps what matters most (failed, then wait).
 * Each carries the first and last index it stands for, so that the handle is found again.
 */
export type DrawnTick = { kind: 'plain' | 'wait' | 'failed'; first: number; last: number };

export function drawnTicks(kinds: readonly ('plain' | 'wait' | 'failed')[], most: number): DrawnTick[] {
  const count = Math.min(kinds.length, Math.max(1, most));
  return Array.from({ length: kinds.length === 0 ? 0 : count }, (_, place) => {
    const first = Math.floor((place * kinds.length) / count);
    const last = Math.floor(((place + 1) * kinds.length) / count) - 1;
    const merged = kinds.slice(first, last + 1);
    const kind = merged.includes('failed')
      ? 'failed'
      : merged.every((one) => one === 'wait')
        ? 'wait'
        : 'plain';
    return { kind, first, last };
  });
}
