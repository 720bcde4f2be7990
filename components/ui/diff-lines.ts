// What changed between two texts, line by line and word by word. Pure; draws nothing.

export type DiffWord = { text: string; changed: boolean };
export type DiffLine = { op: 'same' | 'add' | 'del'; line: number; words: DiffWord[] };

/** Above this the exact comparison would take too long to be live; the middle then counts as replaced. */
const MOST_CELLS = 4_000_000;

type Op<T> = { op: 'same' | 'add' | 'del'; item: T };

/** Longest common subsequence over two lists, with their common ends taken off first. */
function compare(before: readonly string[], after: readonly string[]): Op<string>[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const a = before.slice(start, before.length - tail);
  const b = after.slice(start, after.length - tail);
  const same = (items: readonly string[]): Op<string>[] => items.map((item) => ({ op: 'same', item }));
  return [...same(before.slice(0, start)), ...middle(a, b), ...same(before.slice(before.length - tail))];
}

function middle(a: readonly string[], b: readonly string[]): Op<string>[] {
  const dels = (items: readonly string[]): Op<string>[] => items.map((item) => ({ op: 'del', item }));
  const adds = (items: readonly string[]): Op<string>[] => items.map((item) => ({ op: 'add', item }));
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_CELLS) return [...dels(a), ...adds(b)];
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const ops: Op<string>[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      ops.push({ op: 'same', item: a[i++] ?? '' });
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) ops.push({ op: 'del', item: a[i++] ?? '' });
    else ops.push({ op: 'add', item: b[j++] ?? '' });
  }
  return [...ops, ...dels(a.slice(i)), ...adds(b.slice(j))];
}

const wordsOf = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}_.-]+|[^\s\p{L}\p{N}_.-]/gu) ?? [];

/** Less than this in common, and two lines are not one line that changed. */
const LEAST_IN_COMMON = 0.3;

/** The words of a line that changed, each side with what the other hasn't marked; undefined for unrelated lines. */
function pair(before: string, after: string): { del: DiffWord[]; add: DiffWord[] } | undefined {
  const del: DiffWord[] = [];
  const add: DiffWord[] = [];
  const push = (to: DiffWord[], text: string, changed: boolean): void => {
    const last = to.at(-1);
    if (last !== undefined && last.changed === changed) last.text += text;
    else to.push({ text, changed });
  };
  for (const { op, item } of compare(wordsOf(before), wordsOf(after))) {
    if (op !== 'add') push(del, item, op === 'del');
    if (op !== 'del') push(add, item, op === 'add');
  }
  const inCommon = del
    .filter((word) => !word.changed)
    .reduce((sum, word) => sum + word.text.trim().length, 0);
  const longer = Math.max(before.trim().length, after.trim().length);
  return inCommon < longer * LEAST_IN_COMMON ? undefined : { del, add };
}

/** Lines in reading order: a changed line is its old and its new text; line numbers are those of their own side. */
export function diffLines(before: string, after: string): DiffLine[] {
  const ops = compare(before === '' ? [] : before.split('\n'), after === '' ? [] : after.split('\n'));
  const lines: DiffLine[] = [];
  let beforeNo = 0;
  let afterNo = 0;
  for (let i = 0; i < ops.length; ) {
    const op = ops[i];
    if (op === undefined) break;
    if (op.op === 'same') {
      beforeNo++;
      lines.push({ op: 'same', line: ++afterNo, words: [{ text: op.item, changed: false }] });
      i++;
      continue;
    }
    const dels: string[] = [];
    const adds: string[] = [];
    for (let next = ops[i]; next !== undefined && next.op !== 'same'; next = ops[++i]) {
      (next.op === 'del' ? dels : adds).push(next.item);
    }
    for (let k = 0; k < Math.max(dels.length, adds.length); k++) {
      const del = dels[k];
      const add = adds[k];
      const words = del === undefined || add === undefined ? undefined : pair(del, add);
      if (words === undefined) {
        // From here on the two sides are different things: all that went, then all that came.
        const whole = (text: string): DiffWord[] => [{ text, changed: false }];
        for (const text of dels.slice(k)) lines.push({ op: 'del', line: ++beforeNo, words: whole(text) });
        for (const text of adds.slice(k)) lines.push({ op: 'add', line: ++afterNo, words: whole(text) });
        break;
      }
      lines.push({ op: 'del', line: ++beforeNo, words: words.del });
      lines.push({ op: 'add', line: ++afterNo, words: words.add });
    }
  }
  return lines;
}

/** Only what changed and `context` lines around it; undefined stands for a gap. */
export function withContext(lines: readonly DiffLine[], context: number): (DiffLine | undefined)[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some((line) => line.op !== 'same'),
  );
  const kept: (DiffLine | undefined)[] = [];
  for (const [i, line] of lines.entries()) {
    if (near[i] === true) kept.push(line);
    else if (kept.length === 0 || kept.at(-1) !== undefined) kept.push(undefined);
  }
  return kept;
}
