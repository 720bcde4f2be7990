// Whether a text can be read as Markdown in a moment. The parser takes minutes for what nobody writes: thousands of brackets, quotes in quotes in quotes.

/** Characters beyond are not drawn; the raw text has them. */
export const MARKDOWN_MOST = 12_000;

/** How often a character may stand in a text: the parser's work grows with the square of it. */
const MOST_OF: Readonly<Record<string, number>> = {
  '~': 200,
  '[': 400,
  '<': 400,
  '@': 300,
  ':': 600,
  '&': 1_000,
  '`': 1_000,
  _: 1_500,
  '*': 1_500,
  '|': 2_500,
  '\\': 3_000,
};
const LINES_MOST = 2_000;
/** Quotes and lists in each other, on one line or by how far a line is moved in. */
const NESTED_MOST = 8;
const MARKERS_MOST = 2_500;
const INDENT_MOST = 32;

/** False for what is to be drawn as plain text. Takes a time in proportion to the text. */
export function isCalm(text: string): boolean {
  if (text.length > MARKDOWN_MOST) return false;
  const counts = new Map<string, number>();
  for (const character of text) {
    const most = MOST_OF[character];
    if (most === undefined) continue;
    const count = (counts.get(character) ?? 0) + 1;
    if (count > most) return false;
    counts.set(character, count);
  }
  const lines = text.split('\n');
  if (lines.length > LINES_MOST) return false;
  let markers = 0;
  for (const line of lines) {
    const own = markersOf(line);
    markers += own ?? MARKERS_MOST + 1;
    if (markers > MARKERS_MOST) return false;
  }
  return true;
}

const MARKER = /[>*+-]|\d{1,9}[.)]/y;

/** How many quotes and lists a line opens; undefined for more than is read. */
function markersOf(line: string): number | undefined {
  if (/^[\s*-]*$/.test(line)) return 0; // a rule across the page
  let at = 0;
  for (let markers = 0; ; markers += 1) {
    const from = at;
    while (line[at] === ' ' || line[at] === '\t') at += 1;
    MARKER.lastIndex = at;
    const found = MARKER.exec(line);
    if (found === null) return markers;
    if (at - from > INDENT_MOST || markers >= NESTED_MOST) return undefined;
    at += found[0].length;
  }
}
