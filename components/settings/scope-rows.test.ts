// What a key may be given: every scope can be chosen, once, and the one that holds all stands alone.
import { expect, it } from 'vitest';
import { SCOPES } from '@/lib/domain/principal';
import { SCOPE_ROWS, toggled } from './scope-rows';

it('offers every scope once, by thing, and admin apart', () => {
  const offered = SCOPE_ROWS.flatMap(({ deeds }) => deeds.map(({ scope }) => scope));
  expect([...offered, 'admin'].toSorted()).toEqual([...SCOPES].toSorted());
  expect(SCOPE_ROWS.find(({ thing }) => thing === 'runs')?.deeds.map(({ verb }) => verb)).toEqual([
    'read',
    'write',
  ]);
});

it('keeps the order of the list, whatever the order of the clicks', () => {
  const second = toggled([], 'runs:write', true);
  expect(toggled(second, 'runs:read', true)).toEqual(['runs:read', 'runs:write']);
  expect(toggled(['runs:read', 'runs:write'], 'runs:read', false)).toEqual(['runs:write']);
});

it('leaves admin alone: it holds the others', () => {
  expect(toggled(['runs:read'], 'admin', true)).toEqual(['admin']);
  expect(toggled(['admin'], 'admin', false)).toEqual([]);
});
