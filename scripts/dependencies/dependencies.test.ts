import { describe, expect, it } from 'vitest';
import { inProject } from '../launch/project';
import { advisoriesIn } from './advisories';
import { type Lockfile, lockfileFaults, readLockfile } from './lockfile';

const HASH = 'sha512-kJ4VVZkley17xKaJx72QN2IBqjrj7zenCQZaUF0l9ShS';
const withPackage = (entry: Lockfile['packages'][string]): Lockfile => ({
  packages: { '': {}, 'node_modules/left/node_modules/@of/right': { version: '1.0.0', ...entry } },
});

describe('the lockfile', () => {
  it('of this project has no fault', () => {
    expect(lockfileFaults(readLockfile(inProject('package-lock.json')))).toEqual([]);
  });

  it.each([
    ['a package without a hash', { license: 'MIT' }, ['@of/right@1.0.0 is fixed by no hash']],
    [
      'a weak hash',
      { license: 'MIT', integrity: 'sha1-2jmj7l5rSw0yVb' },
      ['@of/right@1.0.0 is fixed by no hash'],
    ],
    [
      'a place of its own',
      { license: 'MIT', integrity: HASH, resolved: 'git+ssh://git@example.com/right.git' },
      ['@of/right@1.0.0 names where it comes from'],
    ],
    [
      'a licence that binds what it is linked with',
      { license: 'AGPL-3.0-only', integrity: HASH },
      ['@of/right@1.0.0 has a licence that nobody looked at: AGPL-3.0-only'],
    ],
    [
      'both of two, one of them unknown',
      { license: 'MIT AND SSPL-1.0', integrity: HASH },
      ['@of/right@1.0.0 has a licence that nobody looked at: MIT AND SSPL-1.0'],
    ],
    ['one of two', { license: '(SSPL-1.0 OR MIT)', integrity: HASH }, []],
    [
      'whatever licence of a tool that is not shipped',
      { license: 'SSPL-1.0', integrity: HASH, dev: true },
      [],
    ],
  ])('with %s', (_what, entry, expected) => {
    expect(lockfileFaults(withPackage(entry))).toEqual(expected);
  });
});

describe('advisories', () => {
  const via = [{ title: 'Prototype pollution', url: 'https://example.com/1' }];
  const answer = (vulnerabilities: object) => ({
    code: 1,
    out: JSON.stringify({ vulnerabilities }),
    err: '',
  });

  it('are listed, the serious ones counted', () => {
    const found = advisoriesIn(
      answer({
        right: { severity: 'high', range: '<2', via },
        left: { severity: 'low', range: '*', via: ['right'] },
      }),
    );
    expect(found).toEqual({
      asked: true,
      serious: 1,
      lines: ['high: right <2, Prototype pollution https://example.com/1', 'low: left *, through right'],
    });
  });

  it('that nobody could be asked for are not none', () => {
    const err = 'npm warn audit 405 Method Not Allowed\n\nnpm error audit endpoint returned an error\n';
    expect(advisoriesIn({ code: 1, out: '{"error":{}}', err })).toEqual({
      asked: false,
      why: '405 Method Not Allowed',
    });
  });
});
