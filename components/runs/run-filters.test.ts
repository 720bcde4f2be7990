// A filter in the URL asks for what it says, an unreadable one asks for nothing, and an empty one leaves no trace.
import { describe, expect, it } from 'vitest';
import {
  isFiltered,
  NO_FILTERS,
  type RunFilterValues,
  runsQueryOf,
  sinceInstant,
  sinceWords,
} from './run-filters';

const NOW = Date.parse('2026-11-19T14:32:08.000Z');
const none = NO_FILTERS;

describe('runsQueryOf', () => {
  it('leaves out what is empty', () => {
    expect(runsQueryOf(none, NOW)).toEqual({});
    expect(runsQueryOf({ ...none, status: [], agent: '', q: '  ' }, NOW)).toEqual({});
    expect(isFiltered({ ...none, q: ' ' })).toBe(false);
  });
  it('takes a label once it has a value, and lists as they are', () => {
    expect(runsQueryOf({ ...none, label: 'team' }, NOW)).toEqual({});
    expect(runsQueryOf({ ...none, label: 'team=' }, NOW)).toEqual({ label: 'team=' });
    const values: RunFilterValues = {
      ...none,
      waiting: ['approval'],
      trigger: ['form'],
      label: 'team=nights',
    };
    expect(runsQueryOf(values, NOW)).toEqual({
      waiting: ['approval'],
      trigger: ['form'],
      label: 'team=nights',
    });
  });
  it('asks for what is set', () => {
    const values: RunFilterValues = {
      ...none,
      status: ['failed', 'waiting'],
      agent: 'refunds',
      thread: 'case 17',
      q: ' ORD-1 ',
      since: '24h',
    };
    expect(runsQueryOf(values, NOW)).toEqual({
      status: ['failed', 'waiting'],
      agent: 'refunds',
      thread: 'case 17',
      q: 'ORD-1',
      since: '2026-11-18T14:32:00.000Z',
    });
    expect(isFiltered(values)).toBe(true);
  });
});

describe('sinceInstant', () => {
  it('stays the same within a minute', () => {
    expect(sinceInstant('1h', NOW)).toBe(sinceInstant('1h', NOW + 40_000));
  });
  it('takes an instant as it stands and nothing else', () => {
    expect(sinceInstant('2026-11-19T00:00:00Z', NOW)).toBe('2026-11-19T00:00:00.000Z');
    expect(sinceInstant('yesterday', NOW)).toBeUndefined();
  });
  it('reads as words', () => {
    expect(sinceWords('7d')).toBe('last 7 days');
    expect(sinceWords('2026-11-19T00:00:00Z')).toBe('2026-11-19 00:00 UTC');
    expect(sinceWords('x')).toBe('unreadable');
  });
});
