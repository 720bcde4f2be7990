// Which texts of an output are written to be read, and which values are data. Pure.
import { isJsonObject } from '../ui/json-text';

export type ReadTexts = {
  /** In the order of the object; a text alone has no name. */
  readonly texts: readonly { readonly name: string | undefined; readonly text: string }[];
  /** Everything else of it; undefined for nothing. */
  readonly rest: Readonly<Record<string, unknown>> | undefined;
};

const READS_FROM = 120;

/** undefined where nothing of it is written to be read. */
export function readTexts(value: unknown): ReadTexts | undefined {
  if (typeof value === 'string') return { texts: [{ name: undefined, text: value }], rest: undefined };
  if (!isJsonObject(value)) return undefined;
  const texts = Object.entries(value).flatMap(([name, text]) =>
    typeof text === 'string' && isWritten(text) ? [{ name, text }] : [],
  );
  if (texts.length === 0) return undefined;
  const rest = Object.entries(value).filter(([name]) => !texts.some((one) => one.name === name));
  return { texts, rest: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}

function isWritten(text: string): boolean {
  return text.length > READS_FROM || /\n|\*\*|`|!?\[[^\]]*\]\(|https?:\/\//.test(text);
}
