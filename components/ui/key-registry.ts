// Which keys work now, and what each does in words. A page's key goes before the shell's of the same name. Knows no events.

export type Key = {
  /** What it does, for the `?` sheet: "Next run". */
  readonly label: string;
  /** Undefined while it does nothing: then it isn't listed. `hold` is listed alone: its button handles it. */
  readonly act: (() => void) | 'hold' | undefined;
  /** May be held down (moving through a list). */
  readonly repeats?: boolean;
};

/** By `event.key` in lower case: "j", "/", "escape"; two strokes one after the other: "g r". */
export type Keys = Readonly<Record<string, Key>>;
export type KeyLayer = 'page' | 'shell';

type Mounted = { readonly layer: KeyLayer; readonly read: () => Keys };
let mounted: readonly Mounted[] = [];

/** `read` is asked at each key press, so that a key acts on what is shown now. Returns the way to take the keys out. */
export function mountKeys(layer: KeyLayer, read: () => Keys): () => void {
  const own = { layer, read };
  mounted = [own, ...mounted];
  return () => {
    mounted = mounted.filter((other) => other !== own);
  };
}

/** Pages before the shell, what came last first. */
function inOrder(): readonly Mounted[] {
  return (['page', 'shell'] as const).flatMap((layer) => mounted.filter((one) => one.layer === layer));
}

export function findKey(name: string): Key | undefined {
  for (const { read } of inOrder()) {
    const keys = read();
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (key?.act !== undefined) return key;
  }
  return undefined;
}

/** Whether this stroke is the first of two. */
export function beginsChord(stroke: string): boolean {
  return mounted.some(({ read }) =>
    Object.entries(read()).some(([name, { act }]) => act !== undefined && name.startsWith(`${stroke} `)),
  );
}

export type ListedKey = { readonly name: string; readonly label: string; readonly hold: boolean };

/** What works now, each name once, in the order in which pages name their keys. */
export function listKeys(layer: KeyLayer): ListedKey[] {
  const found = new Map<string, ListedKey>();
  const own = mounted.filter((one) => one.layer === layer).reverse();
  for (const [name, key] of own.flatMap(({ read }) => Object.entries(read()))) {
    if (findKey(name) === key) found.set(name, { name, label: key.label, hold: key.act === 'hold' });
  }
  return [...found.values()];
}
