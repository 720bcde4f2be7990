import type { Pool, QueryConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunInput } from '../../domain/run-input';
import { runTellsConformance } from '../../ports/run-tells.conformance';
import { anOwnedRun, failing } from '../../ports/testing/run-store-scenario';
import { verifyAudit } from '../read/verify-audit';
import { withAuditedTells } from './audited-tells';
import { tellRun } from './tell-run';
import { type DatabaseHarness, openHarness, sha256 } from './testing/harness';

let harness: DatabaseHarness;
beforeAll(async () => {
  const open = await openHarness();
  harness = { ...open, store: withAuditedTells(open.store, { db: open.db, hash: sha256 }) };
});
afterAll(() => harness.close());

runTellsConformance(() => harness);

const late = (attempt: number): RunInput => ({
  type: 'late_answer',
  step: 2,
  attempt,
  answeredAt: '2026-11-20T10:00:00.000Z',
  outcome: 'succeeded',
  value: { refund: 'R-1' },
  tainted: false,
  privateData: false,
  error: null,
});
const eventsOf = async (runId: string) =>
  (
    await harness.db.pool.query(
      `SELECT action, actor, after, entity_kind FROM audit_event WHERE entity_id = $1 ORDER BY seq`,
      [runId],
    )
  ).rows;

describe('an answer that comes after its run has ended', () => {
  it('stands in the audit, once, without what was answered', async () => {
    const run = await anOwnedRun(harness);
    await harness.store.commit(failing(run));
    const told = await Promise.all(
      [1, 1, 2].map((n) => harness.store.tellRun(run.runId, late(n), `late:2:${n}`)),
    );
    expect(told.filter(Boolean)).toHaveLength(2);
    const events = await eventsOf(run.runId);
    const expected = [1, 2].map((attempt) => ({
      action: 'run.late_answer',
      actor: expect.objectContaining({ kind: 'system', label: 'Bulkhead' }),
      entity_kind: 'run',
      after: { step: 2, attempt, outcome: 'succeeded', answeredAt: '2026-11-20T10:00:00.000Z', error: null },
    }));
    expect(events.toSorted((a, b) => a.after.attempt - b.after.attempt)).toEqual(expected);
    expect(await verifyAudit(harness.db, sha256)).toMatchObject({ ok: true });
  });

  it('leaves no event of a run that goes on: its journal has it', async () => {
    const run = await anOwnedRun(harness);
    expect(await harness.store.tellRun(run.runId, late(1), 'late:2:1')).toBe(true);
    expect(await eventsOf(run.runId)).toEqual([]);
  });

  it.each(['plain', 'audited'])('is told to a run that is redriven at that moment (%s)', async (manner) => {
    const run = await anOwnedRun(harness);
    await harness.store.commit(failing(run));
    const pool = thenOnce(harness.db.pool, () => harness.redrive(run.runId));
    const { prisma } = harness.db;
    const told =
      manner === 'plain'
        ? await tellRun(pool, run.runId, late(1), 'late:2:1')
        : await withAuditedTells(harness.store, { db: { pool, prisma }, hash: sha256 }).tellRun(
            run.runId,
            late(1),
            'late:2:1',
          );
    expect(told).toBe(true);
    const inputs = await harness.store.readInputs(run.runId, 0);
    expect(inputs.map(({ input }) => input.type)).toEqual(['redrive', 'late_answer']);
  });
});

/** The same pool; something happens right after the first answer. */
function thenOnce(pool: Pool, act: () => Promise<unknown>): Pool {
  let hasActed = false;
  const query = async (statement: QueryConfig) => {
    const answer = await pool.query(statement);
    if (!hasActed) {
      hasActed = true;
      await act();
    }
    return answer;
  };
  return Object.assign(Object.create(pool), { query });
}
