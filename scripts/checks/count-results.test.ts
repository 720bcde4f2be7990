// Holds the last line of `npm test` to the truth: a crash, a broken file or an empty run is a failure.
import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, settle, sum } from './count-results';

const vitest = (over: object) => ({
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [],
  ...over,
});

describe('counting results', () => {
  it('reads vitest', () => {
    expect(countVitest(vitest({}))).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(countVitest(vitest({ success: false, numFailedTests: 2 }))).toMatchObject({ failed: 2 });
  });

  it('counts a file that could not run as one failed', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ];
    expect(countVitest(vitest({ success: false, testResults }))).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a vitest run that failed outside of its tests', () => {
    expect(countVitest(vitest({ success: false }))).toMatchObject({ failed: 1 });
  });

  it('reads Playwright; flaky and errors outside of tests are failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });

  it('takes a missing report, a bad end and an empty run for failures', () => {
    const good = { passed: 2, failed: 0, skipped: 0 };
    expect(settle(undefined, true)).toMatchObject({ failed: 1 });
    expect(settle(good, false)).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(settle({ ...good, passed: 0 }, true)).toMatchObject({ failed: 1 });
    expect(settle(good, true)).toEqual(good);
  });

  it('adds up', () => {
    const one = { passed: 2, failed: 1, skipped: 3 };
    expect(sum([one, one])).toEqual({ passed: 4, failed: 2, skipped: 6 });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
