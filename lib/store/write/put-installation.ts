// Knows how what is said about this installation changes: one row, by version.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type InstallationSettings = { readonly displayName: string | null };

export type PutInstallationOutcome = {
  readonly version: number;
  /** As it was. */
  readonly before: InstallationSettings;
  readonly changed: boolean;
};

/** The same again is no new version. `check` is called under the lock with the version there is, 0 for none; it throws to refuse. */
export async function putInstallation(
  tx: Transaction,
  { displayName }: InstallationSettings,
  by: Actor,
  check: (latest: number) => void,
): Promise<PutInstallationOutcome> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:installation'))::text`);
  const found = await tx.installation.findUnique({ where: { id: true } });
  const latest = found?.version ?? 0;
  check(latest);
  const before = { displayName: found?.displayName ?? null };
  if (before.displayName === displayName) return { version: latest, before, changed: false };
  await tx.$executeRawUnsafe(
    `INSERT INTO installation (id, version, display_name, updated_at, updated_by) VALUES (true, $1, $2, now(), $3::jsonb)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    latest + 1,
    displayName,
    JSON.stringify(by),
  );
  return { version: latest + 1, before, changed: true };
}
