// A name is new or it is refused, with the way on.
import { expect, it } from 'vitest';
import { onlyInJson } from './only-in-json';
import { takenName } from './taken-name';

it('refuses what is taken, in use or archived, and what is no name', () => {
  const known = [
    { name: 'orders.get', archivedAt: null },
    { name: 'orders.old', archivedAt: '2026-11-19T14:00:00.000Z' },
  ];
  expect(takenName('', 'tool', known)).toBe('Required');
  expect(takenName('Orders get', 'tool', known)).toContain('lower-case');
  expect(takenName('orders.get', 'tool', known)).toContain('Edit that one');
  expect(takenName('orders.old', 'tool', known)).toContain('Bring that one back');
  expect(takenName('orders.put', 'tool', known)).toBeUndefined();
});

it('names what the form leaves to the JSON', () => {
  expect(onlyInJson(['kind', 'breaker'], new Set(['kind']))).toEqual(['breaker']);
});
