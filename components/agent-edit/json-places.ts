// JSON text with the line of every value in it, by JSON Pointer; or the line where it stops being JSON. Refuses a name that is given twice,
// which JSON.parse would silently drop. Pure.
import { pointerPart } from '@/lib/contract/schema-problems';
import type { JsonValue } from '@/lib/domain/json';

export type JsonPlaces =
  | {
      readonly ok: true;
      readonly value: JsonValue;
      /** From 1; the line of the nearest value around it where the pointer leads to nothing. */
      readonly lineOf: (pointer: string) => number;
    }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Deeper than any request may be; keeps the scan off the end of the stack. */
const MOST_DEPTH = 100;

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses exactly these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

export function jsonPlaces(text: string): JsonPlaces {
  const scan = new Scan(text);
  const fault = scan.document();
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  if (fault !== undefined) return { ok: false, line: lineAt(fault.at), problem: fault.problem };
  const value = JSON.parse(text) as JsonValue; // safe because JSON.parse yields JSON values only
  return { ok: true, value, lineOf: (pointer) => lineAt(nearest(scan.places, pointer)) };
}

function nearest(places: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = places.get(at);
    if (found !== undefined) return found;
  }
  return places.get('') ?? 0;
}

type Fault = { readonly at: number; readonly problem: string };

class Scan {
  readonly places = new Map<string, number>();
  #at = 0;

  constructor(readonly text: string) {}

  document(): Fault | undefined {
    const fault = this.#value('', 0);
    if (fault !== undefined) return fault;
    return this.#at === this.text.length ? undefined : this.#fault('nothing may follow the value');
  }

  /** With the white space around it. */
  #value(pointer: string, depth: number): Fault | undefined {
    this.#take(SPACE);
    if (!this.places.has(pointer)) this.places.set(pointer, this.#at);
    if (depth > MOST_DEPTH) return this.#fault('nested too deep');
    const fault = this.#bare(pointer, depth);
    this.#take(SPACE);
    return fault;
  }

  #bare(pointer: string, depth: number): Fault | undefined {
    switch (this.text[this.#at]) {
      case '{':
        return this.#members(pointer, depth);
      case '[':
        return this.#items(pointer, depth);
      case '"':
        return this.#take(STRING) === undefined
          ? this.#fault('a text that does not end on its line')
          : undefined;
      default:
        return (this.#take(NUMBER) ?? this.#take(WORD)) === undefined
          ? this.#fault(
              this.#at === this.text.length ? 'a value is missing at the end' : 'a value is expected',
            )
          : undefined;
    }
  }

  #members(pointer: string, depth: number): Fault | undefined {
    const names = new Set<string>();
    return this.#entries('}', () => {
      const start = this.#at;
      const quoted = this.#take(STRING);
      if (quoted === undefined) return this.#fault('a name in double quotes is expected');
      const name = JSON.parse(quoted) as string; // safe because STRING matches JSON strings only
      if (names.has(name)) return { at: start, problem: `${quoted} is given twice` };
      names.add(name);
      const place = `${pointer}/${pointerPart(name)}`;
      this.places.set(place, start);
      this.#take(SPACE);
      if (!this.#skip(':')) return this.#fault('a colon is expected after the name');
      return this.#value(place, depth + 1);
    });
  }

  #items(pointer: string, depth: number): Fault | undefined {
    let index = 0;
    return this.#entries(']', () => this.#value(`${pointer}/${index++}`, depth + 1));
  }

  #entries(end: '}' | ']', entry: () => Fault | undefined): Fault | undefined {
    this.#at += 1;
    this.#take(SPACE);
    if (this.#skip(end)) return undefined;
    for (;;) {
      this.#take(SPACE);
      const fault = entry();
      if (fault !== undefined) return fault;
      this.#take(SPACE);
      if (this.#skip(end)) return undefined;
      if (!this.#skip(',')) return this.#fault(`a comma or ${end} is expected`);
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skip(sign: string): boolean {
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #fault(problem: string): Fault {
    return { at: this.#at, problem };
  }
}
