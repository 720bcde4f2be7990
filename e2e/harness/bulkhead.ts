// Knows a whole Bulkhead of the tests' own: started as a user starts it, in a data directory of its own, on a free port.
// Refuses to leave a process or a folder behind, and to touch any other installation.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DEMO_PEOPLE } from '../../lib/server/demo/demo-people';
import {
  isRunning,
  type ProcessIdentity,
  processIdentitySchema,
} from '../../lib/store/embedded/process-identity';
import { waitUntil } from '../../lib/store/embedded/wait-until';

const startProgram = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

const launchSchema = z.object({
  phase: z.string(),
  url: z.string(),
  server: processIdentitySchema.optional(),
  simulator: processIdentitySchema.optional(),
  postgres: processIdentitySchema.optional(),
});
const secretsSchema = z.object({ adminPassword: z.string(), demoPassword: z.string() });

export type Part = 'server' | 'simulator' | 'postgres';

export interface Person {
  readonly email: string;
  readonly password: string;
}

export interface Bulkhead {
  readonly url: string;
  readonly dataDir: string;
  readonly admin: Person;
  /** By role: operator, approver, engineer, viewer. */
  readonly people: ReadonlyMap<string, Person>;
  /** The process of `npm start` itself. */
  readonly launcher: ChildProcess;
  /** What it printed so far. */
  output(): string;
  process(part: Part): Promise<ProcessIdentity>;
  /** kill -9, and waits until the process is gone. */
  kill(part: Part): Promise<void>;
  /** Waits until the launcher has started the part anew (another process than `before`) and all is ready. */
  waitForNew(part: Part, before: ProcessIdentity): Promise<ProcessIdentity>;
  /** kill -9 of the launcher; the data directory stays, for startBulkhead({ dataDir }). */
  killLauncher(): Promise<void>;
  /** SIGTERM, then waits; the data directory stays. Returns the exit code. */
  stop(): Promise<number | null>;
  /** Stops it and removes the data directory. */
  remove(): Promise<void>;
}

const READY_WITHIN_MS = 240_000;

async function readLaunch(dataDir: string) {
  const text = await readFile(join(dataDir, 'launch.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : launchSchema.parse(JSON.parse(text));
}

function environment(dataDir: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(BULKHEAD_|NEXTAUTH_|SIMULATOR_|DATABASE_URL|DIRECT_URL|npm_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'production',
    PORT: '0',
    BULKHEAD_HOST: '127.0.0.1',
    BULKHEAD_DATA_DIR: dataDir,
    BULKHEAD_DEMO: 'on',
    ...more,
  };
}

/** Starts one; on `dataDir` when given (to go on after a kill), with these variables on top. */
export async function startBulkhead(
  options: { readonly dataDir?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Bulkhead> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'bulkhead-e2e-')));
  const launcher = spawn(process.execPath, [startProgram], {
    env: environment(dataDir, options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString('utf8');
  };
  launcher.stdout.on('data', listen);
  launcher.stderr.on('data', listen);
  const exited = once(launcher, 'exit');
  const hasExited = () => launcher.exitCode !== null || launcher.signalCode !== null;
  const isReady = async () => (await readLaunch(dataDir))?.phase === 'ready' && said.includes('is ready');
  await waitUntil(async () => hasExited() || (await isReady()), { withinMs: READY_WITHIN_MS, everyMs: 50 });
  const launch = await readLaunch(dataDir);
  if (hasExited() || launch?.phase !== 'ready') {
    launcher.kill('SIGKILL');
    throw new Error(`Bulkhead did not start:\n${said}`);
  }
  const secrets = secretsSchema.parse(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')));

  async function identityOf(part: Part): Promise<ProcessIdentity> {
    const identity = (await readLaunch(dataDir))?.[part];
    if (!identity) throw new Error(`There is no ${part} now:\n${said}`);
    return identity;
  }
  async function stop(): Promise<number | null> {
    launcher.kill('SIGTERM');
    if (!hasExited()) await exited;
    return launcher.exitCode;
  }

  return {
    url: launch.url,
    dataDir,
    admin: { email: 'admin@example.com', password: secrets.adminPassword },
    people: new Map(DEMO_PEOPLE.map(({ role, email }) => [role, { email, password: secrets.demoPassword }])),
    launcher,
    output: () => said,
    process: identityOf,
    async kill(part) {
      const identity = await identityOf(part);
      process.kill(identity.pid, 'SIGKILL');
      await waitUntil(() => !isRunning(identity), { withinMs: 60_000 });
    },
    async waitForNew(part, before) {
      const renewed = await waitUntil(
        async () => {
          const identity = (await readLaunch(dataDir))?.[part];
          const isNew = identity && identity.pid !== before.pid && isRunning(identity);
          if (!isNew) return undefined;
          const health = await fetch(`${launch.url}/api/health/ready`).catch(() => undefined);
          return health?.ok ? identity : undefined;
        },
        { withinMs: 60_000, everyMs: 100 },
      );
      if (!renewed) throw new Error(`The ${part} was not started again:\n${said}`);
      return renewed;
    },
    async killLauncher() {
      launcher.kill('SIGKILL');
      if (!hasExited()) await exited;
    },
    stop,
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
