// Knows how to run a program to its end and keep what it said. Refuses to leave it behind when the command stops.
import { spawn } from 'node:child_process';
import { projectDir } from './project';

export interface ProgramResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error, interleaved as they came. */
  readonly said: string;
}

const running = new Set<() => void>();

/** Kills the programs that run now; for a command that is asked to stop. */
export function stopPrograms(): void {
  for (const kill of running) kill();
}

/** Runs `node ...args` in the project with exactly this environment. Never rejects for what the program does. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectDir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // its own group, so that it can be killed with the workers it starts
    });
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    running.add(kill);
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(kill);
      resolve({ code, signal, said });
    });
  });
}

/** The environment without what differs between installations: results of a build may be shared. */
export function neutralEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(BULKHEAD_|NEXTAUTH_|SIMULATOR_|DATABASE_URL$|DIRECT_URL$|PORT$|NODE_ENV$|DISPATCHER$)/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
}
