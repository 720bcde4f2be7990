// Knows how what is said about this installation changes: one row, by version.
import { settingsShape } from '../../contract/installation';
import { canonicalJson } from '../../domain/canonical-json';
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type InstallationSettings = {
  readonly displayName: string | null;
  readonly zone: string;
  readonly secondFactorRoles: readonly string[];
  readonly reauthenticateFor: readonly string[];
  readonly reauthenticateAbove: number | null;
  readonly reauthenticateAboveUnit: Readonly<Record<string, number>>;
  readonly reauthenticateMinutes: number;
  readonly linkHosts: readonly string[];
  readonly plantedShare: number;
  readonly consideredLeast: number;
};

const amountsByUnit = settingsShape.shape.reauthenticateAboveUnit;

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
  wish: { readonly [K in keyof InstallationSettings]?: InstallationSettings[K] | undefined },
  by: Actor,
  check: (latest: number) => void,
): Promise<PutInstallationOutcome> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:installation'))::text`);
  const found = await tx.installation.findUnique({ where: { id: true } });
  const latest = found?.version ?? 0;
  check(latest);
  const before: InstallationSettings = {
    displayName: found?.displayName ?? null,
    zone: found?.zone ?? 'UTC',
    secondFactorRoles: found?.secondFactorRoles ?? [],
    reauthenticateFor: found?.reauthenticateFor ?? [],
    reauthenticateAbove: found?.reauthenticateAbove ?? null,
    reauthenticateAboveUnit: amountsByUnit.parse(found?.reauthenticateAboveUnit ?? {}),
    reauthenticateMinutes: found?.reauthenticateMinutes ?? 5,
    linkHosts: found?.linkHosts ?? [],
    plantedShare: found?.plantedShare ?? 0,
    consideredLeast: found?.consideredLeast ?? 0.8,
  };
  const given = Object.entries(wish).filter(([, value]) => value !== undefined);
  const after: InstallationSettings = { ...before, ...Object.fromEntries(given) };
  if (canonicalJson(before) === canonicalJson(after))
    return { version: latest, before, after, changed: false };
  await tx.$executeRawUnsafe(
    `INSERT INTO installation (id, version, display_name, zone, second_factor_roles, reauthenticate_for, reauthenticate_above,
       reauthenticate_minutes, link_hosts, reauthenticate_above_unit, planted_share, considered_least, updated_at, updated_by)
     VALUES (true, $1, $2, $4, $5::text[], $6::text[], $7, $8, $9::text[], $10::jsonb, $11, $12, now(), $3::jsonb)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, display_name = excluded.display_name, zone = excluded.zone,
       second_factor_roles = excluded.second_factor_roles, reauthenticate_for = excluded.reauthenticate_for,
       reauthenticate_above = excluded.reauthenticate_above, reauthenticate_minutes = excluded.reauthenticate_minutes,
       link_hosts = excluded.link_hosts, reauthenticate_above_unit = excluded.reauthenticate_above_unit,
       planted_share = excluded.planted_share, considered_least = excluded.considered_least,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    latest + 1,
    after.displayName,
    JSON.stringify(by),
    after.zone,
    [...after.secondFactorRoles],
    [...after.reauthenticateFor],
    after.reauthenticateAbove,
    after.reauthenticateMinutes,
    [...after.linkHosts],
    JSON.stringify(after.reauthenticateAboveUnit),
    after.plantedShare,
    after.consideredLeast,
  );
  return { version: latest + 1, before, after, changed: true };
}

/** As the database spells it. */
export async function isKnownZone(tx: Transaction, zone: string): Promise<boolean> {
  const found = await tx.$queryRawUnsafe<unknown[]>('SELECT 1 FROM pg_timezone_names WHERE name = $1', zone);
  return found.length > 0;
}
