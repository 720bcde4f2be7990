// Knows when the Prisma client must be made again, and makes it offline. Refuses to touch a database.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inProject } from './project';
import { StepFailed } from './report';
import { neutralEnvironment, runNode } from './run-program';

const stampPath = inProject('lib', 'store', 'generated', '.made-from');

async function wantedStamp(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json');
  const parts = [inProject('prisma', 'schema.prisma'), inProject('prisma.config.ts'), manifest];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(await readFile(part));
  return hash.digest('hex');
}

/** Whether lib/store/generated was made from the present schema by the present Prisma. */
export async function isPrismaClientCurrent(): Promise<boolean> {
  return (await readFile(stampPath, 'utf8').catch(() => '')) === (await wantedStamp());
}

/** Makes lib/store/generated when schema or Prisma changed. Returns whether it did. The caller holds the build lock. */
export async function ensurePrismaClient(): Promise<boolean> {
  if (await isPrismaClientCurrent()) return false;
  const program = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const result = await runNode([program, 'generate'], {
    ...neutralEnvironment(),
    // The command line looks for an engine to download, which generating never uses; this satisfies it offline.
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  if (result.code !== 0) {
    throw new StepFailed(
      `prisma generate failed:\n${result.said.trim()}`,
      'Mend prisma/schema.prisma, or the rights of lib/store/generated, then run the command again.',
    );
  }
  await writeFile(stampPath, await wantedStamp());
  return true;
}
