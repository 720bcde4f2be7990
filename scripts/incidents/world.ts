// Knows how a Bulkhead of this command's own is put up and taken down: database, simulator and runtime in the temp directory, no browser build.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnv } from '../../lib/env';
import type { App } from '../../lib/server/app';
import { startRuntime } from '../../lib/server/start-runtime';
import { stopRuntime } from '../../lib/server/stop-runtime';
import { startSimulator } from '../../lib/simulator/start-simulator';
import { openCluster } from '../../lib/store/embedded/cluster';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { migrate } from '../../lib/store/migrate/migrate';

const SERVES_WITHIN_MS = 60_000;

/** What goes wrong inside is told to `onTrouble`; everything is removed again, however `act` ends. */
export async function withWorld<T>(
  seed: string,
  onTrouble: (message: string, fields: unknown) => void,
  act: (app: App) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-incidents-'));
  const cluster = await openCluster(join(dataDir, 'data'));
  try {
    await migrate({
      url: cluster.ownerUrl,
      folder: fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
    });
    const simulator = await startSimulator({
      port: 0,
      dataDirectory: join(dataDir, 'simulator'),
      seed,
      now: () => new Date(),
      modelKey: null,
      serviceKey: null,
      onUnexpected: (error) => onTrouble('the simulator failed', { error }),
    });
    const secret = () => randomBytes(32).toString('hex');
    const env = readEnv(
      {
        DATABASE_URL: cluster.appUrl,
        BULKHEAD_DEMO: 'on',
        SIMULATOR_URL: `http://127.0.0.1:${simulator.port}`,
        BULKHEAD_MASTER_KEY: secret(),
        NEXTAUTH_SECRET: secret(),
        BULKHEAD_ADMIN_PASSWORD: secret(),
      },
      dataDir,
    );
    const logger = { info: () => {}, warn: onTrouble, error: onTrouble };
    const app = startRuntime(env, { logger });
    try {
      const serves = await waitUntil(() => app.lifecycle.phase === 'serving', { withinMs: SERVES_WITHIN_MS });
      if (serves === undefined) throw new Error('Bulkhead did not start within a minute');
      return await act(app);
    } finally {
      await stopRuntime(app);
      await simulator.stop();
    }
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
