// One row for each name of a secret, whatever gives it. Pure.
import type { SecretShape, SecretSourceShape } from '@/lib/contract/configuration';

export type SecretRowFacts = {
  readonly name: string;
  /** As the vault has it; undefined where it stands elsewhere, or nowhere. */
  readonly stored: SecretShape | undefined;
  /** Undefined until it was asked. */
  readonly source: SecretSourceShape | undefined;
};

export function secretRows(
  stored: readonly SecretShape[],
  sources: readonly SecretSourceShape[],
): SecretRowFacts[] {
  const vault = new Map(stored.map((one) => [one.name, one]));
  const found = new Map(sources.map((one) => [one.name, one]));
  return [...new Set([...vault.keys(), ...found.keys()])]
    .toSorted()
    .map((name) => ({ name, stored: vault.get(name), source: found.get(name) }));
}

const WORDS: { readonly [S in SecretSourceShape['sources'][number]]: string } = {
  vault: 'the vault',
  variable: 'a variable',
  file: 'a file',
};

/** "the vault", "the vault and a file"; where nothing was asked yet, what the vault knows. */
export function sourceWords({ stored, source }: SecretRowFacts): string {
  const sources = source?.sources ?? (stored === undefined ? [] : (['vault'] as const));
  return sources.length === 0 ? 'nowhere' : sources.map((one) => WORDS[one]).join(' and ');
}
