// What answers what was typed, and what goes first.
import { describe, expect, it } from 'vitest';
import { type Entry, matching, score } from './entry';

const entry = (label: string, detail?: string, also?: string): Entry => ({
  id: label,
  kind: 'page',
  label,
  detail,
  ...(also === undefined ? {} : { also }),
  icon: null,
  act: { href: '/' },
});

describe('matching', () => {
  const entries = [
    entry('Runs'),
    entry('Start a run'),
    entry('payments.refund', 'pays back'),
    entry('refunds', 'agent, v3'),
    entry('Dark theme', undefined, 'appearance night'),
  ];
  const found = (typed: string) => matching(entries, typed).map(({ label }) => label);

  it('is everything, in its order, when nothing is typed', () => {
    expect(found(' ')).toEqual(entries.map(({ label }) => label));
  });
  it('puts the beginning of a label before a word in it', () => {
    expect(found('run')).toEqual(['Runs', 'Start a run']);
    expect(found('refund')).toEqual(['refunds', 'payments.refund']);
  });
  it('takes words in any order, each by its beginning', () => {
    expect(found('ru sta')).toEqual(['Start a run']);
    expect(found('night app')).toEqual(['Dark theme']);
  });
  it('is nothing where a word is nowhere', () => {
    expect(found('refund moon')).toEqual([]);
    expect(score({ label: 'Runs' }, 'xyz')).toBe(0);
  });
});
