// Knows the surest test of a machine: a whole start, in a folder and on ports of its own. Refuses to touch real data.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../../lib/env';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { inProject, projectDir } from '../launch/project';
import { neutralEnvironment } from '../launch/run-program';
import { type Finding, fine, problem } from './finding';

const READY_WITHIN_MS = 10 * 60_000;

/** Starts a Bulkhead in the temp directory, waits until it is ready, and stops it. Builds the console when needed. */
export async function trialStart(env: Env): Promise<Finding> {
  const name = 'Trial start';
  if (env.databaseUrl !== undefined) {
    return fine(name, 'not tried: with DATABASE_URL it would do real work on your database');
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-doctor-'));
  const child = spawn(process.execPath, [inProject('scripts', 'start.mjs')], {
    cwd: projectDir,
    env: {
      ...neutralEnvironment(),
      PORT: '0',
      BULKHEAD_HOST: '127.0.0.1',
      BULKHEAD_DATA_DIR: dataDir,
      BULKHEAD_DEMO: env.demo ?? 'on',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString('utf8');
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = once(child, 'exit');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = () => child.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const startedAtMs = performance.now();
  try {
    await waitUntil(() => hasEnded() || said.includes('Bulkhead is ready'), {
      withinMs: READY_WITHIN_MS,
      everyMs: 50,
    });
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    const isReady = !hasEnded() && said.includes('Bulkhead is ready');
    stop();
    if (!hasEnded()) await ended;
    if (isReady && child.exitCode === 0) return fine(name, `ready in ${seconds} s, stopped, removed`);
    const words = said.trim().split('\n').slice(-30).join('\n  ');
    return problem(
      name,
      `it did not ${isReady ? 'stop cleanly' : 'become ready'}:\n  ${words}`,
      'Mend what it says above.',
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await rm(dataDir, { recursive: true, force: true });
  }
}
