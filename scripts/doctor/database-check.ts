// Knows whether the database that `npm start` would use can be used. Refuses to migrate it, or to stop one in use.
import { Client } from 'pg';
import type { Env } from '../../lib/env';
import { MigrationRefused } from '../../lib/store/migrate/compare-history';
import { plannedMigrations } from '../../lib/store/migrate/migrate';
import { openDataDir } from '../launch/data-dir';
import { type LaunchDatabase, openDatabase } from '../launch/database';
import { inProject } from '../launch/project';
import { messageOf, StepFailed } from '../launch/report';
import { runningLaunch } from '../launch/start-lock';
import { type Finding, fine, problem } from './finding';
import { masterKeyFinding } from './master-key-check';
import { secretSourcesFinding } from './secret-sources-check';

const CLOCK_TOLERANCE_MS = 2_000;

async function clockDifferenceMs(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const askedAt = Date.now();
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const answeredAt = Date.now();
    return (rows[0]?.now.getTime() ?? 0) - (askedAt + answeredAt) / 2;
  } finally {
    await client.end();
  }
}

async function look(env: Env, database: LaunchDatabase): Promise<readonly Finding[]> {
  const findings: Finding[] = [fine('Database', database.note)];
  const difference = await clockDifferenceMs(database.appUrl);
  if (Math.abs(difference) > CLOCK_TOLERANCE_MS) {
    const seconds = (difference / 1000).toFixed(1);
    findings.push(
      problem(
        'Database clock',
        `it differs from this machine's by ${seconds} s`,
        'Let a time service keep both clocks.',
      ),
    );
  }
  try {
    const planned = await plannedMigrations({
      url: database.ownerUrl,
      folder: inProject('prisma', 'migrations'),
    });
    const note = planned.length === 0 ? 'up to date' : `a start would apply ${planned.join(', ')}`;
    findings.push(fine('Migrations', note));
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error;
    findings.push(problem('Migrations', error.message, 'See the sentence above; nothing was changed.'));
  }
  findings.push(await masterKeyFinding(env, database.ownerUrl, database.cluster !== undefined));
  findings.push(await secretSourcesFinding(env, database.ownerUrl));
  return findings;
}

/** Starts the embedded PostgreSQL as a start would (or connects to the running one), looks, and stops what it started. */
export async function examineDatabase(env: Env): Promise<readonly Finding[]> {
  try {
    const dataDir = await openDataDir(env.dataDir);
    const database = await openDatabase(env);
    try {
      return await look(env, database);
    } finally {
      if (database.cluster?.startedNow && !(await runningLaunch(dataDir))) await database.cluster.stop();
    }
  } catch (error) {
    const remedy =
      error instanceof StepFailed ? error.remedy : 'Look at the message; the log is in the data directory.';
    return [problem('Database', messageOf(error), remedy)];
  }
}
