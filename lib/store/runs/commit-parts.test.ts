import { expect, it } from 'vitest';
import { nameOf, type Shape } from './commit-parts';

const PARTS: readonly (keyof Shape)[] = [
  'completions',
  'claims',
  'resources',
  'approvals',
  'closings',
  'openedWaits',
  'closedWaits',
  'holds',
  'settlements',
  'spared',
  'exits',
  'letters',
];
const MOST_BYTES = 63;

it('names every combination of parts by itself, within what PostgreSQL keeps of a name', () => {
  const names = Array.from({ length: 2 ** PARTS.length }, (_, bits) => {
    const there = PARTS.map((part, at) => [part, (bits & (1 << at)) !== 0] as const);
    return nameOf('commit_besides', Object.fromEntries(there) as Shape); // safe because every part is named
  });
  expect(new Set(names).size).toBe(names.length);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(MOST_BYTES);
});
