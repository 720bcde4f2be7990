// Agents, tools and models at their versions.
import 'server-only';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import {
  listVersions as listAll,
  listVersioned,
  readVersioned as readActive,
  readVersion as readOne,
  type ShapeOf,
} from '../../store/read/read-versions';
import type { VersionedKind } from '../../store/write/put-version';
import type { App } from '../app';

type Listing = { readonly limit: number; readonly cursor?: string | undefined };
type ListingByUse = Listing & { readonly archived?: 'only' | undefined };

/** At their active version, by name. */
export function listConfigured<K extends VersionedKind>(
  { db }: Pick<App, 'db'>,
  kind: K,
  query: ListingByUse,
): Promise<Page<ShapeOf[K]>> {
  return listVersioned(db, kind, query);
}

/** @throws RequestError not_found */
export async function readConfigured<K extends VersionedKind>(
  { db }: Pick<App, 'db'>,
  kind: K,
  name: string,
): Promise<{ readonly shape: ShapeOf[K]; readonly latest: number }> {
  const found = await readActive(db, kind, name);
  if (found === null) throw noSuch(kind, name);
  return found;
}

/** Newest first. @throws RequestError not_found */
export async function listVersions<K extends VersionedKind>(
  { db }: Pick<App, 'db'>,
  kind: K,
  name: string,
  query: Listing,
): Promise<Page<ShapeOf[K]>> {
  const page = await listAll(db, kind, name, query);
  if (page === null) throw noSuch(kind, name);
  return page;
}

/** One version for ever. @throws RequestError not_found */
export async function readConfiguredVersion<K extends VersionedKind>(
  { db }: Pick<App, 'db'>,
  kind: K,
  name: string,
  version: number,
): Promise<ShapeOf[K]> {
  const found = await readOne(db, kind, name, version);
  if (found === null)
    throw new RequestError('not_found', `There is no version ${version} of a ${kind} ${name}.`);
  return found;
}

/** One that is in use, at this version or the active one. @throws RequestError not_found, conflict when it is archived. */
export async function readUsable<K extends VersionedKind>(
  app: Pick<App, 'db'>,
  kind: K,
  name: string,
  version: number | undefined,
): Promise<ShapeOf[K]> {
  const shape =
    version === undefined
      ? (await readConfigured(app, kind, name)).shape
      : await readConfiguredVersion(app, kind, name, version);
  if (shape.archivedAt !== null)
    throw new RequestError('conflict', `${name} is archived. Put it again before it is used.`);
  return shape;
}

function noSuch(kind: VersionedKind, name: string): RequestError {
  return new RequestError('not_found', `There is no ${kind} ${name}.`);
}
