// What is typed reaches the request in its own unit, and what can't be one is said at its field.
import { describe, expect, it } from 'vitest';
import { readTerms, serverTerms, termProblems } from './start-terms';

describe('the terms of a start', () => {
  it('are left out where nothing is typed', () => {
    expect(readTerms({})).toEqual({});
    expect(readTerms({ deadlineMs: ' ', thread: '  ' })).toEqual({});
    expect(termProblems({ deadlineMs: ' ' })).toEqual({});
  });

  it('are minutes and a name', () => {
    expect(readTerms({ deadlineMs: '2.5', thread: ' case 17 ' })).toEqual({
      deadlineMs: 150_000,
      thread: 'case 17',
    });
  });

  it.each(['x', '0.001', '-3', '43201'])('are refused at their field: %s', (text) => {
    expect(termProblems({ deadlineMs: text })).toEqual({
      deadlineMs: 'Minutes, from one second to 30 days',
    });
  });

  it('say what the server found', () => {
    expect(termProblems({ thread: 'x'.repeat(201) })).toHaveProperty('thread');
    expect(
      serverTerms([
        { path: '/input/a', message: 'no' },
        { path: '/thread', message: 'too long' },
      ]),
    ).toEqual({ thread: 'too long' });
  });
});
