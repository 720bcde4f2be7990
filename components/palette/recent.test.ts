// The newest first, each once, and nothing that was tampered with.
import { describe, expect, it } from 'vitest';
import type { Entry } from './entry';
import { MOST_RECENT, parseRecent, type RecentEntry, withRecent } from './recent';

const run = (id: string): Entry => ({
  id,
  kind: 'run',
  label: id,
  icon: null,
  act: { href: `/runs/${id}` },
});
const opened = (...ids: string[]) =>
  ids.reduce<RecentEntry[]>((recent, id) => withRecent(recent, run(id)), []);

describe('withRecent', () => {
  it('keeps the newest first and each once', () => {
    expect(opened('a', 'b', 'a').map(({ label }) => label)).toEqual(['a', 'b']);
    expect(opened(...'abcdefgh')).toHaveLength(MOST_RECENT);
  });
  it('does not remember acts', () => {
    expect(withRecent([], { ...run('a'), kind: 'action' })).toEqual([]);
  });
});

describe('parseRecent', () => {
  it('reads back what was kept', () => {
    const kept = opened('a', 'b');
    expect(parseRecent(JSON.stringify(kept))).toEqual(kept);
  });
  it.each([null, '', '{', '{}', '[1]', '[{"kind":"run","label":"x","href":"//evil.example"}]'])(
    'makes nothing of %s',
    (text) => {
      expect(parseRecent(text)).toEqual([]);
    },
  );
  it('keeps the good ones beside a bad one', () => {
    expect(parseRecent(JSON.stringify([{ kind: 'action', label: 'x', href: '/' }, ...opened('a')]))).toEqual(
      opened('a'),
    );
  });
});
