// Runs the conformance of approvals on the production runtime and prints a table: case, passed or failed. `--short`: without PostgreSQL. Ends with 1 where one failed.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CASES } from './conformance/approval-cases.mjs';
import { verdictsOf } from './conformance/case-verdicts.mjs';

const cases = process.argv.includes('--short') ? CASES.filter(({ db }) => !db) : CASES;
const files = [...new Set(cases.map(({ file }) => file))];
const projectDir = fileURLToPath(new URL('..', import.meta.url));
const dir = await mkdtemp(join(tmpdir(), 'bulkhead-conformance-'));
try {
  const report = join(dir, 'report.json');
  const vitest = join(projectDir, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', ...files, '--reporter=json', `--outputFile=${report}`];
  const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  const verdicts = verdictsOf(cases, JSON.parse(await readFile(report, 'utf8')), projectDir);
  const width = Math.max(...verdicts.map(({ name }) => name.length));
  for (const { name, passed, ran, why } of verdicts)
    console.log(
      `${name.padEnd(width)}  ${passed ? 'passed' : 'FAILED'}  ${ran}${why === null ? '' : `  ${why}`}`,
    );
  const failed = verdicts.filter(({ passed }) => !passed).length;
  console.log(`\n${verdicts.length - failed} of ${verdicts.length} cases passed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true });
}
