// Knows how the database's history and the release's files must agree. Refuses an edited or a newer history.
import type { MigrationFile } from './migration-files';

/** A row of _prisma_migrations, as far as it decides anything. */
export interface HistoryRow {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly rolledBack: boolean;
}

/** The database can't be brought to this release's schema; the message says why and what to do. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/** The files still to apply, in order. Throws MigrationRefused. */
export function pendingMigrations(
  files: readonly MigrationFile[],
  history: readonly HistoryRow[],
): readonly MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  const counted = history.filter((row) => !row.rolledBack);
  const failed = counted.filter((row) => !row.finished).map((row) => row.name);
  if (failed.length > 0) {
    throw new MigrationRefused(
      `The migration ${failed.join(', ')} was begun by another tool and never finished. Look at what it left, then mark it with \`npx prisma migrate resolve\`.`,
    );
  }
  const newer = counted.filter((row) => !known.has(row.name)).map((row) => row.name);
  if (newer.length > 0) {
    throw new MigrationRefused(
      `The database was migrated by a newer release: it has ${newer.join(', ')}, which this one doesn't know. Start that release, or restore a backup from before the upgrade.`,
    );
  }
  const edited = counted.filter((row) => known.get(row.name)?.checksum !== row.checksum);
  if (edited.length > 0) {
    throw new MigrationRefused(
      `The file of ${edited.map((row) => row.name).join(', ')} was edited after it had been applied. Bring the original back and put the change into a new migration.`,
    );
  }
  const applied = new Set(counted.map((row) => row.name));
  return files.filter((file) => !applied.has(file.name));
}
