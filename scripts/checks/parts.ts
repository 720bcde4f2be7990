// Knows the parts of `npm test`, how each is run and counted. Refuses to need a terminal, or to wait for ever.
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureConsoleBuild, takeBuildLock } from '../launch/console-build';
import { prepareClient } from '../launch/prepare-client';
import { inProject, projectDir } from '../launch/project';
import { messageOf, StepFailed } from '../launch/report';
import { neutralEnvironment, runNode } from '../launch/run-program';
import { failedWhole, type Outcome, settle } from './outcome';
import { readPlaywright } from './playwright-report';
import { readVitest } from './vitest-report';

/** Many times what the longest part, the browser's, takes on two idle cores. */
const PART_WITHIN_MS = 25 * 60_000;

export interface CheckPart {
  readonly name: string;
  run(): Promise<Outcome>;
}

const program = (...parts: string[]) => inProject('node_modules', ...parts);

/** Runs `node ...args` with its output passed on; true when it ended with 0 in time. */
function runLoudly(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectDir,
      env: { ...process.env, CI: '1', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const kill = (signal: NodeJS.Signals) => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    const timer = setTimeout(() => {
      console.error(`✗ not done after ${PART_WITHIN_MS / 60_000} minutes: ended`);
      kill('SIGKILL');
    }, PART_WITHIN_MS);
    const stop = () => kill('SIGTERM');
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code === 0);
    });
  });
}

/** A check that passes or fails as a whole. */
function whole(name: string, args: readonly string[], prepare = async () => {}): CheckPart {
  return {
    name,
    async run() {
      await prepare();
      const passed = await runLoudly(args);
      if (!passed) return failedWhole('its own words are above');
      return { passed: 1, failed: 0, skipped: 0, failures: [], files: [] };
    },
  };
}

/** A suite that writes a report. */
function suite(
  name: string,
  args: (reportPath: string) => readonly string[],
  read: (report: unknown) => Outcome,
  prepare: () => Promise<void>,
): CheckPart {
  const reportPath = inProject('.cache', 'checks', `${name}.json`);
  return {
    name,
    async run() {
      await rm(reportPath, { force: true }); // an old report must not speak for a run that crashed
      await mkdir(dirname(reportPath), { recursive: true });
      await prepare();
      const endedWell = await runLoudly(args(reportPath));
      return settle(await readReport(reportPath, read), endedWell);
    },
  };
}

async function readReport(path: string, read: (report: unknown) => Outcome): Promise<Outcome | undefined> {
  try {
    return read(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    console.error(`✗ no readable report: ${messageOf(error)}`);
    return undefined;
  }
}

async function prepareTypes(): Promise<void> {
  await prepareClient();
  const lock = await takeBuildLock();
  try {
    const next = program('next', 'dist', 'bin', 'next');
    const { code, said } = await runNode([next, 'typegen'], neutralEnvironment());
    if (code !== 0) throw new StepFailed(`next typegen failed:\n${said}`, 'Mend what it names.');
  } finally {
    await lock.release();
  }
}

function vitest(project: 'unit' | 'db'): CheckPart {
  const runner = program('vitest', 'vitest.mjs');
  const args = (reportPath: string) => [
    runner,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
  ];
  return suite(project, args, (report) => readVitest(report, projectDir), prepareClient);
}

const biome = program('@biomejs', 'biome', 'bin', 'biome');

export const PARTS: readonly CheckPart[] = [
  whole('format', [biome, 'format', '.']),
  whole('lint', [biome, 'check', '--formatter-enabled=false', '.']),
  whole('types', [program('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'], prepareTypes),
  vitest('unit'),
  vitest('db'),
  suite(
    'e2e',
    () => [program('@playwright', 'test', 'cli.js'), 'test'],
    (report) => readPlaywright(report, 'e2e'),
    async () => {
      await ensureConsoleBuild();
    },
  ),
];
