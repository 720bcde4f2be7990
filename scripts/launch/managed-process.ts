// Knows one process of ours that must be there: starts it in a session of its own, starts it again when it dies, stops it.
// Refuses to give up while the launcher lives, and to start again once it was asked to stop.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import {
  identifyProcess,
  isRunning,
  type ProcessIdentity,
  signalProcess,
} from '../../lib/store/embedded/process-identity';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { lastLines, openLog } from './log-file';
import { projectDir } from './project';
import { messageOf, StepFailed, say } from './report';

export interface ProcessPlan {
  readonly name: string;
  /** Arguments for Node; asked anew at each start. */
  readonly args: () => readonly string[];
  readonly env: () => NodeJS.ProcessEnv;
  /** A file, or the launcher's own output. */
  readonly logPath: string | 'inherit';
  /** Resolves when it serves; rejects, or never ends, when it doesn't. The first line of output is for plans that ask. */
  readonly serves: (child: ChildProcess, hasEnded: () => boolean) => Promise<void>;
  /** Whether standard output is read by `serves` instead of going to the log. */
  readonly speaksFirst: boolean;
  readonly onChange: (identity: ProcessIdentity | undefined) => Promise<void>;
  /** Ends the first wait for it to serve, when the command is asked to stop meanwhile. */
  readonly interrupt: AbortSignal;
}

export interface ManagedProcess {
  identity(): ProcessIdentity | undefined;
  /** Ends it and lets it be started again, with what args and env say by then. */
  startAgain(): void;
  /** SIGTERM, then SIGKILL after the grace, or when it is cut short. Returns when it is gone. */
  stop(graceMs: number, cutShort: AbortSignal): Promise<void>;
}

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 15_000;
const STEADY_AFTER_MS = 60_000;

interface Started {
  readonly child: ChildProcess;
  readonly identity: ProcessIdentity;
  readonly ended: Promise<string>;
  hasEnded(): boolean;
}

async function start(plan: ProcessPlan): Promise<Started> {
  const log = plan.logPath === 'inherit' ? undefined : await openLog(plan.logPath);
  try {
    const output = log?.fd ?? 'inherit';
    const child = spawn(process.execPath, plan.args(), {
      cwd: projectDir,
      env: plan.env(),
      // The pipe ends when the launcher dies, however it dies; that is how the process learns of it.
      stdio: ['pipe', plan.speaksFirst ? 'pipe' : output, output],
      detached: true, // Ctrl-C in the terminal reaches the launcher alone, which stops things in order
    });
    let over = false;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }).finally(() => {
      over = true;
    });
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    return {
      child,
      identity: identity ?? { pid: child.pid ?? 0, mark: 'gone' },
      ended,
      hasEnded: () => over,
    };
  } finally {
    await log?.close();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error('interrupted'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Starts the process and waits until it serves. Throws StepFailed, with its last words, when it ends instead. */
export async function startManaged(plan: ProcessPlan): Promise<ManagedProcess> {
  let current: Started | undefined;
  let stopping = false;

  async function startUntilServing(): Promise<Started> {
    const started = await start(plan);
    current = started;
    if (stopping) signalProcess(started.identity, 'SIGKILL');
    await plan.onChange(started.identity);
    const outcome = await Promise.race([
      plan.serves(started.child, started.hasEnded).then(() => 'serves' as const),
      started.ended,
      untilAborted(plan.interrupt),
    ]).catch((error: unknown) => {
      signalProcess(started.identity, 'SIGKILL');
      return messageOf(error);
    });
    if (outcome === 'serves') return started;
    await started.ended;
    const words = plan.logPath === 'inherit' ? '' : await lastLines(plan.logPath, 20);
    const where = plan.logPath === 'inherit' ? '' : `\nIts log: ${plan.logPath}`;
    throw new StepFailed(
      `The ${plan.name} does not start: ${outcome}\n${words}${where}`,
      'Run `npm run doctor`: it looks at this machine. If all is well there, the log says more.',
    );
  }

  async function keepAlive(first: Started): Promise<void> {
    let serving = first;
    let backoffMs = FIRST_BACKOFF_MS;
    for (;;) {
      const since = performance.now();
      const how = await serving.ended;
      if (stopping) return;
      if (performance.now() - since > STEADY_AFTER_MS) backoffMs = FIRST_BACKOFF_MS;
      await plan.onChange(undefined);
      say(`! The ${plan.name} ended (${how}); starting it again in ${backoffMs / 1000} s`);
      for (let again = true; again && !stopping; ) {
        await pause(backoffMs);
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
        if (stopping) return;
        try {
          serving = await startUntilServing();
          again = false;
          say(`✓ The ${plan.name} serves again (process ${serving.identity.pid})`);
        } catch (error) {
          if (!stopping) say(`! ${messageOf(error)}\n  Trying again in ${backoffMs / 1000} s`);
        }
      }
    }
  }

  void keepAlive(await startUntilServing());

  return {
    identity: () => current?.identity,
    startAgain() {
      if (current) signalProcess(current.identity, 'SIGTERM');
    },
    async stop(graceMs, cutShort) {
      stopping = true;
      const identity = current?.identity;
      if (!identity) return;
      const gone = () => !isRunning(identity);
      signalProcess(identity, 'SIGTERM');
      await waitUntil(() => gone() || cutShort.aborted, { withinMs: graceMs });
      if (gone()) return;
      say(`! The ${plan.name} has not ended yet and is killed; what it was at is taken up at the next start`);
      signalProcess(identity, 'SIGKILL');
      await waitUntil(gone, { withinMs: 5_000 });
    },
  };
}
