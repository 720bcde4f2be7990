// Whether a secret that something is to name is there: in the vault, or given from outside.
import 'server-only';
import type { Problem } from '../../domain/errors';
import { readSealedSecret } from '../../store/read/read-secrets';
import type { App } from '../app';

/** @param path where it is named. */
export async function unknownSecret(
  { db, secrets }: Pick<App, 'db' | 'secrets'>,
  path: string,
  name: string,
): Promise<Problem[]> {
  if ((await readSealedSecret(db, name)) !== null || (await secrets.sourceOf(name)) !== null) return [];
  return [{ path, message: `names ${name}, which is not there; put the secret first` }];
}
