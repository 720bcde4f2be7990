// A definition as text to be compared: JSON, but a long text stands by itself, in as many lines as it has. For eyes alone: nothing reads it
// back. Pure.

const INDENT = '  ';
/** A longer one is prose: its own line tells better what changed in it. */
const SHORT_TEXT = 80;

export function definitionText(value: unknown): string {
  return lines(value, '').join('\n');
}

function lines(value: unknown, indent: string): string[] {
  if (typeof value === 'string' && (value.includes('\n') || value.length > SHORT_TEXT))
    return ['"""', ...value.split('\n').map((line) => `${indent}${INDENT}${line}`), `${indent}"""`];
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => ['', item] as const),
      ']',
      indent,
    );
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const);
    return block('{', entries, '}', indent);
  }
  return [JSON.stringify(value) ?? ''];
}

function block(
  open: string,
  entries: readonly (readonly [string, unknown])[],
  close: string,
  indent: string,
): string[] {
  if (entries.length === 0) return [`${open}${close}`];
  const inner = indent + INDENT;
  const body = entries.flatMap(([name, item], index) => {
    const [first = '', ...rest] = lines(item, inner);
    const own = [`${inner}${name}${first}`, ...rest];
    const last = own.length - 1;
    return index === entries.length - 1 ? own : own.with(last, `${own[last]},`);
  });
  return [open, ...body, `${indent}${close}`];
}
