// Knows how the demo's simulator is run beside the server: on loopback, on a port that stays the same.
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { freePort } from '../../lib/store/embedded/free-port';
import type { ProcessIdentity } from '../../lib/store/embedded/process-identity';
import type { DataDir } from './data-dir';
import { type ManagedProcess, startManaged } from './managed-process';
import { inProject, typeScriptOptions } from './project';

const readySchema = z.object({ port: z.number().int() });
const READY_WITHIN_MS = 30_000;

export interface Simulator {
  readonly url: string;
  readonly process: ManagedProcess;
}

/** Starts the simulator and waits until it serves. Its port is remembered: agents' definitions hold its address. */
export async function startSimulator(
  dataDir: DataDir,
  serverPort: number,
  interrupt: AbortSignal,
  onChange: (identity: ProcessIdentity | undefined) => Promise<void>,
): Promise<Simulator> {
  let port = await freePort((await dataDir.choices()).simulatorPort, undefined, serverPort);
  const process_ = await startManaged({
    name: 'simulator',
    args: () => [...typeScriptOptions, inProject('lib', 'simulator', 'main.ts')],
    env: () => ({
      ...process.env,
      SIMULATOR_PORT: String(port),
      SIMULATOR_DATA_DIR: join(dataDir.path, 'simulator'),
      SIMULATOR_STOP_WITH_STDIN: 'on',
    }),
    logPath: join(dataDir.path, 'simulator.log'),
    speaksFirst: true,
    onChange,
    interrupt,
    async serves(child) {
      if (!child.stdout) throw new Error('it has no output to read');
      const lines = createInterface({ input: child.stdout });
      const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(READY_WITHIN_MS) });
      port = readySchema.parse(JSON.parse(String(line))).port;
    },
  });
  await dataDir.remember({ simulatorPort: port });
  return { url: `http://127.0.0.1:${port}`, process: process_ };
}
