// One run; with `wait`, when it ends or parks.
import 'server-only';
import type { RunShape } from '../../contract/run';
import type { RunDetail } from '../../contract/run-cancel';
import { RequestError } from '../../domain/errors';
import { readCancel } from '../../store/read/read-cancel';
import { readInputTrust } from '../../store/read/read-input-trust';
import { isWaitOver, readRun } from '../../store/read/read-run';
import { readRunSavings } from '../../store/read/read-savings';
import type { App } from '../app';

/** Wake-ups may be lost; this is how often the run is looked at anyway. */
const POLL_MS = 1_000;

/** @throws RequestError not_found */
export async function requireRun({ db }: Pick<App, 'db'>, id: string): Promise<RunShape> {
  const run = await readRun(db, id);
  if (run === null) throw new RequestError('not_found', `There is no run ${id}.`);
  return run;
}

/** With what became of its cancel. @throws RequestError not_found */
export async function requireRunDetail(app: Pick<App, 'db'>, id: string): Promise<RunDetail> {
  return detailed(app, await requireRun(app, id));
}

async function detailed({ db }: Pick<App, 'db'>, run: RunShape): Promise<RunDetail> {
  const [cancel, inputTrust, savings] = await Promise.all([
    readCancel(db, run.id),
    readInputTrust(db, run.id),
    readRunSavings(db, run.id),
  ]);
  return { ...run, cancel, inputTrust, savings };
}

type WaitParts = Pick<App, 'db' | 'hub' | 'clock'>;

/** Answers at once when the run is at rest, else when it ends or parks, after `waitMs`, when the client leaves or the server goes down. */
export async function readRunWhenAtRest(
  app: WaitParts,
  id: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<RunDetail> {
  const until = app.clock.monotonicMs() + waitMs;
  const changed = watch(app, id);
  try {
    for (;;) {
      const run = await requireRun(app, id);
      const leftMs = until - app.clock.monotonicMs();
      if (leftMs <= 0 || signal.aborted || changed.isOver() || (await isAtRest(app, run)))
        return await detailed(app, run);
      await changed.wait(Math.min(POLL_MS, leftMs), signal);
    }
  } finally {
    changed.leave();
  }
}

/** A decision or another input wakes a run that waits; until its worker has taken it in, the wait that is shown is over. */
async function isAtRest(app: Pick<App, 'db'>, { id, status }: RunShape): Promise<boolean> {
  if (status === 'queued' || status === 'running') return false;
  return status !== 'waiting' || !(await isWaitOver(app.db, id));
}

/** Notices changes of one run from the moment it is called, also while nobody waits. */
function watch({ hub, clock }: WaitParts, id: string) {
  let noticed = false;
  let over = false;
  let ring = new AbortController();
  const notice = () => {
    noticed = true;
    ring.abort();
  };
  const leave = hub.subscribe({
    onChanges: (changes) => {
      if (changes.some((change) => change.topic === 'runs' && change.id === id)) notice();
    },
    onGap: notice,
    onClose: () => {
      over = true;
      notice();
    },
  });
  return {
    leave,
    isOver: () => over,
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      if (!noticed) await clock.sleep(ms, AbortSignal.any([ring.signal, signal]));
      noticed = false;
      ring = new AbortController();
    },
  };
}
