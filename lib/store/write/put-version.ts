// Knows how agents, tools and models change: by immutable versions. Refuses to make a second version of the same content.
import { canonicalJson } from '../../domain/canonical-json';
import type { HashText } from '../../domain/journal-row';
import type { Actor } from '../../domain/principal';
import { MAKE_AGENT_SLOTS, TAKE_OVER_LIMIT } from '../bulkheads/agent-slots';
import type { Transaction } from '../prisma';

/** Also the names of the tables. */
export type VersionedKind = 'agent' | 'tool' | 'model';

export type PutVersion = {
  readonly kind: VersionedKind;
  readonly name: string;
  /** Already parsed by its schema; keys keep their order. */
  readonly definition: unknown;
  readonly createdBy: Actor;
  /** `first`: only the first version becomes active by itself. `always`: what is put is what is used. */
  readonly activate: 'first' | 'always';
  /** Called with the newest version (null: there is none) under lock; throws to refuse (If-Match). */
  readonly check?: (latest: number | null) => void;
};

export type PutOutcome = {
  readonly name: string;
  readonly version: number;
  readonly active: boolean;
  /** False when this very content had a version already. */
  readonly created: boolean;
  /** The version that was active before; null when there was none. */
  readonly activeBefore: number | null;
  /** The name was archived and is in use again. */
  readonly revived: boolean;
};

type Head = {
  readonly active_version: number;
  readonly latest_version: number;
  readonly archived: boolean;
};

/** An identical PUT returns the version that has this content, however old. An archived name comes back to life. */
export async function putVersion(tx: Transaction, put: PutVersion, hash: HashText): Promise<PutOutcome> {
  const { kind, name } = put;
  const contentHash = hash(canonicalJson(put.definition, { normaliseUnicode: false }));
  const head = await lockHead(tx, kind, name);
  put.check?.(head?.latest_version ?? null);
  if (head === null) {
    // Two first PUTs at once: the second waits at the key, then takes this way again and finds the head.
    const made = await tx.$executeRawUnsafe(
      `INSERT INTO ${kind} (name, active_version, latest_version, created_at, updated_at)
       VALUES ($1, 1, 1, now(), now()) ON CONFLICT (name) DO NOTHING`,
      name,
    );
    if (made === 0) return putVersion(tx, put, hash);
    await insertVersion(tx, put, 1, contentHash);
    await takeOverLimit(tx, kind, name);
    return { name, version: 1, active: true, created: true, activeBefore: null, revived: false };
  }
  const same = await tx.$queryRawUnsafe<{ version: number }[]>(
    `SELECT version FROM ${kind}_version WHERE name = $1 AND hash = $2`,
    name,
    contentHash,
  );
  const known = same[0]?.version;
  const version = known ?? head.latest_version + 1;
  if (known === undefined) await insertVersion(tx, put, version, contentHash);
  const active = put.activate === 'always' ? version : head.active_version;
  await tx.$executeRawUnsafe(
    `UPDATE ${kind} SET active_version = $2, latest_version = $3, archived_at = NULL, updated_at = now() WHERE name = $1`,
    name,
    active,
    Math.max(version, head.latest_version),
  );
  await takeOverLimit(tx, kind, name);
  return {
    name,
    version,
    active: active === version,
    created: known === undefined,
    activeBefore: head.active_version,
    revived: head.archived,
  };
}

export type ActivateOutcome =
  | { readonly status: 'activated'; readonly before: number }
  /** No such name or version. */
  | { readonly status: 'missing' }
  /** Out of use: a PUT brings it back first. */
  | { readonly status: 'archived' };

/** Chooses the version that is used from now on; runs under way keep theirs. The same again changes nothing. */
export async function activateVersion(
  tx: Transaction,
  kind: VersionedKind,
  name: string,
  version: number,
): Promise<ActivateOutcome> {
  const head = await lockHead(tx, kind, name);
  if (head === null || version < 1 || version > head.latest_version) return { status: 'missing' };
  if (head.archived) return { status: 'archived' };
  await tx.$executeRawUnsafe(
    `UPDATE ${kind} SET active_version = $2, updated_at = now() WHERE name = $1`,
    name,
    version,
  );
  await takeOverLimit(tx, kind, name);
  return { status: 'activated', before: head.active_version };
}

export type ArchiveOutcome =
  | { readonly status: 'archived'; readonly wasArchived: boolean }
  /** No such name. */
  | { readonly status: 'missing' };

/** Takes a name out of use: it leaves the lists, its versions stay readable. The same again changes nothing. */
export async function archiveVersioned(
  tx: Transaction,
  kind: VersionedKind,
  name: string,
): Promise<ArchiveOutcome> {
  if ((await lockHead(tx, kind, name)) === null) return { status: 'missing' };
  const changed = await tx.$executeRawUnsafe(
    `UPDATE ${kind} SET archived_at = now(), updated_at = now() WHERE name = $1 AND archived_at IS NULL`,
    name,
  );
  return { status: 'archived', wasArchived: changed === 0 };
}

/** Which of these names are archived; all of them stay as they are until the transaction ends. */
export async function holdArchived(
  tx: Transaction,
  kind: VersionedKind,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRawUnsafe<{ name: string; archived: boolean }[]>(
    `SELECT name, archived_at IS NOT NULL AS archived FROM ${kind} WHERE name = ANY ($1::text[]) ORDER BY name FOR SHARE`,
    names,
  );
  return new Set(rows.filter(({ archived }) => archived).map(({ name }) => name));
}

async function lockHead(tx: Transaction, kind: VersionedKind, name: string): Promise<Head | null> {
  const rows = await tx.$queryRawUnsafe<Head[]>(
    `SELECT active_version, latest_version, archived_at IS NOT NULL AS archived FROM ${kind} WHERE name = $1 FOR UPDATE`,
    name,
  );
  return rows[0] ?? null;
}

/** Claims look at an agent's row for how many of its runs may run at once, and for slots that they may hold. */
async function takeOverLimit(tx: Transaction, kind: VersionedKind, name: string): Promise<void> {
  if (kind !== 'agent') return;
  await tx.$executeRawUnsafe(TAKE_OVER_LIMIT, name);
  await tx.$executeRawUnsafe(MAKE_AGENT_SLOTS, name);
}

async function insertVersion(tx: Transaction, put: PutVersion, version: number, contentHash: string) {
  await tx.$executeRawUnsafe(
    `INSERT INTO ${put.kind}_version (name, version, definition, hash, created_at, created_by)
     VALUES ($1, $2, $3::json, $4, now(), $5::jsonb)`,
    put.name,
    version,
    JSON.stringify(put.definition),
    contentHash,
    JSON.stringify(put.createdBy),
  );
}
