// What stands in the URL is what is asked of the server, and nothing else is.
import { expect, it } from 'vitest';
import { auditQueryOf, isAuditFiltered, NO_FILTER } from './audit-filters';

const NOW = Date.parse('2026-11-26T03:00:30.000Z');

it('asks for nothing where nothing is filtered', () => {
  expect(auditQueryOf(NO_FILTER, NOW)).toEqual({});
  expect(auditQueryOf({ ...NO_FILTER, q: '  ', action: [], actor: '' }, NOW)).toEqual({});
  expect(isAuditFiltered(NO_FILTER)).toBe(false);
});

it('asks for each filter as it stands, a period from the minute it was chosen in', () => {
  const values = {
    ...NO_FILTER,
    actor: 'ada@example.com',
    action: ['secret.put' as const],
    since: '1h',
    q: ' key ',
  };
  expect(auditQueryOf(values, NOW)).toEqual({
    actor: 'ada@example.com',
    action: ['secret.put'],
    since: '2026-11-26T02:00:00.000Z',
    q: 'key',
  });
  expect(isAuditFiltered(values)).toBe(true);
});

it('leaves out a time that can’t be read', () => {
  expect(auditQueryOf({ ...NO_FILTER, until: 'yesterday' }, NOW)).toEqual({});
});
