import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firstBrokenSeq, type JournalRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import { SNAPSHOT_VERSION } from '@/lib/domain/snapshot-head';
import { sha256 } from '@/lib/ports/testing/sha256';
import { decide } from './decide';
import { foldRow } from './fold';
import { letGo } from './let-go';
import { foldOn, restored } from './restore';
import { tailOf } from './testing/memory-tail';
import { type ToldState, toldBy } from './testing/told-state';

/** A row as code of its time wrote it, and what that code said of the journal up to it. */
type Line = { readonly row: JournalRow; readonly told: ToldState };

const FOLDER = fileURLToPath(new URL('./testing/journals/', import.meta.url));
const FILES = readdirSync(FOLDER).toSorted();
/** The time of a run began when it was asked for, and begins with its first claim since: of these journals too (docs/decisions/0026). */
const BEFORE_CLAIMS_BEGAN_TIME = [
  'before-snapshots-1.jsonl',
  'before-snapshots-2.jsonl',
  'snapshot-01.jsonl',
];

function journalsOf(file: string): readonly (readonly Line[])[] {
  const lines = readFileSync(`${FOLDER}${file}`, 'utf8').trim().split('\n');
  // Runs of tests have names that come twice; a journal begins with its first row.
  const journals: Line[][] = [];
  for (const text of lines) {
    const line: Line = JSON.parse(text);
    if (line.row.seq === 1) journals.push([]);
    journals.at(-1)?.push(line);
  }
  return journals;
}

describe('journals of earlier formats', () => {
  it('are there of every version of the state; npm run journal-fixtures makes the one of a new version', () => {
    const versions = Array.from(
      { length: SNAPSHOT_VERSION },
      (_, i) => `snapshot-${String(i + 1).padStart(2, '0')}.jsonl`,
    );
    expect(FILES).toEqual(['before-snapshots-1.jsonl', 'before-snapshots-2.jsonl', ...versions]);
  });

  it.each(FILES)('%s: each prefix says what it said to the code that wrote it', (file) => {
    const journals = journalsOf(file);
    expect(journals.length).toBeGreaterThan(3);
    for (const lines of journals) {
      expect(
        firstBrokenSeq(
          lines.map(({ row }) => row),
          sha256,
        ),
      ).toBeNull();
      let state: RunState | null = null;
      for (const { row, told } of lines) {
        state = foldRow(state, row);
        const { deadlineAt } = BEFORE_CLAIMS_BEGAN_TIME.includes(file) ? toldBy(state) : told;
        expect({ seq: row.seq, ...toldBy(state) }).toEqual({ seq: row.seq, ...told, deadlineAt });
        expect(() => state && decide(state)).not.toThrow();
      }
    }
  });

  it.each(FILES)('%s: a run goes on from its end, and from any prefix, as from the whole journal', (file) => {
    for (const lines of journalsOf(file)) {
      const rows = lines.map(({ row }) => row);
      for (let length = 1; length <= rows.length; length++) {
        const prefix = rows.slice(0, length);
        const whole = prefix.reduce<RunState | null>((state, row) => foldRow(state, row), null);
        const short = restored(tailOf(prefix), sha256) ?? foldOn(null, prefix);
        expect(letGo(short)).toEqual(whole && letGo(whole));
      }
    }
  });
});
