import { describe, expect, it } from 'vitest';
import { type Stop, type StopScope, standingStop, stoppedMs } from './stop';

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
const stop = (scope: StopScope, from: number, until: number | null): Stop => ({
  epoch: from,
  scope,
  by: { kind: 'user', id: 'u', label: 'Ada' },
  reason: 'Look first.',
  setAt: at(from),
  liftedAt: until === null ? null : at(until),
});
const of = (...stops: Stop[]) => ({ epoch: 9, stops });

describe('a standing stop', () => {
  it('is the halt before the agent’s own, and another agent’s is none', () => {
    expect(standingStop(of(stop('agent:a', 1, null)), 'b')).toBeNull();
    expect(standingStop(of(stop('agent:a', 1, null)), 'a')?.scope).toBe('agent:a');
    expect(standingStop(of(stop('agent:a', 1, null), stop('global', 2, null)), 'a')?.scope).toBe('global');
    expect(standingStop(of(stop('global', 2, 3)), 'a')).toBeNull();
  });
});

describe('the time under stops', () => {
  it.each([
    ['within', of(stop('global', 10, 20)), 10],
    ['cut at both ends', of(stop('global', 0, 100)), 50],
    ['still standing', of(stop('agent:a', 40, null)), 10],
    ['two at once count once', of(stop('agent:a', 10, 30), stop('global', 20, 40)), 30],
    ['one inside the other', of(stop('global', 10, 40), stop('agent:a', 20, 30)), 30],
    ['before and after', of(stop('global', 0, 0), stop('global', 60, null)), 0],
    ['another agent’s', of(stop('agent:b', 10, 20)), 0],
  ])('%s', (_name, stops, seconds) => {
    expect(stoppedMs(stops, 'a', 0, 50_000)).toBe(seconds * 1_000);
  });
});
