// Values that may turn up nowhere, the forms in which a hostile receiver gives them back, and the search for them. Knows nothing of how they are taken out.

/** Three alignments of base64: what stands before the value moves it within its group. */
const BEFORE = ['', 'x', 'xy'] as const;

/** As it is, escaped as JSON, percent-encoded, in hex, in base64 and base64url at each alignment. */
export function hostileForms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    `it is ${value}!`,
    JSON.stringify(value),
    `https://evil.example/?q=${encodeURIComponent(value)}`,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...BEFORE.flatMap((before) => {
      const text = Buffer.from(`${before}${value} and more`);
      return [text.toString('base64'), text.toString('base64url')];
    }),
  ];
}

/** What of each form depends on the value alone, in lower and in upper case hex, so that any text that holds the value in that form holds one of these. */
function needlesOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const cores = BEFORE.map((before) => {
    const start = Math.ceil((before.length * 8) / 6);
    const end = Math.floor(((before.length + bytes.length) * 8) / 6);
    return Buffer.concat([Buffer.from(before), bytes])
      .toString('base64')
      .slice(start, end);
  });
  const inUrl = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
  const escaped = JSON.stringify(value).slice(1, -1);
  return [value, escaped, encodeURIComponent(value), hex, hex.toUpperCase(), ...cores, ...inUrl];
}

export class PlantedSecrets {
  private readonly needles: readonly { readonly name: string; readonly needle: string }[];
  /** How many texts were searched, so that a search that looked at nothing is no success. */
  searched = 0;

  constructor(readonly values: Readonly<Record<string, string>>) {
    this.needles = Object.entries(values).flatMap(([name, value]) =>
      [...new Set(needlesOf(value))].map((needle) => ({ name, needle })),
    );
  }

  /** Everything that a hostile receiver knows how to say. */
  forms(): string[] {
    return Object.values(this.values).flatMap(hostileForms);
  }

  /** Names of those that stand in any text of it, in any form; JSON within texts is looked into. */
  foundIn(value: unknown): string[] {
    const found = new Set<string>();
    this.search(value, found);
    return [...found].sort();
  }

  private search(value: unknown, found: Set<string>): void {
    if (typeof value === 'string') {
      this.searched += 1;
      for (const { name, needle } of this.needles)
        if (value.includes(needle)) found.add(`${name} as ${needle}`);
      if (/^\s*["[{]/.test(value)) this.searchJson(value, found);
    } else if (Array.isArray(value)) for (const item of value) this.search(item, found);
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) {
        this.search(key, found);
        this.search(member, found);
      }
  }

  private searchJson(text: string, found: Set<string>): void {
    try {
      this.search(JSON.parse(text), found);
    } catch {
      // no JSON: it was searched as text
    }
  }
}
