// Knows that one launch at a time runs on a data directory, and clears what a killed one left. Refuses to disturb a live one.
import { type FileLock, lockHolder, tryFileLock } from '../../lib/store/embedded/file-lock';
import { isRunning, type ProcessIdentity, signalProcess } from '../../lib/store/embedded/process-identity';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import type { DataDir } from './data-dir';
import { StepFailed, say } from './report';

/** A launch that is stopping drains for 30 s and then stops the database. */
const STOPPING_WITHIN_MS = 60_000;
/** How long a launcher needs to notice that the npm it ran under was killed. */
const NOTICING_WITHIN_MS = 1_500;
const DRAIN_MS = 30_000;

/** The launch that holds the data directory now, with its process; undefined when none does. */
export async function runningLaunch(dataDir: DataDir) {
  const holder = await lockHolder(dataDir.startLockPath);
  return holder ? { holder, launch: await dataDir.launch() } : undefined;
}

/** Takes the data directory for this launch. Throws StepFailed when another one runs, and says where it serves. */
export async function takeStartLock(dataDir: DataDir): Promise<FileLock> {
  const path = dataDir.startLockPath;
  const atOnce = await waitUntil(
    async () => {
      const lock = await tryFileLock(path);
      return lock ?? ((await dataDir.launch())?.phase === 'stopping' ? 'stopping' : undefined);
    },
    { withinMs: NOTICING_WITHIN_MS, everyMs: 100 },
  );
  if (atOnce !== undefined && atOnce !== 'stopping') return atOnce;
  if (atOnce === 'stopping') {
    say('… another Bulkhead is just stopping here, waiting for it');
    const lock = await waitUntil(() => tryFileLock(path), { withinMs: STOPPING_WITHIN_MS, everyMs: 100 });
    if (lock) return lock;
  }
  const running = await runningLaunch(dataDir);
  const where = running?.launch?.phase === 'ready' ? ` and serves ${running.launch.url}` : '';
  throw new StepFailed(
    `Bulkhead already runs on ${dataDir.path} (process ${running?.holder.pid ?? 'unknown'})${where}`,
    'Use that one, stop it (Ctrl-C where it runs), or set BULKHEAD_DATA_DIR and PORT for a second one.',
  );
}

async function endLeftover(name: string, identity: ProcessIdentity | undefined): Promise<boolean> {
  if (!identity || !isRunning(identity)) return false;
  const gone = () => !isRunning(identity);
  signalProcess(identity, 'SIGTERM');
  if (!(await waitUntil(gone, { withinMs: 1_000 }))) {
    say(`… the ${name} of a killed start (process ${identity.pid}) is ending its work, waiting for it`);
    if (!(await waitUntil(gone, { withinMs: DRAIN_MS }))) signalProcess(identity, 'SIGKILL');
    await waitUntil(gone, { withinMs: 5_000 });
  }
  return true;
}

/** Ends the server and the simulator that a killed launch left behind; PostgreSQL is kept and connected to. */
export async function clearLeftovers(dataDir: DataDir): Promise<readonly string[]> {
  const left = await dataDir.launch();
  if (!left) return [];
  const ended: string[] = [];
  if (await endLeftover('server', left.server)) ended.push('its server');
  if (await endLeftover('simulator', left.simulator)) ended.push('its simulator');
  await dataDir.setLaunch(undefined);
  return ended;
}
