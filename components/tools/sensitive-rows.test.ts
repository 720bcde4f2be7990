// Rows and the draft say the same; what rows can't say is left to the JSON view.
import { describe, expect, it } from 'vitest';
import { doubledPath, sensitiveRecord, sensitiveRows } from './sensitive-rows';

describe('sensitive arguments as rows', () => {
  it('come back as they were said', () => {
    const said = {
      to: { role: 'recipient', allow: ['@example.com', 'a@b.test'] },
      'target.host': { role: 'host' },
      cmd: { role: 'command', allow: ['git pull, then build'] },
    };
    expect(sensitiveRecord(sensitiveRows(said) ?? [])).toEqual(said);
    expect(sensitiveRows(undefined)).toEqual([]);
    expect(sensitiveRecord([])).toBeUndefined();
  });

  it.each([
    ['text', 'x'],
    ['a list', []],
    ['a row that is text', { to: 'recipient' }],
    ['another role', { to: { role: 'amount' } }],
    ['another member', { to: { role: 'host', deny: [] } }],
    ['values that are no text', { to: { role: 'host', allow: [1] } }],
  ])('leave %s to the JSON view', (_what, value) => {
    expect(sensitiveRows(value)).toBeUndefined();
  });

  it('leave out what has no path, empty lines and spaces, and tell a path that stands twice', () => {
    const row = { id: 0, path: ' to ', role: 'recipient', allow: ' a@b.test \n\n' } as const;
    const empty = { id: 1, path: ' ', role: 'host', allow: 'x' } as const;
    expect(sensitiveRecord([row, empty])).toEqual({ to: { role: 'recipient', allow: ['a@b.test'] } });
    expect(doubledPath([row, empty])).toBeUndefined();
    expect(doubledPath([row, { ...row, id: 2, path: 'to' }])).toBe('to');
  });
});
