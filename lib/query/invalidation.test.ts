// What a change makes stale.
import { describe, expect, it } from 'vitest';
import { changeEvent } from '../contract/events';
import { figureKeysOf, keysOf, keysOfAll } from './invalidation';
import { queryKeys } from './query-keys';

describe('keysOf', () => {
  it('knows every topic that the server may send', () => {
    for (const topic of changeEvent.shape.topic.options)
      expect(keysOf({ topic, id: 'x' }).length).toBeGreaterThan(0);
  });

  it('touches one run, the lists and the overview, but never the state at a row', () => {
    const keys = keysOf({ topic: 'runs', id: 'r1' }).map((key) => JSON.stringify(key));
    const touched = (key: readonly unknown[]) =>
      keys.some((prefix) => JSON.stringify(key).startsWith(prefix.slice(0, -1)));
    expect(touched(queryKeys.runs.steps('r1'))).toBe(true);
    expect(touched(queryKeys.runs.list({ status: ['failed'] }, 100))).toBe(true);
    expect(touched(queryKeys.runs.steps('r2'))).toBe(false);
    expect(touched(queryKeys.runs.stateAt('r1', 4))).toBe(false);
  });

  it('names each key once for a burst', () => {
    const burst = Array.from({ length: 50 }, () => ({ topic: 'runs' as const, id: 'r1' }));
    expect(keysOfAll(burst)).toEqual(keysOf({ topic: 'runs', id: 'r1' }));
  });
});

describe('figureKeysOf', () => {
  it('leaves sums over the journal to the slower gathering, each once a burst', () => {
    const burst = Array.from({ length: 50 }, (_, i) => ({ topic: 'runs' as const, id: `r${i}` }));
    expect(keysOfAll(burst, figureKeysOf)).toEqual([
      queryKeys.spend.all(),
      queryKeys.budgets.all(),
      queryKeys.breakers.all(),
    ]);
    for (const key of keysOf({ topic: 'runs', id: 'r1' }))
      expect(['spend', 'breakers']).not.toContain(key[0]);
    expect(figureKeysOf({ topic: 'sessions', id: 'x' })).toEqual([]);
  });
});
