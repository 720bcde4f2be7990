// Whether requests will be served: database, schema, worker, and whether this process is on its way down.
import 'server-only';
import type { z } from 'zod';
import type { readyShape } from '../../contract/health';
import { isSchemaCurrent } from '../../store/read/read-schema';
import type { App } from '../app';

export type Readiness = z.infer<typeof readyShape>;
type Check = Readiness['checks'][number];

export async function readReadiness(app: App): Promise<Readiness> {
  const checks = [lifecycleCheck(app), ...(await databaseChecks(app)), ...workerCheck(app)];
  return { status: checks.every(({ ok }) => ok) ? 'ready' : 'not_ready', checks };
}

function lifecycleCheck({ lifecycle }: App): Check {
  switch (lifecycle.phase) {
    case 'starting':
      return { name: 'start', ok: false, detail: `waits for ${lifecycle.waitsFor}` };
    case 'serving':
      return { name: 'start', ok: true, detail: 'complete' };
    case 'draining':
      return { name: 'start', ok: false, detail: 'going down: finishing what is in flight' };
  }
}

async function databaseChecks({ db, logger }: App): Promise<Check[]> {
  try {
    const current = await isSchemaCurrent(db);
    return [
      { name: 'database', ok: true, detail: 'reachable' },
      {
        name: 'schema',
        ok: current,
        detail: current ? 'migrated' : 'migrations are missing: run `npm run migrate`',
      },
    ];
  } catch (error) {
    logger.warn('readiness: the database is away', { error });
    return [{ name: 'database', ok: false, detail: 'not reachable' }];
  }
}

function workerCheck({ worker }: App): Check[] {
  if (worker === null) return [];
  const { leaseHolds, activeRuns } = worker.status();
  const detail = leaseHolds ? `holds its lease, ${activeRuns} runs in hand` : 'has no lease at present';
  return [{ name: 'worker', ok: leaseHolds, detail }];
}
