import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JournalRow, sealRow } from '@/lib/domain/journal-row';
import { SNAPSHOT_VERSION } from '@/lib/domain/snapshot-head';
import { sha256 } from '@/lib/ports/testing/sha256';
import { deadLetterOf } from './dead-letter';
import { decide } from './decide';
import { decodeRow } from './decode-row';
import { foldJournal, foldRow, WholeFold } from './fold';
import { letGo } from './let-go';
import { partialOf } from './partial';
import { foldOn, restored } from './restore';
import { generatedJournal } from './testing/generated-journal';
import { tailOf } from './testing/memory-tail';

const numbers = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { minLength: 40, maxLength: 100 });
const journal = fc.tuple(numbers, fc.integer({ min: 2, max: 9 })).map((given) => generatedJournal(...given));

/** A compensation has no snapshots, and so no `undo` stands before one. */
const EVERY_KIND = [
  ...['claim claim', 'snapshot snapshot', 'end end', 'intent model', 'intent tool', 'intent wait'],
  ...['calls', 'error', 'finish', 'invalid', 'unsure'].map((outcome) => `result model ${outcome}`),
  ...['error', 'not_found', 'succeeded'].map((outcome) => `result tool ${outcome}`),
  ...['admission', 'bound', 'deferred', 'stopped'].map((type) => `fact ${type}`),
  ...['start', 'cancel', 'pause', 'resume', 'redrive', 'signal'].map((type) => `input ${type}`),
  ...['late_answer error', 'late_answer succeeded'].map((type) => `input ${type}`),
  ...['approve', 'edit', 'reject', 'expire', 'happened', 'did_not_happen', 'compensate'].map(
    (decision) => `input decision ${decision}`,
  ),
];

/** What a run does and shows; how often a call was repeated stands in words only, and counts what is left. */
function outlook(state: ReturnType<typeof foldJournal>) {
  const move = decide(state);
  const letter = deadLetterOf(
    state,
    { code: 'x', message: 'x' },
    { ids: { timeOrdered: () => 'x' }, hash: sha256 },
  );
  return {
    move: move.kind === 'bound' && move.bound === 'loop' ? { ...move, message: '' } : move,
    partial: partialOf(state),
    letter,
  };
}

describe('a journal folded whole', () => {
  it('has every step as it is when none was ever set aside, wherever it is cut', () => {
    fc.assert(
      fc.property(journal, (rows) => {
        let plain: ReturnType<typeof foldJournal> | null = null;
        const fold = new WholeFold();
        for (const row of rows) {
          plain = foldRow(plain, row);
          fold.add(row);
          expect(fold.state()).toEqual(plain);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a state from a snapshot', () => {
  it('is the one that the whole journal gives, wherever it is cut', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(journal, (rows) => {
        let whole: ReturnType<typeof foldJournal> | null = null;
        for (const [i, row] of rows.entries()) {
          const { kind, payload } = decodeRow(row);
          const outcome = 'outcome' in payload ? ` ${payload.outcome}` : '';
          const decision = payload.type === 'decision' ? ` ${payload.decision}` : '';
          seen.add(`${kind} ${payload.type}${outcome}${decision}`);
          whole = foldRow(whole, row);
          const state = restored(tailOf(rows.slice(0, i + 1)), sha256);
          expect(state && letGo(state)).toEqual(letGo(whole));
          expect(state && outlook(state)).toEqual(outlook(whole));
        }
      }),
      { numRuns: 30, seed: 20260401, endOnFailure: true },
    );
    for (const kind of EVERY_KIND) expect([...seen]).toContain(kind);
  }, 120_000);

  it('keeps no more steps than are open, but for a few', () => {
    fc.assert(
      fc.property(journal, (rows) => {
        const { steps } = letGo(foldOn(null, rows));
        const settled = steps.filter(
          ({ status, error }) =>
            ['succeeded', 'failed', 'denied', 'rejected'].includes(status) && error?.code !== 'poison_step',
        );
        const { end } = foldJournal(rows);
        expect(settled.length).toBeLessThanOrEqual(6 + (end?.cut.length ?? 0));
      }),
      { numRuns: 50, seed: 20260401, endOnFailure: true },
    );
  }, 120_000);
});

describe('a snapshot that can not be read', () => {
  const given = Array.from({ length: 120 }, (_, i) => [i * 7, i * 13] as const);
  const rows = generatedJournal(given, 5);
  const newest = rows.findLastIndex(({ kind }) => kind === 'snapshot');

  function changed(change: (row: JournalRow) => JournalRow): JournalRow[] {
    return rows.map((row, i) => (i === newest ? change(row) : row));
  }
  const withPayload = (payload: (said: Record<string, unknown>) => unknown) =>
    changed((row) => sealRow(row, payload(JSON.parse(row.payload)), row, row.prevHash, sha256));

  it.each<[string, JournalRow[]]>([
    ['of another version', withPayload((said) => ({ ...said, version: SNAPSHOT_VERSION + 1 }))],
    ['that lacks a part of the state', withPayload((said) => ({ ...said, state: {} }))],
    ['that builds on one that is not there', withPayload((said) => ({ ...said, after: 10_000 }))],
    ['with a changed byte', changed((row) => ({ ...row, payload: row.payload.replace('false', 'true') }))],
    ['that was erased', changed((row) => ({ ...row, payload: '' }))],
  ])('is passed over: one %s', (_name, broken) => {
    expect(restored(tailOf(rows), sha256)).not.toBeNull();
    expect(restored(tailOf(broken), sha256)).toBeNull();
    const { snapshots: _s, snapshotMessages: _m, lastHash: _h, ...state } = letGo(foldJournal(broken));
    expect(letGo(foldJournal(rows))).toMatchObject(state);
  });
});
