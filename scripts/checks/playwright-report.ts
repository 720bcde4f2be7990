// Knows Playwright's report: how many journeys passed, which failed, how long each file took.
import { z } from 'zod';
import { failure, type Outcome } from './outcome';

const said = z.object({ message: z.string().optional() });
const result = z.object({ duration: z.number(), errors: z.array(said) });
const spec = z.object({
  title: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
      results: z.array(result),
    }),
  ),
});
type Suite = { title: string; file: string; specs: z.infer<typeof spec>[]; suites?: Suite[] | undefined };
const suite: z.ZodType<Suite> = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(spec),
  suites: z.lazy(() => z.array(suite)).optional(),
});
const schema = z.object({
  suites: z.array(suite),
  errors: z.array(said),
});

const testsOf = (
  from: Suite,
): { name: string; status: string; why: string | undefined; tookMs: number }[] => [
  ...from.specs.flatMap(({ title, line, tests }) =>
    tests.map(({ status, results }) => ({
      name: `${line} › ${title}`,
      status,
      why: results.flatMap(({ errors }) => errors)[0]?.message,
      tookMs: results.reduce((all, { duration }) => all + duration, 0),
    })),
  ),
  ...(from.suites ?? []).flatMap(testsOf),
];

/**
 * A test that passed only when tried again counts as failed; so does an error outside of any test. Names of files are told from the root, of
 * which `folder` is the one with the journeys.
 */
export function readPlaywright(report: unknown, folder: string): Outcome {
  const { suites, errors } = schema.parse(report);
  const files = suites.map((one) => ({ file: `${folder}/${one.file}`, tests: testsOf(one) }));
  const all = files.flatMap(({ file, tests }) =>
    tests.map((test) => ({ ...test, name: `${file}:${test.name}` })),
  );
  const count = (status: string) => all.filter((test) => test.status === status).length;
  const failures = [
    ...all.filter(({ status }) => status === 'unexpected').map(({ name, why }) => failure(name, why)),
    ...all
      .filter(({ status }) => status === 'flaky')
      .map(({ name, why }) => failure(`${name}, passed when tried again`, why)),
    ...errors.map(({ message }) => failure('outside of any test', message)),
  ];
  return {
    passed: count('expected'),
    failed: failures.length,
    skipped: count('skipped'),
    failures,
    files: files.map(({ file, tests }) => ({
      file,
      tookMs: tests.reduce((sum, { tookMs }) => sum + tookMs, 0),
    })),
  };
}
