// Knows how the Next server is run and when it is ready. Refuses to call it ready before its own health check does.
import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '../../lib/env';
import type { ProcessIdentity } from '../../lib/store/embedded/process-identity';
import { reachableHost } from './http-port';
import { type ManagedProcess, startManaged } from './managed-process';
import { inProject } from './project';

export interface ServerPlan {
  readonly mode: 'start' | 'dev';
  readonly env: Env;
  readonly port: number;
  /** Where the build is; nothing for `dev`. */
  readonly distDir: string | undefined;
  /** What differs from the launcher's environment; asked anew at each start. */
  readonly variables: () => Readonly<Record<string, string>>;
  readonly logPath: string | 'inherit';
  readonly onChange: (identity: ProcessIdentity | undefined) => Promise<void>;
  readonly interrupt: AbortSignal;
}

const READY_WITHIN_MS = 60_000;

/** Undefined: nobody answers yet. */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return undefined;
  }
}

/** Starts the server and waits until /api/health/ready says yes. */
export async function startServer(plan: ServerPlan): Promise<ManagedProcess> {
  const { env, port, distDir } = plan;
  const health = `http://${reachableHost(env.host)}:${port}/api/health/ready`;
  const next = inProject('node_modules', 'next', 'dist', 'bin', 'next');
  const host = env.host === undefined ? [] : ['--hostname', env.host];
  let servedBefore = false;
  return startManaged({
    name: 'server',
    args: () => [
      '--import',
      './scripts/stop-with-parent.mjs',
      next,
      plan.mode,
      '--port',
      String(port),
      ...host,
    ],
    env: () => ({
      ...process.env,
      ...plan.variables(),
      ...(distDir === undefined ? {} : { BULKHEAD_DIST_DIR: distDir }),
      NODE_ENV: plan.mode === 'dev' ? 'development' : 'production',
      NEXT_MANUAL_SIG_HANDLE: '1',
      NEXT_TELEMETRY_DISABLED: '1',
    }),
    logPath: plan.logPath,
    speaksFirst: false,
    onChange: plan.onChange,
    interrupt: plan.interrupt,
    async serves(_child, hasEnded) {
      const until = performance.now() + READY_WITHIN_MS;
      let status: number | undefined;
      while (!hasEnded()) {
        status = await statusOf(health);
        if (status === 200) break;
        // Started again while its database is away, it answers and waits by itself: that is serving.
        if (status !== undefined && servedBefore) break;
        if (performance.now() > until) {
          throw new Error(
            status ? `its health check answers ${status} for a minute` : 'no answer for a minute',
          );
        }
        await pause(100);
      }
      servedBefore = true;
    },
  });
}
