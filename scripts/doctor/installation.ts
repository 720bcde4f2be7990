// Knows what must be there and writable in project and data directory. Refuses to repair: that is for `npm start`.
import { access, constants, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { lockHolder } from '../../lib/store/embedded/file-lock';
import { buildLockPath, isPrepared } from '../launch/console-build';
import { openDataDir } from '../launch/data-dir';
import { readEnvironment } from '../launch/environment';
import { isHttpPortFree } from '../launch/http-port';
import { inProject, projectDir } from '../launch/project';
import { messageOf, StepFailed } from '../launch/report';
import { runningLaunch } from '../launch/start-lock';
import { type Check, fine, problem } from './finding';

export const packagesCheck =
  (packages: string): Check =>
  async () => {
    const require = createRequire(import.meta.url);
    const fromTailwind = createRequire(require.resolve('@tailwindcss/postcss'));
    const native: readonly [string, () => unknown][] = [
      ['@node-rs/argon2', () => require('@node-rs/argon2')],
      ['@tailwindcss/oxide', () => fromTailwind('@tailwindcss/oxide')],
      ['next (swc)', () => loadSwc(require)],
    ];
    for (const [name, load] of native) {
      try {
        load();
      } catch (error) {
        return problem(
          'Packages',
          `the native part of ${name} can't be loaded: ${messageOf(error).split('\n')[0]}`,
          'Remove node_modules and run the command again: it was installed for another platform, or not whole.',
        );
      }
    }
    return fine('Packages', `${packages}, native parts load`);
  };

function loadSwc(require: NodeJS.Require): void {
  const base = `@next/swc-${process.platform}-${process.arch}`;
  const names = process.platform === 'linux' ? [`${base}-gnu`, `${base}-musl`] : [base, `${base}-msvc`];
  const found = names.find((name) => {
    try {
      return require.resolve(name);
    } catch {
      return undefined; // the other C library's, or another platform's
    }
  });
  if (!found) throw new Error(`none of ${names.join(', ')} is installed`);
  require(found);
}

export const environmentCheck: Check = async () => {
  try {
    const env = readEnvironment();
    return fine(
      'Environment',
      env.databaseUrl ? 'with a database of your own (DATABASE_URL)' : 'with the embedded database',
    );
  } catch (error) {
    const remedy = error instanceof StepFailed ? error.remedy : 'Look at the variables and at .env.';
    return problem('Environment', messageOf(error), remedy);
  }
};

/** Builds and the generated client are written below the project; somebody else's prepared folder may stay closed. */
export const projectRightsCheck: Check = async () => {
  for (const path of [projectDir, inProject('lib', 'store'), inProject('node_modules')]) {
    try {
      await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      if (await isPrepared())
        return fine('Project folder', `${projectDir}, closed to this user but prepared`);
      return problem(
        'Project folder',
        `${path} can't be written to: ${messageOf(error)}`,
        'Start as the user it belongs to, or clone the project into a folder of this user.',
      );
    }
  }
  return fine('Project folder', projectDir);
};

export const dataDirCheck =
  (path: string): Check =>
  async () => {
    try {
      await openDataDir(path);
      const secrets = join(path, 'secrets.json');
      if (await stat(secrets).catch(() => undefined)) await readFile(secrets);
      return fine('Data directory', path);
    } catch (error) {
      const remedy = 'Start as the user it belongs to, or set BULKHEAD_DATA_DIR to a folder of this user.';
      return problem('Data directory', messageOf(error), error instanceof StepFailed ? error.remedy : remedy);
    }
  };

export const portCheck =
  (port: number, host: string | undefined, dataDir: string): Check =>
  async () => {
    if (port === 0) return fine('Port', 'any free one (PORT=0)');
    const own = await runningLaunch(await openDataDir(dataDir)).catch(() => undefined);
    if (own?.launch?.port === port)
      return fine('Port', `${port}, where this Bulkhead serves now (${own.launch.url})`);
    if (await isHttpPortFree(port, host)) return fine('Port', `${port} is free`);
    return problem(
      'Port',
      `${port} is taken by another program, or closed to this user`,
      'End that program, or set PORT to another one, such as `PORT=3001 npm start`.',
    );
  };

export const buildLockCheck: Check = async () => {
  const holder = await lockHolder(buildLockPath);
  if (!holder) return fine('Build lock', 'free');
  return fine(
    'Build lock',
    `held by process ${holder.pid}, which builds just now; a start would wait for it`,
  );
};
