// What is put away stays away for that person alone, and what can't be read is nothing.
import { describe, expect, it } from 'vitest';
import { awayCookie, awayIn, GUIDE_COOKIE, NO_MEMORY, parseGuideMemory, remembering } from './guide-memory';

const ADA = '019aa000-0000-7000-8000-000000000001';
const BEN = '019aa000-0000-7000-8000-000000000002';
const kept = (cookie: string) => new RegExp(`^${GUIDE_COOKIE}=([^;]*);`).exec(cookie)?.[1];

describe('the cookie', () => {
  it('holds who has put the guide away', () => {
    const ada = kept(awayCookie(undefined, ADA, true));
    const both = kept(awayCookie(ada, BEN, true));
    expect(awayIn(both).toSorted()).toEqual([ADA, BEN]);
    expect(awayIn(kept(awayCookie(both, ADA, false)))).toEqual([BEN]);
    expect(awayCookie(ada, ADA, false)).toContain('max-age=0');
  });
  it('is made of ids alone', () => {
    expect(awayIn(`x.${ADA}.<script>`)).toEqual([ADA]);
  });
});

describe('the memory', () => {
  it('adds what is new, once', () => {
    const once = remembering(NO_MEMORY, 'seen', 'a');
    expect(once.seen).toEqual(['a']);
    expect(remembering(once, 'seen', 'a')).toBe(once);
    expect(parseGuideMemory(JSON.stringify(once))).toEqual(once);
  });
  it('makes nothing of what it can’t read', () => {
    for (const text of [null, '', '{', '[]', '{"seen":[1],"scrubbed":[]}'])
      expect(parseGuideMemory(text)).toEqual(NO_MEMORY);
  });
});
