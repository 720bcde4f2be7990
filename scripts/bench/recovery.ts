// What kill -9 of a worker costs the run that it was in the middle of: until another process sends the same call again, with the lease of production.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rounded } from './figures';
import type { Ground } from './ground';
import { Receiver } from './receiver';
import { environmentOf, serve } from './served';

const KILLS = 3;

export type Recovery = { readonly recoveryMs: readonly number[] };

export async function recovery(ground: Ground): Promise<Recovery> {
  const receiver = new Receiver();
  const receiverUrl = await receiver.listen();
  const served = await serve(ground, receiverUrl, 'web');
  const spawned: ChildProcess[] = [];
  const worker = async () => {
    const child = await startWorker(environmentOf(ground.appUrl, receiverUrl, 'worker'));
    spawned.push(child);
    return child;
  };
  const recoveryMs: number[] = [];
  try {
    for (let i = 0; i < KILLS; i += 1) {
      // A run of its own each time: one that took several processes down is worked alone, and not for ever.
      receiver.holdsTool = true;
      const owner = await worker();
      const called = receiver.next('tool');
      const run = await served.start('notes');
      await called; // under way, and never answered
      receiver.holdsTool = false;
      const heir = await worker();
      const again = receiver.next('tool');
      owner.kill('SIGKILL');
      const killedMs = performance.now();
      recoveryMs.push(rounded((await again) - killedMs, 0));
      await untilEnded(ground, run);
      heir.kill('SIGKILL');
    }
  } finally {
    for (const child of spawned) child.kill('SIGKILL');
    await served.stop();
    await receiver.close();
  }
  return { recoveryMs };
}

async function untilEnded({ db }: Ground, run: string): Promise<void> {
  const open = `SELECT FROM run WHERE id = $1 AND finished_at IS NULL`;
  while ((await db.pool.query(open, [run])).rowCount !== 0) await sleep(50);
}

async function startWorker(environment: ReturnType<typeof environmentOf>): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./worker-process.ts', import.meta.url)), {
    env: { PATH: process.env.PATH, ...environment },
    execArgv: process.execArgv,
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the worker process ended with ${code}`);
    }),
  ]);
  return child;
}
