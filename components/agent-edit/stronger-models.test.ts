// What the form does to the stronger models of a draft: it never leaves half a rule behind.
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/domain/json';
import { withValue } from './draft-value';
import { pruning, strongerModels, withMoved, withoutStronger } from './stronger-models';

const draft = {
  model: 'small',
  routing: {
    stronger: ['middle', 'large'],
    confidenceBelow: 0.6,
    difficulty: { path: 'tier', hard: ['gold'], model: 'middle' },
  },
};

function edited(value: JsonValue): { scope: ReturnType<typeof pruning>; now: () => JsonValue } {
  let now = value;
  const change = (...[place, next]: Parameters<ReturnType<typeof pruning>['change']>) => {
    now = withValue(now, place, next) ?? null;
  };
  const scope = pruning({ value, change, problemAt: () => undefined, problemsBelow: () => [] });
  return { scope, now: () => now };
}

describe('the stronger models of a draft', () => {
  it('are read from whatever stands there', () => {
    expect(strongerModels(draft)).toEqual(['middle', 'large']);
    for (const value of [null, {}, { routing: 5 }, { routing: { stronger: 'large' } }])
      expect(strongerModels(value)).toEqual([]);
    expect(strongerModels({ routing: { stronger: [5] } })).toEqual(['']);
  });

  it('change places, with all that names them as it was, and none beyond the ends', () => {
    const three = withValue(draft, ['routing', 'stronger'], ['a', 'b', 'c']) ?? null;
    const moved = (from: number, to: number) => strongerModels(withMoved(three, from, to) ?? null).join('');
    expect([moved(0, 1), moved(2, 1), moved(0, 2), moved(2, 0)]).toEqual(['bac', 'acb', 'bca', 'cab']);
    expect([moved(0, -1), moved(2, 3), moved(5, 0)]).toEqual(['abc', 'abc', 'abc']);
    expect(withMoved(draft, 0, 1)).toEqual(withValue(draft, ['routing', 'stronger'], ['large', 'middle']));
  });

  it('take with them what named them, and the last one everything', () => {
    expect(withoutStronger(draft, 0)).toEqual({
      model: 'small',
      routing: { stronger: ['large'], confidenceBelow: 0.6, difficulty: { path: 'tier', hard: ['gold'] } },
    });
    expect(withoutStronger(draft, 1)).toMatchObject({ routing: { difficulty: { model: 'middle' } } });
    expect(withoutStronger({ ...draft, routing: { ...draft.routing, stronger: ['large'] } }, 0)).toEqual({
      model: 'small',
    });
  });

  it('have no difficulty where neither path nor values are left', () => {
    const path = edited(draft);
    path.scope.change(['routing', 'difficulty', 'path'], undefined);
    expect(path.now()).toMatchObject({ routing: { difficulty: { hard: ['gold'] } } });
    const both = edited(path.now());
    both.scope.change(['routing', 'difficulty', 'hard'], undefined);
    expect(both.now()).toEqual({
      model: 'small',
      routing: { stronger: ['middle', 'large'], confidenceBelow: 0.6 },
    });
  });
});
