// Each case of the conformance names tests that are there, and is told as failed where none ran or one failed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CASES } from './approval-cases.mjs';
import { verdictsOf } from './case-verdicts.mjs';

type Case = { readonly name: string; readonly file: string; readonly tests: readonly string[] };
const cases = CASES as readonly Case[]; // safe because it is the list next to this file
const projectDir = fileURLToPath(new URL('../..', import.meta.url));

const verdict = (assertionResults: readonly object[], tests = ['is told']) => {
  const report = { testResults: [{ name: join(projectDir, 'a.test.ts'), assertionResults }] };
  return verdictsOf([{ name: 'a case', file: 'a.test.ts', tests }], report, projectDir)[0];
};

describe('a case', () => {
  it('has a name of its own and a file of tests', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    for (const { file } of cases)
      expect(readFileSync(join(projectDir, file), 'utf8')).toMatch(/it\(|Conformance\(/);
  });

  it('passes where its tests passed', () => {
    expect(verdict([{ fullName: 'it is told', status: 'passed' }])).toMatchObject({ passed: true, ran: 1 });
  });

  it.each([
    ['none of its tests is there', []],
    ['its test was skipped', [{ fullName: 'it is told', status: 'skipped' }]],
    [
      'one of them failed',
      [
        { fullName: 'it is told', status: 'passed' },
        { fullName: 'it is told again', status: 'failed' },
      ],
    ],
  ])('fails where %s', (_, results) => {
    expect(verdict(results)).toMatchObject({ passed: false });
  });
});
