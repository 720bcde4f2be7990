// The measure of all things here: one row, one commit, one named statement, as node-pg does it at its best.
import { createTestIds } from '../../lib/ports/testing/test-ids';
import type { Ground } from './ground';
import { type Measured, measured } from './meter';
import { STEPS_PER_RUN } from './walk-run';

const INSERT = 'INSERT INTO bench_plain (run_id, seq, payload) VALUES ($1, $2, $3)';
const PAYLOAD = JSON.stringify({ type: 'tool', text: 'x'.repeat(200) });

export function plainInserts(ground: Ground, callers: number, seconds: number): Promise<Measured> {
  const ids = createTestIds();
  const rows = Array.from({ length: callers }, () => ({ runId: ids.timeOrdered(), seq: 0 }));
  const act = async (caller: number, steps: number[]) => {
    const row = rows[caller];
    if (row === undefined) throw new Error('each caller has its run');
    row.seq += 1;
    if (row.seq > STEPS_PER_RUN) {
      row.runId = ids.timeOrdered();
      row.seq = 1;
    }
    const startedMs = performance.now();
    await ground.db.pool.query({ name: 'plain', text: INSERT, values: [row.runId, row.seq, PAYLOAD] });
    steps.push(performance.now() - startedMs);
  };
  return measured(ground, { seconds, callers, act });
}
