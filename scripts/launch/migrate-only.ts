// Knows how migrations are applied apart from a start. Refuses to stop a database that somebody else uses.
import { openDataDir } from './data-dir';
import { migrateDatabase, migrationNote, openDatabase } from './database';
import { readEnvironment } from './environment';
import { reportFailure, step } from './report';
import { runningLaunch } from './start-lock';

/** Applies the migrations and returns the exit code; an embedded PostgreSQL that ran before goes on running. */
export async function migrateOnly(): Promise<number> {
  try {
    const env = readEnvironment();
    const dataDir = await openDataDir(env.dataDir);
    const database = await step('Database', async () => {
      const value = await openDatabase(env);
      return { value, note: value.note };
    });
    try {
      await step('Migrations', async () => {
        const outcome = await migrateDatabase(database);
        return { value: undefined, note: migrationNote(outcome) };
      });
    } finally {
      // A start that came meanwhile connected to it and keeps it.
      if (database.cluster?.startedNow && !(await runningLaunch(dataDir))) await database.cluster.stop();
    }
    return 0;
  } catch (error) {
    return reportFailure(error);
  }
}
