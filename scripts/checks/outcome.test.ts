// Holds the last lines of `npm test` to the truth: a crash, a broken file or an empty run is a failure, and what failed is named.
import { describe, expect, it } from 'vitest';
import { failedWhole, type Outcome, settle, sum } from './outcome';
import { readPlaywright } from './playwright-report';
import { summary } from './summary';
import { readVitest } from './vitest-report';

const test = (status: string, fullName: string, ...failureMessages: string[]) => ({
  status,
  fullName,
  failureMessages,
});
const file = (name: string, ...assertionResults: object[]) => ({
  name: `/here/${name}`,
  status: assertionResults.some((one) => 'status' in one && one.status === 'failed') ? 'failed' : 'passed',
  message: '',
  startTime: 1_000,
  endTime: 3_500,
  assertionResults,
});
const vitest = (over: object) =>
  readVitest(
    {
      success: true,
      numPassedTests: 3,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [file('lib/a.test.ts', test('passed', 'adds'))],
      ...over,
    },
    '/here',
  );

describe("vitest's report", () => {
  it('is counted, and says how long each file took', () => {
    expect(vitest({})).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
      failures: [],
      files: [{ file: 'lib/a.test.ts', tookMs: 2_500 }],
    });
  });

  it('names what failed, also a file that could not run', () => {
    const broken = { ...file('lib/b.test.ts'), status: 'failed', message: 'no module c' };
    const testResults = [
      file(
        'lib/a.test.ts',
        test('passed', 'adds'),
        test('failed', 'sums takes nothing away', 'Error: 3 is not 2\n    at sum'),
      ),
      broken,
    ];
    expect(vitest({ success: false, numFailedTests: 1, testResults })).toMatchObject({
      passed: 3,
      failed: 2,
      failures: [
        'lib/a.test.ts › sums takes nothing away (Error: 3 is not 2)',
        'lib/b.test.ts: could not be run (no module c)',
      ],
    });
  });

  it('that failed outside of its tests is a failure', () => {
    expect(vitest({ success: false })).toMatchObject({
      failed: 1,
      failures: ['an error outside of any test'],
    });
  });
});

describe("Playwright's report", () => {
  const spec = (line: number, status: string) => ({
    title: `is ${status}`,
    line,
    tests: [
      {
        status,
        results: [
          {
            duration: 400,
            errors:
              status === 'expected' ? [] : [{ message: '\u001b[31mError: hidden\u001b[39m\n\nCall log' }],
          },
          { duration: 100, errors: [] },
        ],
      },
    ],
  });
  const suites = [
    {
      title: 'a.spec.ts',
      file: 'a.spec.ts',
      specs: [spec(3, 'expected'), spec(5, 'skipped')],
      suites: [{ title: 'group', file: 'a.spec.ts', specs: [spec(9, 'unexpected'), spec(12, 'flaky')] }],
    },
  ];

  it('is counted; flaky and errors outside of tests are failures, each named', () => {
    expect(readPlaywright({ suites, errors: [{ message: 'Timed out\nat' }] }, 'e2e')).toEqual({
      passed: 1,
      failed: 3,
      skipped: 1,
      failures: [
        'e2e/a.spec.ts:9 › is unexpected (Error: hidden)',
        'e2e/a.spec.ts:12 › is flaky, passed when tried again (Error: hidden)',
        'outside of any test (Timed out)',
      ],
      files: [{ file: 'e2e/a.spec.ts', tookMs: 2_000 }],
    });
  });
});

const good: Outcome = { passed: 2, failed: 0, skipped: 0, failures: [], files: [] };

describe('an outcome', () => {
  it('takes a missing report, a bad end and an empty run for failures', () => {
    expect(settle(undefined, true)).toMatchObject({ failed: 1, failures: ['no readable report'] });
    expect(settle(good, false)).toMatchObject({ passed: 2, failed: 1 });
    expect(settle({ ...good, passed: 0 }, true)).toMatchObject({ failed: 1, failures: ['no test ran'] });
    expect(settle(good, true)).toEqual(good);
  });

  it('adds up', () => {
    const one = { passed: 2, failed: 1, skipped: 3 };
    expect(sum([one, one])).toEqual({ passed: 4, failed: 2, skipped: 6 });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('the summary', () => {
  it('ends with what failed, and then with the sum alone', () => {
    const files = Array.from({ length: 12 }, (_, i) => ({ file: `${i}.test.ts`, tookMs: 1_000 * i }));
    const lines = summary([
      { name: 'lint', outcome: failedWhole('its own words are above'), tookMs: 900 },
      { name: 'unit', outcome: { ...good, skipped: 1, files }, tookMs: 61_000 },
    ]);
    expect(lines.slice(1, 3)).toEqual([
      '✗ lint: 0 passed, 1 failed (1 s)',
      '✓ unit: 2 passed, 0 failed, 1 skipped (61 s)',
    ]);
    expect(lines.filter((line) => line.endsWith('.test.ts'))).toHaveLength(10);
    expect(lines[5]).toBe('    11 s  unit  11.test.ts');
    expect(lines.slice(-4)).toEqual(['Failed:', '✗ lint: its own words are above', '', '2 passed, 1 failed']);
  });

  it('says of a good run nothing of failures', () => {
    expect(summary([{ name: 'unit', outcome: good, tookMs: 10 }])).toEqual([
      '',
      '✓ unit: 2 passed, 0 failed (0 s)',
      '',
      '2 passed, 0 failed',
    ]);
  });
});
