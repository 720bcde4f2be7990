// Knows how a database gets a month of work: runs with their journals and a record, into one that has neither. Says how fast it goes.
import { Client } from 'pg';
import { createPool } from '../../lib/store/pool';
import { seedRecord } from './seed-record';
import { type SeededRuns, seedRuns } from './seed-runs';
import { LONG_RUN_STEPS, STEPS_A_RUN } from './seeded-run';

const DAYS = 31;
const TOLD_EVERY_MS = 5_000;

export class NotEmptyError extends Error {}

export type Size = { readonly steps: number; readonly events: number; readonly longSteps?: number };
export type Seeded = SeededRuns & { readonly events: number };

/** `url`: of the owner of a migrated database. @throws NotEmptyError where there are runs or events already; nothing is written then. */
export async function seedInstallation(
  url: string,
  { steps, events, longSteps = LONG_RUN_STEPS }: Size,
  say: (line: string) => void,
): Promise<Seeded> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  const other = new Client({ connectionString: url });
  await other.connect();
  const pool = createPool({ url, size: 1 });
  try {
    // What a crash would take is seeded anew.
    for (const client of [owner, other]) await client.query('SET synchronous_commit = off');
    const { rows } = await owner.query<{ used: boolean }>(
      'SELECT EXISTS (SELECT FROM run) OR EXISTS (SELECT FROM audit_event) AS used',
    );
    if (rows[0]?.used !== false)
      throw new NotEmptyError('There are runs or events in this database. Only an empty one is seeded.');
    const runs = Math.max(1, 1 + Math.ceil((steps - longSteps) / STEPS_A_RUN));
    const at = { days: DAYS, nowMs: Date.now() };
    const tellEvents = teller(say, 'events of the record');
    const tellRuns = teller(say, 'journal rows');
    const stretch = ({ rows, steps, runs }: { rows: number; steps: number; runs: number }, isLast = false) =>
      tellRuns(rows, `, ${steps} steps of ${runs} runs`, isLast);
    const [seeded] = await Promise.all([
      seedRuns(pool, owner, { runs, ...at }, longSteps, stretch).then((all) => {
        stretch(all, true);
        return all;
      }),
      seedRecord(other, events, at, tellEvents).then(() =>
        tellEvents(events, ' with the index of their text', true),
      ),
    ]);
    await owner.query('VACUUM ANALYZE');
    return { ...seeded, events };
  } finally {
    await pool.end();
    await owner.end();
    await other.end();
  }
}

function teller(say: (line: string) => void, what: string) {
  const startedMs = performance.now();
  let nextMs = startedMs + TOLD_EVERY_MS;
  return (count: number, more = '', isLast = false) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && !isLast) return;
    nextMs = nowMs + TOLD_EVERY_MS;
    const perSecond = Math.round(count / ((nowMs - startedMs) / 1_000));
    const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
    say(`${isLast ? '✓' : ' '} ${count} ${what}${more}: ${perSecond} a second, ${megabytes} MB`);
  };
}
