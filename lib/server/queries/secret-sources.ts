// Each secret by name: where it is read from, why it can't be, what uses it and when it did last, and whether it turned up where it must not.
import 'server-only';
import type { GivenSource } from '../../adapters/secrets/vault-secret-reader';
import type { SecretSourceList, SecretSourceShape } from '../../contract/configuration';
import { CodedError } from '../../domain/errors';
import { listSecrets } from '../../store/read/read-secrets';
import { listLastDeliveries, listSecretTold, listSecretUses } from '../../store/read/secret-uses';
import type { App } from '../app';
import { listHealth } from './health';

type Parts = Pick<App, 'db' | 'clock' | 'secrets'>;

/** More than an installation has of any source. */
const MOST = 500;

export async function readSecretSources(parts: Parts): Promise<SecretSourceList> {
  const { db } = parts;
  const [vault, uses, told, outside, tools, models] = await Promise.all([
    listSecrets(db, { limit: MOST }),
    listSecretUses(db),
    listSecretTold(db),
    givenOutside(parts),
    listHealth(parts, 'tool'),
    listHealth(parts, 'model'),
  ]);
  const since = [tools.since, models.since].sort()[1] ?? tools.since;
  const deliveries = await listLastDeliveries(db, since);
  const lastUsed = new Map<string, string | null>([
    ...tools.items.map(({ name, lastUsedAt }) => [`tool ${name}`, lastUsedAt] as const),
    ...models.items.map(({ name, lastUsedAt }) => [`model ${name}`, lastUsedAt] as const),
    ...deliveries.map(({ kind, name, lastUsedAt }) => [`${kind} ${name}`, lastUsedAt] as const),
  ]);
  const inVault = new Set(vault.items.map(({ name }) => name));
  const given = new Map(outside.given.map((one) => [one.name, one]));
  const usedBy = new Map(uses.map((one) => [one.name, one.usedBy]));
  const names = [...new Set([...inVault, ...given.keys(), ...usedBy.keys()])].sort();
  const seen = new Map(told.map(({ name, ...of }) => [name, of]));
  const items = names.map((name): SecretSourceShape => {
    const users = usedBy.get(name) ?? [];
    const times = users.flatMap(({ kind, name: user }) => lastUsed.get(`${kind} ${user}`) ?? []);
    return {
      name,
      ...standing(name, inVault.has(name), given.get(name)),
      usedBy: users,
      lastUsedAt: times.sort().at(-1) ?? null,
      seen: seen.get(name) ?? null,
    };
  });
  return { since, directoryProblem: outside.problem, items };
}

async function givenOutside({ secrets }: Parts) {
  try {
    return { given: (await secrets.givenSources()).slice(0, MOST), problem: null };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { given: [], problem: error.message };
  }
}

function standing(
  name: string,
  inVault: boolean,
  given: GivenSource | undefined,
): Pick<SecretSourceShape, 'sources' | 'problem'> {
  const outside = given?.sources ?? [];
  const sources = [...(inVault ? (['vault'] as const) : []), ...outside];
  if (sources.length === 0) {
    const message = `there is no secret ${name}: what names it fails at its next call`;
    return { sources, problem: { code: 'secret_missing', message } };
  }
  if (inVault && outside.length > 0 && given?.problem?.code !== 'secret_ambiguous') {
    const message = `the secret ${name} is given by the vault and a ${outside[0]}: which one is meant can not be known`;
    return { sources, problem: given?.problem ?? { code: 'secret_ambiguous', message } };
  }
  return { sources, problem: given?.problem ?? null };
}
