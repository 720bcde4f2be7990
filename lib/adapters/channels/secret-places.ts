// Puts secrets where `{{secret:NAME}}` stands in a channel's address and headers; a value is never read as a template itself.

const PLACE = /\{\{secret:([A-Z][A-Z0-9_]*)\}\}/g;

/** The names of the secrets in it, each once. */
export function secretsNamedIn(texts: readonly string[]): string[] {
  const named = texts.flatMap((text) => [...text.matchAll(PLACE)].map(([, name = '']) => name));
  return [...new Set(named)];
}

/** @param values every secret that the text names. @param encode for where it stands. */
export function withSecrets(
  text: string,
  values: ReadonlyMap<string, string>,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(PLACE, (_whole, name: string) => encode(values.get(name) ?? ''));
}
