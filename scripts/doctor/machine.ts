// Knows what Bulkhead needs from a machine: programs, memory, space, a sane clock. Refuses to change anything.
import { execFile } from 'node:child_process';
import { stat, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isPrepared } from '../launch/console-build';
import { inProject, projectDir } from '../launch/project';
import { messageOf } from '../launch/report';
import { type Check, type Finding, fine, problem } from './finding';

const run = promisify(execFile);
const MEBIBYTE = 1024 * 1024;
/** Launcher, server, simulator and PostgreSQL at rest were seen to take about 520 together. */
const LEAST_MEMORY_MIB = 640;
/** A build was seen to take 1 600 for a moment. */
const LEAST_MEMORY_FOR_BUILD_MIB = 1_536;
/** A new cluster, its log and some history. */
const LEAST_DATA_MIB = 500;
/** A build with the cache it leaves. */
const LEAST_PROJECT_MIB = 500;
const RELEASED_AT = Date.UTC(2026, 10, 1);
const FUTURE_TOLERANCE_MS = 5 * 60_000;

export const nodeCheck: Check = async () =>
  fine('Node', `${process.versions.node} on ${process.platform}-${process.arch}`);

/** npm is what installs packages after an upgrade; the running one counts, else the one in PATH. */
export const npmCheck: Check = async () => {
  const running = process.env.npm_execpath;
  const [file, args] = running?.endsWith('.js')
    ? [process.execPath, [running, '--version']]
    : ['npm', ['--version']];
  try {
    const { stdout } = await run(file, args);
    return fine('npm', stdout.trim());
  } catch (error) {
    return problem(
      'npm',
      `npm can't be run: ${messageOf(error)}`,
      'Install npm; it comes with Node from https://nodejs.org.',
    );
  }
};

export const memoryCheck: Check = async () => {
  // Inside a container the limit counts, not the machine.
  const available = Math.floor((process.availableMemory?.() ?? freemem()) / MEBIBYTE);
  const least = (await isPrepared()) ? LEAST_MEMORY_MIB : LEAST_MEMORY_FOR_BUILD_MIB;
  if (available >= least) return fine('Memory', `${available} MiB available`);
  return problem(
    'Memory',
    `${available} MiB are available, ${least} are needed${least === LEAST_MEMORY_MIB ? '' : ' (the console is yet to be built)'}`,
    'End other programs, or give the machine or container more memory.',
  );
};

async function nearestExisting(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function spaceAt(name: string, path: string, leastMib: number): Promise<Finding> {
  const at = await nearestExisting(path);
  const { bavail, bsize } = await statfs(at);
  const free = Math.floor((bavail * bsize) / MEBIBYTE);
  if (free >= leastMib) return fine(name, `${free} MiB free at ${at}`);
  return problem(
    name,
    `${free} MiB are free at ${at}, ${leastMib} are needed`,
    'Make room there, or move it elsewhere.',
  );
}

export const diskChecks = (dataDir: string): readonly Check[] => [
  () => spaceAt('Disk (data)', dataDir, LEAST_DATA_MIB),
  () => spaceAt('Disk (project)', projectDir, LEAST_PROJECT_MIB),
];

/** Leases, sessions and certificates are instants: a clock that is years or minutes off breaks them quietly. */
export const clockCheck =
  (dataDir: string): Check =>
  async () => {
    const now = Date.now();
    const remedy = 'Set the clock (a time service such as chrony or systemd-timesyncd keeps it).';
    if (now < RELEASED_AT) {
      return problem('Clock', `it says ${new Date(now).toISOString()}, before this release was made`, remedy);
    }
    for (const path of [join(dataDir, 'choices.json'), inProject('package-lock.json')]) {
      const writtenAt = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
      if (writtenAt > now + FUTURE_TOLERANCE_MS) {
        return problem(
          'Clock',
          `it is behind: ${path} was written at ${new Date(writtenAt).toISOString()}`,
          remedy,
        );
      }
    }
    return fine('Clock', new Date(now).toISOString());
  };
