// A page's key goes before the shell's, what does nothing is no key, and two strokes are one name.
import { afterEach, describe, expect, it } from 'vitest';
import { beginsChord, findKey, type Keys, listKeys, mountKeys } from './key-registry';

const unmounts: (() => void)[] = [];
const mount = (layer: 'page' | 'shell', keys: Keys): void => void unmounts.push(mountKeys(layer, () => keys));
const key = (label: string) => ({ label, act: () => undefined });
const idle = (label: string) => ({ label, act: undefined });

afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

describe('keys', () => {
  it('lets the page go before the shell, wherever it was mounted', () => {
    mount('page', { n: key('Did not happen') });
    mount('shell', { n: key('Start a run'), '?': key('Keys') });
    expect(findKey('n')?.label).toBe('Did not happen');
    expect(listKeys('shell').map(({ name }) => name)).toEqual(['?']);
  });

  it('passes over what does nothing now', () => {
    mount('shell', { n: key('Start a run') });
    mount('page', { n: idle('Did not happen'), x: idle('Select') });
    expect(findKey('n')?.label).toBe('Start a run');
    expect(findKey('x')).toBeUndefined();
    expect(listKeys('page')).toEqual([]);
  });

  it('knows the first of two strokes', () => {
    mount('shell', { 'g r': key('Runs'), n: key('Start a run') });
    expect([beginsChord('g'), beginsChord('n'), beginsChord('r')]).toEqual([true, false, false]);
    expect(findKey('g r')?.label).toBe('Runs');
  });

  it('lists a button that is held', () => {
    mount('page', { a: { label: 'Approve', act: 'hold' } });
    expect(listKeys('page')).toEqual([{ name: 'a', label: 'Approve', hold: true }]);
  });

  it('does not take a name of every object for a key', () => {
    mount('page', {});
    expect(findKey('constructor')).toBeUndefined();
  });

  it('forgets the keys of a page that is left', () => {
    mountKeys('page', () => ({ j: key('Next') }))();
    expect(findKey('j')).toBeUndefined();
  });
});
