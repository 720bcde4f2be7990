// Knows the order of doctor's checks and what they come to. Refuses to pass where `npm start` would not.
import type { Env } from '../../lib/env';
import { readEnvironment } from '../launch/environment';
import { messageOf } from '../launch/report';
import { examineDatabase } from './database-check';
import { type Check, type Finding, problem } from './finding';
import {
  buildLockCheck,
  dataDirCheck,
  environmentCheck,
  packagesCheck,
  portCheck,
  projectRightsCheck,
} from './installation';
import { clockCheck, diskChecks, memoryCheck, nodeCheck, npmCheck } from './machine';
import { trialStart } from './trial-start';

function tell(finding: Finding): Finding {
  if (finding.ok) console.log(`✓ ${finding.name}: ${finding.note}`);
  else console.log(`✗ ${finding.name}: ${finding.problem}\n  → ${finding.remedy}`);
  return finding;
}

async function tellOf(check: Check): Promise<Finding> {
  try {
    return tell(await check());
  } catch (error) {
    return tell(
      problem('A check failed', messageOf(error), 'This is a fault of doctor itself; please report it.'),
    );
  }
}

async function withEnvironment(env: Env): Promise<readonly Finding[]> {
  const checks = [
    clockCheck(env.dataDir),
    ...diskChecks(env.dataDir),
    projectRightsCheck,
    dataDirCheck(env.dataDir),
    buildLockCheck,
    portCheck(env.port, env.host, env.dataDir),
  ];
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await tellOf(check));
  findings.push(...(await examineDatabase(env)).map(tell));
  // What is known to be wrong would fail the trial too, and hide the reason in its output.
  const sound = findings.every(({ ok, name }) => ok || name === 'Port');
  if (sound) {
    console.log('… a whole start on the side, in the temp directory (builds the console if that is due)');
    findings.push(await tellOf(() => trialStart(env)));
  }
  return findings;
}

/** Looks at everything, prints a line each, and returns the exit code: 0 only where `npm start` works. */
export async function examine(packages: string): Promise<number> {
  const findings: Finding[] = [];
  for (const check of [nodeCheck, npmCheck, memoryCheck, packagesCheck(packages), environmentCheck]) {
    findings.push(await tellOf(check));
  }
  const environment = findings.at(-1);
  if (environment?.ok) findings.push(...(await withEnvironment(readEnvironment())));
  const failed = findings.filter(({ ok }) => !ok).length;
  console.log('');
  console.log(
    failed === 0
      ? 'All is well: `npm start` works here.'
      : `${failed} of ${findings.length} checks failed; what to do stands behind each arrow.`,
  );
  return failed === 0 ? 0 : 1;
}
