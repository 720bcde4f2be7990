// Knows vitest's report: how many tests passed, which failed, how long each file took.
import { posix } from 'node:path';
import { z } from 'zod';
import { failure, type Outcome } from './outcome';

const schema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** A file that could not be run has no tests to count: it counts as one failed. Names of files are told from `root`. */
export function readVitest(report: unknown, root: string): Outcome {
  const read = schema.parse(report);
  const files = read.testResults.map((result) => ({ ...result, file: posix.relative(root, result.name) }));
  const failures = files.flatMap(({ file, status, message, assertionResults: tests }) => {
    if (status === 'failed' && tests.length === 0) return [failure(`${file}: could not be run`, message)];
    return tests
      .filter((test) => test.status === 'failed')
      .map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages[0]));
  });
  if (failures.length === 0 && !read.success) failures.push('an error outside of any test');
  return {
    passed: read.numPassedTests,
    failed: failures.length,
    skipped: read.numPendingTests + read.numTodoTests,
    failures,
    files: files.map(({ file, startTime, endTime }) => ({ file, tookMs: endTime - startTime })),
  };
}
