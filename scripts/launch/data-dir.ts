// Knows what a launch keeps in the data directory: choices made once, and which processes run now. Refuses to guess
// over a damaged file: it is told, and begun anew.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentitySchema } from '../../lib/store/embedded/process-identity';
import { messageOf, StepFailed } from './report';

const choicesSchema = z.object({
  /** Whether this installation is a demo: decided at its first start. */
  demo: z.boolean().optional(),
  /** Remembered, since agents' definitions hold the simulator's address. */
  simulatorPort: z.number().int().optional(),
  /** Whether a person has been shown how to sign in for the first time. */
  signInShown: z.boolean().optional(),
});
export type Choices = z.infer<typeof choicesSchema>;

const launchSchema = z.object({
  phase: z.enum(['starting', 'ready', 'stopping']),
  url: z.string(),
  port: z.number().int(),
  server: processIdentitySchema.optional(),
  simulator: processIdentitySchema.optional(),
  postgres: processIdentitySchema.optional(),
});
/** The launch that runs on a data directory, for the next start, for doctor and for tests. */
export type Launch = z.infer<typeof launchSchema>;

export interface DataDir {
  readonly path: string;
  readonly startLockPath: string;
  readonly logPath: string;
  choices(): Promise<Choices>;
  remember(choices: Choices): Promise<void>;
  launch(): Promise<Launch | undefined>;
  setLaunch(launch: Launch | undefined): Promise<void>;
}

async function writeWhole(path: string, value: object): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await writeFile(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, path);
}

async function readWhole<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    console.error(`! ${path} is damaged and is begun anew`);
    return undefined;
  }
}

/** The data directory, created if it isn't there (for its owner alone). */
export async function openDataDir(path: string): Promise<DataDir> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(join(path, '.writable'), '');
    await rm(join(path, '.writable'));
  } catch (cause) {
    throw new StepFailed(
      `The data directory ${path} can't be written to: ${messageOf(cause)}`,
      'Start as the user it belongs to, give it to this user (chown -R), or set BULKHEAD_DATA_DIR to another folder.',
      { cause },
    );
  }
  const choicesPath = join(path, 'choices.json');
  const launchPath = join(path, 'launch.json');
  const choices = async () => (await readWhole(choicesPath, choicesSchema)) ?? {};
  let written: Promise<void> = Promise.resolve(); // one after the other: parts change at the same time
  return {
    path,
    startLockPath: join(path, 'start.lock'),
    logPath: join(path, 'server.log'),
    choices,
    async remember(more) {
      await writeWhole(choicesPath, { ...(await choices()), ...more });
    },
    launch: () => readWhole(launchPath, launchSchema),
    setLaunch(launch) {
      const write = () => (launch ? writeWhole(launchPath, launch) : rm(launchPath, { force: true }));
      written = written.then(write, write);
      return written;
    },
  };
}
