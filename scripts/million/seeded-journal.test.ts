// Holds seeded journals to what the product reads: rows that are chained, payloads of the present format, and states that its fold comes to.
import { expect, it } from 'vitest';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import { firstBrokenSeq } from '../../lib/domain/journal-row';
import { foldJournal } from '../../lib/runtime/fold';
import { restored } from '../../lib/runtime/restore';
import { seededJournal } from './seeded-journal';
import { seededRun } from './seeded-run';

const SEEDING = { runs: 1_000, days: 31, nowMs: Date.parse('2026-11-20T12:00:00.000Z') };

it('each run’s journal is whole and comes to what its row says', () => {
  const statuses = new Set<string>();
  for (let number = 0; number < SEEDING.runs; number += 1) {
    const run = seededRun(number, SEEDING);
    const rows = seededJournal(run);
    const state = foldJournal(rows);
    expect(firstBrokenSeq(rows, sha256Hex)).toBeNull();
    expect(state.end?.status ?? null).toBe(
      ['queued', 'running', 'waiting'].includes(run.status) ? null : run.status,
    );
    expect(state.steps).toHaveLength(run.walked);
    statuses.add(run.status);
  }
  expect(statuses.size).toBe(6);
});

it('a long one has snapshots that a worker could go on from', () => {
  const rows = seededJournal(seededRun(SEEDING.runs - 1, SEEDING, 600));
  expect(firstBrokenSeq(rows, sha256Hex)).toBeNull();
  const snapshots = rows.filter(({ kind }) => kind === 'snapshot');
  const behind = rows.slice(rows.findLastIndex(({ kind }) => kind === 'snapshot') + 1);
  expect(snapshots.length).toBeGreaterThan(1);
  const state = restored([...rows.slice(0, 1), ...snapshots, ...behind], sha256Hex);
  expect(state?.end?.status).toBe('succeeded');
  expect(state?.usage.steps).toBe(600);
});
