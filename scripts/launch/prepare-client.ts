// Knows the Prisma client as a step of a command, one at a time with everything else that builds.
import { takeBuildLock } from './console-build';
import { ensurePrismaClient, isPrismaClientCurrent } from './prisma-client';
import { step } from './report';

/** Has the Prisma client up to date and says whether it had to be made. Throws StepFailed. */
export async function prepareClient(): Promise<void> {
  await step('Prisma client', async () => {
    // Looked at first without the lock: a prepared folder may belong to somebody else and be closed to writing.
    if (await isPrismaClientCurrent()) return { value: undefined, note: 'up to date' };
    const lock = await takeBuildLock();
    try {
      const made = await ensurePrismaClient();
      return { value: undefined, note: made ? 'generated' : 'up to date' };
    } finally {
      await lock.release();
    }
  });
}
