// Counts acts for some seconds, and what they cost meanwhile: time each, WAL written and synced by the server, memory of this process.
import type { Client } from 'pg';
import type { Database } from '../../lib/store/database';

const RSS_EVERY_MS = 20;

/** `steps`: durations in milliseconds of what a caller waited for, one a step. */
export type Act = (caller: number, steps: number[]) => Promise<void>;

export type Measured = {
  readonly perSecond: number;
  readonly stepsMs: readonly number[];
  readonly walSyncsPerStep: number;
  readonly walBytesPerStep: number;
  readonly peakRssBytes: number;
};

export async function measured(
  { db, owner }: { readonly db: Database; readonly owner: Client },
  { seconds, callers, act }: { readonly seconds: number; readonly callers: number; readonly act: Act },
): Promise<Measured> {
  const before = await walOf(db, owner);
  const steps: number[] = [];
  let peakRssBytes = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }, RSS_EVERY_MS);
  const startedMs = performance.now();
  const untilMs = startedMs + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < untilMs) await act(caller, steps);
    }),
  );
  const tookMs = performance.now() - startedMs;
  clearInterval(watch);
  const after = await walOf(db, owner);
  return {
    perSecond: (steps.length * 1_000) / tookMs,
    stepsMs: steps,
    walSyncsPerStep: (after.syncs - before.syncs) / steps.length,
    walBytesPerStep: (after.bytes - before.bytes) / steps.length,
    peakRssBytes,
  };
}

const WAL = `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes,
  (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::bigint AS syncs`;

/** Each connection keeps its counts for up to a second, unless it is asked. */
async function walOf(db: Database, owner: Client): Promise<{ bytes: number; syncs: number }> {
  const clients = await Promise.all(Array.from({ length: db.pool.totalCount }, () => db.pool.connect()));
  for (const client of clients) await client.query('SELECT pg_stat_force_next_flush()');
  for (const client of clients) client.release();
  const { rows } = await owner.query<{ bytes: string; syncs: string }>(WAL);
  return { bytes: Number(rows[0]?.bytes), syncs: Number(rows[0]?.syncs) };
}
