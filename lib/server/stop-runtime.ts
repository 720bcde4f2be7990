// Ends one process in order: not ready, streams closed, steps finished or given back within the grace, connections closed.
import 'server-only';
import type { App } from './app';

/** Shorter than what the start script, or a container's runtime, allows before it kills. */
export const GRACE_MS = 20_000;
/** It began to end with the drain, while runs were given back; what still hangs waits for a database that is away. */
const BACKGROUND_MS = 5_000;

/** A second call does nothing. Never rejects: what fails on the way down is logged, and the rest goes on. */
export async function stopRuntime(app: App, graceMs = GRACE_MS): Promise<void> {
  if (!app.lifecycle.drain()) return;
  const { dispatcher, deliverer, hub, hints, db, logger } = app;
  logger.info('stopping', { graceMs });
  const tried = async (what: string, act: () => Promise<void> | undefined) => {
    try {
      await act();
    } catch (error) {
      logger.warn(`${what} failed on the way down`, { error });
    }
  };
  hub.close();
  await Promise.all([
    tried('giving runs back', () => dispatcher?.stop(graceMs)),
    tried('the last deliveries', () => deliverer?.stop()),
  ]);
  await tried('ending work in the background', () => settledWithin(app, Math.min(graceMs, BACKGROUND_MS)));
  await tried('the last counts of breakers', () => app.breakerGate.drain());
  await tried('giving slots back', () => app.bulkheadGate.drain());
  await tried('the last refusals', () => app.refusals.flush());
  await tried('the last refused requests', () => app.egressBook.settled());
  await tried('the last hints', () => hints.stop());
  await tried('closing the database', () => db.close());
  logger.info('stopped');
}

async function settledWithin({ lifecycle, clock }: App, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([lifecycle.settled(), clock.sleep(ms, over.signal)]);
  over.abort();
}

let installed = false;

/** Next's own handler is switched off (NEXT_MANUAL_SIG_HANDLE): it cuts a drain when idle and hangs on an open stream. */
export function stopOnSignals(app: App): void {
  if (installed) return;
  installed = true;
  const stop = () => {
    void stopRuntime(app).then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
