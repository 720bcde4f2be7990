// Knows which users this machine lets tests try the embedded database as, and how to. Refuses to hide one it can't.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

export interface TestUser {
  readonly label: string;
  /** Undefined: the user who runs the tests. */
  readonly uid: number | undefined;
  /** Why it can't be tried here; undefined when it can. */
  readonly unavailable: string | undefined;
}

const program = fileURLToPath(new URL('./open-cluster.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

function commandAs(user: TestUser, command: readonly string[]): [string, string[]] {
  if (user.uid === undefined) return [command[0] ?? '', command.slice(1)];
  const id = String(user.uid);
  return ['setpriv', [`--reuid=${id}`, `--regid=${id}`, '--clear-groups', '--', ...command]];
}

/** The user who runs the tests, and, where that is root, an ordinary one. */
export function testUsers(): readonly TestUser[] {
  const root = process.getuid?.() === 0;
  const own: TestUser = { label: root ? 'root' : 'an ordinary user', uid: undefined, unavailable: undefined };
  const other: TestUser = {
    label: root ? 'another user' : 'root',
    uid: root ? 65_534 : 0,
    unavailable: undefined,
  };
  if (!root) return [own, { ...other, unavailable: 'the tests do not run as root' }];
  try {
    const [file, args] = commandAs(other, ['test', '-r', program]);
    execFileSync(file, args, { stdio: 'ignore' });
    return [own, other];
  } catch {
    return [own, { ...other, unavailable: 'it can not read the project, or setpriv is missing' }];
  }
}

const openedSchema = z.object({
  pid: z.number(),
  port: z.number(),
  startedNow: z.boolean(),
  madeNow: z.boolean(),
  appUrl: z.string(),
  ownerUrl: z.string(),
  superuserUrl: z.string(),
});
export type Opened = z.infer<typeof openedSchema>;

export interface Opening {
  /** What openCluster answered; rejects with its message when it refused. */
  readonly opened: Promise<Opened>;
  readonly node: ChildProcess;
  /** Lets the process end and waits for that. */
  end(): Promise<void>;
}

/** Calls openCluster in a process of that user, which stays until it is ended or killed. */
export function startOpening(user: TestUser, dataDir: string): Opening {
  const [file, args] = commandAs(user, [process.execPath, '--import', loader, program, dataDir]);
  const node = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' });
  const ended = once(node, 'exit');
  const opened = (async () => {
    const lines = createInterface({ input: node.stdout });
    const first = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
    if (first.length === 0) throw new Error('The process ended without an answer');
    const answer: unknown = JSON.parse(String(first[0]));
    const refusal = z.object({ refused: z.string() }).safeParse(answer);
    if (refusal.success) throw new Error(refusal.data.refused);
    return openedSchema.parse(answer);
  })();
  opened.catch(() => {}); // a test that kills the process may not ask for the answer
  return {
    opened,
    node,
    async end() {
      node.stdin?.end();
      await ended;
    },
  };
}

/** Opens, and ends the process that did; PostgreSQL goes on. */
export async function openAs(user: TestUser, dataDir: string): Promise<Opened> {
  const opening = startOpening(user, dataDir);
  try {
    return await opening.opened;
  } finally {
    await opening.end();
  }
}
