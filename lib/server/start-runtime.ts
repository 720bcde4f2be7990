// Starts what one process does by itself: people, demo, secrets, hints, worker. A database that is away delays it and never ends it.
import 'server-only';
import { hostname } from 'node:os';
import { type Env, env as processEnv } from '../env';
import { fullJitterMs } from '../resilience/backoff';
import { STORE_BACKOFF } from '../runtime/runtime-constants';
import { mergeAllErrors, recountErrors } from '../store/errors/merge-errors';
import { isSchemaCurrent } from '../store/read/read-schema';
import { countAllReviewDays } from '../store/review-days/count-days';
import { createRecounter } from '../store/spend/recount-spend';
import { keepHouse } from '../store/write/keep-house';
import { workAlerts } from './alerts/work-alerts';
import { type App, installApp, installedApp } from './app';
import { workBulk } from './bulk/work-bulk';
import { compose, type Overrides } from './composition';
import { seedDemo } from './demo/seed-demo';
import { createFirstAdmin } from './first-admin';
import { watchArrivals } from './http/arrivals';
import { SEAL_EVERY_MS, sealJournals } from './seals/seal-journals';

const HOUSE_EVERY_MS = 3_600_000;
const SECRETS_EVERY_MS = 60_000;
const REFUSALS_EVERY_MS = 60_000;
const RECOUNT_EVERY_MS = 1_000;
const REVIEW_DAYS_EVERY_MS = 600_000;
const ERRORS_EVERY_MS = 2_000;

/**
 * Puts the app together, makes it this process's and starts it in the background; requests are answered meanwhile, with 503 where they need what
 * is not there yet. A second call gives the same app. @throws EnvironmentError at once when the environment can't be used.
 */
export function startRuntime(env: Env = processEnv(), overrides: Overrides = {}): App {
  const running = installedApp();
  if (running !== undefined) return running;
  const app = compose(env, { host: hostname(), ...overrides });
  installApp(app);
  watchArrivals();
  app.hints.start();
  void startParts(app);
  return app;
}

async function startParts(app: App): Promise<void> {
  const { lifecycle, dispatcher, logger } = app;
  await untilDone(app, 'the database and its migrations', async () => {
    if (!(await isSchemaCurrent(app.db))) throw new Error('migrations are missing: run `npm run migrate`');
  });
  await untilDone(app, 'the first administrator', async () => {
    if (!(await createFirstAdmin(app)))
      logger.warn('nobody can sign in: BULKHEAD_ADMIN_PASSWORD is not set and there is no such person');
  });
  await untilDone(app, 'the secrets', () => registerSecrets(app));
  const { demo, simulatorUrl } = app.env;
  if (demo === 'on' && simulatorUrl !== undefined)
    await untilDone(app, 'the demo', () => seedDemo(app, simulatorUrl));
  if (lifecycle.phase === 'draining') return;
  await dispatcher?.start(async (runId) => {
    await app.worker?.advanceRunById(runId);
  });
  if (app.worker !== null) lifecycle.keep(workBulk(app));
  if (app.worker !== null) lifecycle.keep(workAlerts(app));
  app.deliverer?.start();
  lifecycle.serve();
  logger.info('started', { role: app.env.role, version: app.version });
  if (app.worker !== null) {
    void recount(app);
    void repeat(app, ERRORS_EVERY_MS, 'counting errors', () => countErrors(app));
    void repeat(app, REVIEW_DAYS_EVERY_MS, 'counting days of approvals', () =>
      countAllReviewDays(app.db.pool),
    );
  }
  void repeat(app, HOUSE_EVERY_MS, 'house-keeping', () => keepHouse(app.db));
  if (app.worker !== null) void seal(app);
  void repeat(app, REFUSALS_EVERY_MS, 'auditing refusals', () => app.refusals.flush());
  void repeat(app, SECRETS_EVERY_MS, 'looking for new secrets', () => registerSecrets(app));
}

async function registerSecrets({ secrets, logger }: App): Promise<void> {
  const unreadable = await secrets.registerAll();
  if (unreadable.length > 0)
    logger.warn('secrets can not be read: another master key, two sources, or a file that can not be used', {
      unreadable,
    });
}

/** Tries until it works or the process goes down; says the first failure and shows it in readiness. */
async function untilDone(app: App, what: string, act: () => Promise<void>): Promise<void> {
  const { lifecycle, clock, random, logger } = app;
  lifecycle.waitFor(what);
  for (let failures = 1; lifecycle.phase !== 'draining'; failures += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (failures === 1) logger.warn(`the start waits for ${what}; it goes on by itself`, { error });
      await clock.sleep(fullJitterMs(failures, STORE_BACKOFF, random.next()) + 100, lifecycle.ended);
    }
  }
}

/** Until what was spent before sums were kept is among them. */
async function recount({ db, lifecycle, clock, logger }: App): Promise<void> {
  const recounter = createRecounter(db.pool);
  while (lifecycle.phase !== 'draining') {
    const left = await recounter.recount().catch((error: unknown) => {
      logger.warn('recounting what was spent failed; it is tried again', { error });
      return true;
    });
    if (!left) return;
    await clock.sleep(RECOUNT_EVERY_MS, lifecycle.ended);
  }
}

/** What is new first; then a part of what is older than the sums. */
async function countErrors({ db, hash }: App): Promise<void> {
  await mergeAllErrors(db.pool, hash);
  await recountErrors(db.pool, hash);
}

/** Processes take turns: one that another was faster than leaves it at that. */
async function seal(app: App): Promise<void> {
  await app.clock.sleep(SEAL_EVERY_MS, app.lifecycle.ended);
  const others = { notWithinMs: SEAL_EVERY_MS / 2 };
  await repeat(app, SEAL_EVERY_MS, 'sealing journals', () => sealJournals(app, others));
}

/** In the background, from now on; a failure waits for the next time. */
async function repeat(app: App, everyMs: number, what: string, act: () => Promise<void>): Promise<void> {
  while (app.lifecycle.phase !== 'draining') {
    await act().catch((error: unknown) =>
      app.logger.warn(`${what} failed; it is tried again later`, { error }),
    );
    await app.clock.sleep(everyMs, app.lifecycle.ended);
  }
}
