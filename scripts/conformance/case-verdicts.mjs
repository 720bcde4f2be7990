// What a run of the tests says of each case; refuses to call passed what no test showed.
import { join } from 'node:path';

/** @param report as vitest writes it in JSON. @returns `ran`: how many tests showed the case. */
export function verdictsOf(cases, report, projectDir) {
  const byFile = new Map(report.testResults.map(({ name, assertionResults }) => [name, assertionResults]));
  return cases.map(({ name, file, tests }) => {
    const all = (byFile.get(join(projectDir, file)) ?? []).filter(({ status }) => status !== 'skipped');
    const shown = tests.map((part) => all.filter(({ fullName }) => fullName.includes(part)));
    const missing = tests.filter((_, i) => shown[i].length === 0);
    const failed = shown.flat().filter(({ status }) => status !== 'passed');
    const why =
      missing.length > 0
        ? `no test ran that holds “${missing[0]}”`
        : failed.length > 0
          ? `“${failed[0].fullName}” did not pass`
          : null;
    return { name, passed: why === null, ran: new Set(shown.flat()).size, why };
  });
}
