// Lines of a diff beside each other: what went at the left, what came at the right, what stayed in both. Pure.
import type { DiffLine } from './diff-lines';

export type SideCell = { line: number; words: DiffLine['words'] };
/** A cell that is missing faces nothing; `gap` stands for lines that are left out. */
export type SideRow = { op: 'same' | 'changed' | 'gap'; left?: SideCell; right?: SideCell };

/** `lines` as diffLines gives them for whole texts: each side keeps its own numbers. */
export function sideRows(lines: readonly DiffLine[]): SideRow[] {
  const rows: SideRow[] = [];
  let dels: SideCell[] = [];
  let adds: SideCell[] = [];
  const flush = (): void => {
    for (let i = 0; i < Math.max(dels.length, adds.length); i++) {
      const left = dels[i];
      const right = adds[i];
      rows.push({ op: 'changed', ...(left && { left }), ...(right && { right }) });
    }
    dels = [];
    adds = [];
  };
  for (const { op, line, words } of lines) {
    if (op === 'del') dels.push({ line, words });
    else if (op === 'add') adds.push({ line, words });
    else {
      flush();
      rows.push({ op, left: { line: lastBefore(rows) + 1, words }, right: { line, words } });
    }
  }
  flush();
  return rows;
}

function lastBefore(rows: readonly SideRow[]): number {
  return rows.findLast((row) => row.left !== undefined)?.left?.line ?? 0;
}

/** Only what changed and `context` rows around it. */
export function nearChanges(rows: readonly SideRow[], context: number): SideRow[] {
  const kept: SideRow[] = [];
  for (const [i, row] of rows.entries()) {
    const near = rows.slice(Math.max(0, i - context), i + context + 1).some(({ op }) => op === 'changed');
    if (near) kept.push(row);
    else if (kept.at(-1)?.op !== 'gap') kept.push({ op: 'gap' });
  }
  return kept;
}
