import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import type { CommitExit } from '@/lib/ports/run-store';
import { sha256 } from '@/lib/ports/testing/sha256';
import { decide } from './decide';
import { foldJournal, foldRow, stateAt } from './fold';
import { letGo } from './let-go';
import { restored } from './restore';
import { summaryOf } from './run-summary';
import { generatedJournal } from './testing/generated-journal';
import type { MemoryRunStore } from './testing/memory-run-store';
import { tailOf } from './testing/memory-tail';
import { simulate } from './testing/simulation/simulate';

const SEEDS = 12;

/** What a worker said of a run when it let it go, and where the journal stood. */
type Left = { readonly runId: string; readonly seq: number; readonly exit: CommitExit };

/** One history, with all that its workers said of their runs at the time. */
async function recordedHistory(seed: number): Promise<{ memory: MemoryRunStore; left: readonly Left[] }> {
  const left: Left[] = [];
  const memories: MemoryRunStore[] = [];
  const { findings } = await simulate(seed, {
    wrap: (memory) => {
      memories.push(memory);
      return Object.assign(Object.create(memory) as MemoryRunStore, {
        commit: async (commit: Parameters<MemoryRunStore['commit']>[0]) => {
          const outcome = await memory.commit(commit);
          if (outcome.status === 'committed' && outcome.exited && commit.exit !== null) {
            const seq = memory.runs.get(commit.runId)?.rows.length ?? 0;
            left.push({ runId: commit.runId, seq, exit: structuredClone(commit.exit) });
          }
          return outcome;
        },
      });
    },
  });
  expect(findings.violations).toEqual([]);
  const [memory] = memories;
  if (memory === undefined) throw new Error('a history has a store');
  return { memory, left };
}

/** From scratch, and from the newest snapshot of the prefix. */
function bothStates(rows: readonly JournalRow[], seq: number): readonly RunState[] {
  const prefix = rows.slice(0, seq);
  const short = restored(tailOf(prefix), sha256);
  if (short === null) throw new Error(`the snapshot before row ${seq} can't be read`);
  return [foldJournal(prefix), short];
}

const sumOf = (rows: readonly JournalRow[], of: 'costMicroUsd' | 'tokens') =>
  rows.reduce((sum, row) => sum + row[of], 0);

describe('the fold of any prefix', () => {
  it('is what was recorded there: summary, end, money and tokens, long after, from scratch and from snapshots', async () => {
    const seen = { park: 0, release: 0, end: 0, snapshots: 0 };
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { memory, left } = await recordedHistory(seed);
      for (const { runId, seq, exit } of left) {
        const rows = memory.runs.get(runId)?.rows ?? [];
        seen[exit.kind] += 1;
        if (rows.slice(0, seq).some(({ kind }) => kind === 'snapshot')) seen.snapshots += 1;
        for (const state of bothStates(rows, seq)) {
          expect(canonicalJson(summaryOf(state))).toBe(canonicalJson(exit.summary));
          expect(state.end?.status ?? null).toBe(exit.kind === 'end' ? exit.status : null);
          if (exit.kind !== 'end') continue;
          expect(canonicalJson(state.end?.output ?? null)).toBe(canonicalJson(exit.output));
          expect(state.end?.error ?? null).toEqual(exit.error);
        }
      }
      for (const { rows } of memory.runs.values()) {
        let state: RunState | null = null;
        for (const [i, row] of rows.entries()) {
          state = foldRow(state, row);
          expect(state.usage.costMicroUsd).toBe(sumOf(rows.slice(0, i + 1), 'costMicroUsd'));
          expect(state.usage.tokens).toBe(sumOf(rows.slice(0, i + 1), 'tokens'));
        }
      }
    }
    // It is worth nothing where runs leave in one way alone.
    expect(seen.park).toBeGreaterThan(SEEDS);
    expect(seen.end).toBeGreaterThan(SEEDS);
    expect(seen.snapshots).toBeGreaterThan(SEEDS);
  }, 300_000);

  it('stays what it was when its row came, whatever rows come after it', () => {
    const numbers = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 9 }), (given, every) => {
        const rows = generatedJournal(given, every);
        const told: string[] = [];
        const moves: string[] = [];
        let state: RunState | null = null;
        for (const row of rows) {
          state = foldRow(state, row);
          told.push(canonicalJson(JSON.parse(JSON.stringify(state))));
          moves.push(JSON.stringify(decide(letGo(state))));
        }
        for (const [i, said] of told.entries()) {
          const again = stateAt(rows, i + 1);
          expect(canonicalJson(JSON.parse(JSON.stringify(again)))).toBe(said);
          expect(again && JSON.stringify(decide(letGo(again)))).toBe(moves[i]);
        }
      }),
      { numRuns: 40, seed: 20260402, endOnFailure: true },
    );
  }, 120_000);
});
