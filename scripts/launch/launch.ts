// Knows the order in which Bulkhead comes up and goes down. Refuses to say "ready" before every part is.
import type { Env } from '../../lib/env';
import { type InstallationSecrets, installationSecrets } from '../../lib/store/embedded/secrets';
import { ensureConsoleBuild } from './console-build';
import { type DataDir, type Launch, openDataDir } from './data-dir';
import { type LaunchDatabase, migrateDatabase, migrationNote, openDatabase, watchCluster } from './database';
import { readEnvironment } from './environment';
import { httpPort } from './http-port';
import { beginLifetime, Interrupted, type Lifetime } from './lifetime';
import { rotateIfLarge } from './log-file';
import type { ManagedProcess } from './managed-process';
import { prepareClient } from './prepare-client';
import { reportFailure, say, step } from './report';
import { startServer } from './server';
import { printSignIn } from './sign-in';
import { startSimulator } from './simulator';
import { clearLeftovers, takeStartLock } from './start-lock';

export type LaunchMode = 'start' | 'dev';

const DRAIN_MS = 30_000;
const SIMULATOR_GRACE_MS = 5_000;
const LOG_CHECK_MS = 10 * 60_000;

/** Whether this is a demo: as told, else as at the first start, else when the database is the embedded one. */
async function isDemo(env: Env, dataDir: DataDir): Promise<boolean> {
  const demo =
    env.demo === undefined
      ? ((await dataDir.choices()).demo ?? env.databaseUrl === undefined)
      : env.demo === 'on';
  await dataDir.remember({ demo });
  return demo;
}

/** What the server is told beyond the launcher's own environment. Variables that are set win over kept secrets. */
function serverVariables(
  env: Env,
  secrets: InstallationSecrets,
  database: LaunchDatabase,
  rest: Readonly<Record<string, string>>,
): Record<string, string> {
  // A rotation that was cut short: what it had not come to opens with the key before.
  const kept = env.masterKey === undefined && secrets.oldMasterKey ? [secrets.oldMasterKey] : [];
  const old = [...env.oldMasterKeys.map((key) => Buffer.from(key).toString('base64')), ...kept];
  return {
    DATABASE_URL: database.appUrl,
    BULKHEAD_ADMIN_EMAIL: env.adminEmail,
    BULKHEAD_ADMIN_PASSWORD: env.adminPassword ?? secrets.adminPassword,
    BULKHEAD_DATA_DIR: env.dataDir,
    BULKHEAD_DEMO_PASSWORD: env.demoPassword ?? secrets.demoPassword,
    BULKHEAD_MASTER_KEY: env.masterKey ? Buffer.from(env.masterKey).toString('base64') : secrets.masterKey,
    BULKHEAD_OLD_MASTER_KEYS: old.join(','),
    NEXTAUTH_SECRET: env.sessionSecret ?? secrets.sessionSecret,
    ...rest,
  };
}

async function bringUp(mode: LaunchMode, env: Env, life: Lifetime): Promise<void> {
  const dataDir = await openDataDir(env.dataDir);
  const lock = await takeStartLock(dataDir);
  life.onEnd(() => lock.release());
  const ended = await clearLeftovers(dataDir);
  if (ended.length > 0) say(`✓ A killed start before this one: ended ${ended.join(' and ')}`);

  const port = await httpPort(env.port, env.host);
  const url = env.url ?? `http://localhost:${port}`;
  let launch: Launch = { phase: 'starting', url, port };
  const tell = async (news: Partial<Launch>) => {
    launch = { ...launch, ...news };
    await dataDir.setLaunch(launch);
  };
  await tell({});
  life.onEnd(() => dataDir.setLaunch(undefined));

  life.check();
  await prepareClient();
  life.check();
  let server: ManagedProcess | undefined;
  let database = await step('Database', async () => {
    const value = await openDatabase(env);
    return { value, note: value.note };
  });
  if (database.cluster) {
    const watch = watchCluster(database.cluster, env.dataDir, async (cluster) => {
      const moved = cluster.appUrl !== database.appUrl;
      database = { ...database, appUrl: cluster.appUrl, ownerUrl: cluster.ownerUrl, cluster };
      await tell({ postgres: cluster.process });
      if (moved) server?.startAgain();
    });
    // This launch holds the data directory, so the cluster is its own, whoever started it: it goes with it.
    life.onEnd(async () => {
      watch.end();
      await watch.current().stop();
    });
    await tell({ postgres: database.cluster.process });
  }
  life.check();
  await step('Migrations', async () => {
    const outcome = await migrateDatabase(database);
    return { value: undefined, note: migrationNote(outcome) };
  });
  life.check();
  const build =
    mode === 'dev'
      ? undefined
      : await step('Console', async () => {
          const value = await ensureConsoleBuild();
          return { value, note: value.madeNow ? 'built' : 'built before' };
        });
  life.check();

  const demo = await isDemo(env, dataDir);
  const simulator = demo
    ? await step('Simulator', async () => {
        const value = await startSimulator(dataDir, port, life.interrupt, (identity) =>
          tell({ simulator: identity }),
        );
        return { value, note: `${value.url} (demo models and services)` };
      })
    : undefined;
  if (simulator) life.onEnd(() => simulator.process.stop(SIMULATOR_GRACE_MS, life.impatience));
  life.check();

  const secrets = await installationSecrets(env.dataDir, { clusterExists: database.cluster !== undefined });
  const logPath = mode === 'dev' ? 'inherit' : dataDir.logPath;
  const started = await step('Server', async () => {
    const value = await startServer({
      mode,
      env,
      port,
      distDir: build?.distDir,
      variables: () =>
        serverVariables(env, secrets, database, {
          PORT: String(port),
          BULKHEAD_URL: url,
          NEXTAUTH_URL: url,
          BULKHEAD_DEMO: demo ? 'on' : 'off',
          ...(simulator ? { SIMULATOR_URL: simulator.url } : {}),
        }),
      logPath,
      interrupt: life.interrupt,
      onChange: (identity) => tell({ server: identity }),
    });
    return { value, note: `console and worker on port ${port}` };
  });
  server = started;
  life.onEnd(async () => {
    await tell({ phase: 'stopping' });
    await started.stop(DRAIN_MS, life.impatience);
  });
  if (logPath !== 'inherit') {
    const timer = setInterval(() => void rotateIfLarge(logPath), LOG_CHECK_MS);
    life.onEnd(async () => clearInterval(timer));
  }
  life.check();

  const shownBefore = (await dataDir.choices()).signInShown === true;
  await tell({ phase: 'ready' });
  printSignIn({ url, env, secrets, demo, shownBefore, logPath });
  await dataDir.remember({ signInShown: true });
}

/**
 * Brings everything up and stays until it is asked to stop; then drains the server, stops the simulator and the
 * embedded PostgreSQL, and returns the exit code. After that no process of it is left.
 */
export async function launch(mode: LaunchMode): Promise<number> {
  let stopped = (_: unknown) => {};
  const asked = new Promise((resolve) => {
    stopped = resolve;
  });
  const life = beginLifetime((reason) => {
    say(`\nStopping (${reason}); again to cut it short …`);
    stopped(reason);
  });
  let code = 0;
  process.on('uncaughtException', (error) => {
    code = reportFailure(error);
    life.ask('a fault of its own');
  });
  try {
    await bringUp(mode, readEnvironment(), life);
    await asked;
  } catch (error) {
    const interrupted = error instanceof Interrupted || life.interrupt.aborted;
    if (code === 0) code = interrupted ? 130 : reportFailure(error);
  }
  await life.end();
  if (code === 0) say('Stopped.');
  return code;
}
