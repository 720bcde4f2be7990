// Knows the vault of sealed secrets as the adapters ask for it.
import type { SecretVault } from '../ports/secret-vault';
import type { Database } from './database';
import {
  readAllSealedSecrets,
  readLatestSealedSecrets,
  readSealedSecret,
  type SealedSecret,
} from './read/read-secrets';

export function createSecretVault(db: Pick<Database, 'pool'>): SecretVault {
  const toPort = ({ name, version, sealed }: SealedSecret) => ({ name, version, envelope: sealed });
  return {
    async read(name) {
      const found = await readSealedSecret(db, name);
      return found && toPort(found);
    },
    latest: async (name) => (await readLatestSealedSecrets(db, name)).map(toPort),
    all: async () => (await readAllSealedSecrets(db)).map(toPort),
  };
}
