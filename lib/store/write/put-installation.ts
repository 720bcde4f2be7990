// Knows how what is said about this installation changes: one row, by version.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type InstallationSettings = { readonly displayName: string | null; readonly zone: string };

export type PutInstallationOutcome = {
  readonly version: number;
  /** As it was. */
  readonly before: InstallationSettings;
  readonly after: InstallationSettings;
  readonly changed: boolean;
};

/** The same again is no new version. `check` is called under the lock with the version there is, 0 for none; it throws to refuse. */
export async function putInstallation(
  tx: Transaction,
  { displayName, zone }: { readonly displayName: string | null; readonly zone?: string | undefined },
  by: Actor,
  check: (latest: number) => void,
): Promise<PutInstallationOutcome> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:installation'))::text`);
  const found = await tx.installation.findUnique({ where: { id: true } });
  const latest = found?.version ?? 0;
  check(latest);
  const before = { displayName: found?.displayName ?? null, zone: found?.zone ?? 'UTC' };
  const after = { displayName, zone: zone ?? before.zone };
  if (before.displayName === displayName && before.zone === after.zone)
    return { version: latest, before, after, changed: false };
  await tx.$executeRawUnsafe(
    `INSERT INTO installation (id, version, display_name, zone, updated_at, updated_by) VALUES (true, $1, $2, $4, now(), $3::jsonb)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, zone = excluded.zone,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    latest + 1,
    displayName,
    JSON.stringify(by),
    after.zone,
  );
  return { version: latest + 1, before, after, changed: true };
}

/** As the database spells it. */
export async function isKnownZone(tx: Transaction, zone: string): Promise<boolean> {
  const found = await tx.$queryRawUnsafe<unknown[]>('SELECT 1 FROM pg_timezone_names WHERE name = $1', zone);
  return found.length > 0;
}
