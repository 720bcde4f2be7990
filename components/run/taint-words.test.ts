import { describe, expect, it } from 'vitest';
import { type Origin, originsOf } from '@/lib/domain/taint';
import { taintedArguments, taintSentence } from './taint-words';

const WEB: Origin = { step: 2, tool: 'web.fetch' };
const CRM: Origin = { step: 3, tool: 'crm.read' };
const INPUT: Origin = { step: 0, tool: null };
const path = (untrusted: Origin[], priv: Origin[] = []) => ({
  untrusted: originsOf(untrusted),
  private: originsOf(priv),
});
const source = (over: object) => ({
  path: 'to',
  role: 'recipient' as const,
  value: 'x@evil.test',
  from: null,
  seen: WEB,
  ...over,
});
const sink = { rule: 'tool.externalSink', verdict: 'await_approval' as const, message: '' };

describe('the way of untrusted text', () => {
  it('is not told of a call that outsiders had no part in', () => {
    expect(taintSentence({ reasons: [] })).toBeUndefined();
    expect(taintSentence({ taintPath: path([]), reasons: [] })).toBeUndefined();
  });

  it('names where it came in, what was read besides, and what the call would do', () => {
    expect(
      taintSentence({ taintPath: path([WEB], [CRM]), argumentSources: [source({})], reasons: [sink] }),
    ).toBe(
      'Untrusted text came in at step 2 (web.fetch), private data at step 3 (crm.read); this call would reach “x@evil.test” and send data out of the organisation.',
    );
  });

  it('counts what is not named, and leaves out what is known', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ step: i + 1, tool: 'mail.read' }));
    const known = source({ from: 'allow_list', seen: null });
    expect(taintSentence({ taintPath: path([INPUT, ...many]), argumentSources: [known], reasons: [] })).toBe(
      'Untrusted text came in at the run’s input, step 1 (mail.read), step 2 (mail.read), step 3 (mail.read), step 4 (mail.read) and 3 more.',
    );
  });

  it('marks the arguments that outsiders may have chosen', () => {
    const sources = [
      source({ path: 'to.0' }),
      source({ path: 'cc', from: 'input' }),
      source({ path: 'url', seen: null }),
    ];
    expect([...taintedArguments(sources)]).toEqual([
      ['to', 'step 2 (web.fetch)'],
      ['url', undefined],
    ]);
  });
});
