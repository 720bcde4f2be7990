// What is said of how often an agent's calls are looked at anyway.
import { describe, expect, it } from 'vitest';
import type { AgentHealth } from '@/lib/contract/agent';
import { floorWords, lastWords } from './sampling-words';

type OfTool = AgentHealth['sampling']['tools'][number];
const ofTool = (rate: number, decision: OfTool['last']['decision']): OfTool => ({
  ...{ tool: 'payments.refund', rate, lookedAt: 5, disagreed: 1 },
  last: { decision, by: { kind: 'user', id: 'grace', label: 'Grace Lind' }, at: '2026-11-20T10:00:00.000Z' },
});

describe('sampling words', () => {
  it.each([
    [0, [], 'Calls that nothing stops are not looked at: the active version samples none.'],
    [
      0,
      [ofTool(0, 'reject')],
      'The active version samples none. What was decided before is kept for when one does.',
    ],
    [
      0.05,
      [],
      'At least 5 % of the calls that nothing stops, reads aside, are looked at. Nobody has decided on a sample yet.',
    ],
    [
      0.05,
      [ofTool(0.1, 'reject')],
      'At least 5 % of the calls that nothing stops, reads aside, of each tool are looked at.',
    ],
  ])('of a floor of %s', (floor, tools, words) => {
    expect(floorWords({ floor, tools }).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it.each([
    [0.1, 'reject', 0.05, 'Grace Lind rejected the last sample, which doubled it'],
    [1, 'edit', 0.05, 'Grace Lind edited the last sample: every call is looked at now'],
    [
      0.09,
      'approve',
      0.05,
      'Grace Lind approved the last sample as asked, which lowered it towards its floor',
    ],
    [0.05, 'approve', 0.05, 'Grace Lind approved the last sample as asked: it is at its floor'],
    [0, 'reject', 0, 'Grace Lind rejected the last sample'],
  ] as const)('of a rate of %s after %s', (rate, decision, floor, words) => {
    expect(lastWords(ofTool(rate, decision), floor)).toBe(words);
  });
});
