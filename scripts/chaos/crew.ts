// The worker processes of a chaos, each behind a proxy of its own: who serves, who is frozen, and a new one for each that ended.
import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { POISON_SIGNAL } from './poison';
import type { StallingProxy } from './stalling-proxy';

const SERVES_WITHIN_MS = 60_000;
const DRAINS_WITHIN_MS = 40_000;

type Slot = {
  readonly proxy: StallingProxy;
  readonly environment: NodeJS.ProcessEnv;
  child: ChildProcess;
  serves: boolean;
  frozen: boolean;
};

export type CrewOptions = {
  readonly environment: (proxy: StallingProxy) => NodeJS.ProcessEnv;
  readonly leaseMs: number;
  readonly logDir: string;
};

export class Crew {
  /** Processes that ended by themselves, which none should. */
  readonly unexpectedEnds: string[] = [];
  /** Processes that a step took down. */
  poisoned = 0;
  private readonly slots: Slot[] = [];
  private readonly dismissed = new WeakSet<ChildProcess>();
  private isClosing = false;

  private constructor(private readonly options: CrewOptions) {}

  static async muster(proxies: readonly StallingProxy[], options: CrewOptions): Promise<Crew> {
    const crew = new Crew(options);
    for (const [i, proxy] of proxies.entries()) {
      const environment = options.environment(proxy);
      crew.slots.push({
        proxy,
        environment,
        child: crew.spawn(i, environment),
        serves: false,
        frozen: false,
      });
    }
    const ready = await waitUntil(() => crew.serving === proxies.length, { withinMs: SERVES_WITHIN_MS });
    if (ready !== undefined) return crew;
    await crew.close();
    throw new Error(`the workers did not start within a minute; their logs are in ${options.logDir}`);
  }

  get serving(): number {
    return this.slots.filter(({ serves, frozen }) => serves && !frozen).length;
  }
  get anyFrozen(): boolean {
    return this.slots.some(({ frozen }) => frozen);
  }
  proxy(slot: number): StallingProxy {
    return this.at(slot).proxy;
  }

  /** Ends it in the middle of whatever it does; another one takes its place. @returns false where that would leave fewer than two. */
  async kill(slot: number): Promise<boolean> {
    if (!(await this.spared(slot))) return false;
    this.replace(slot, 'SIGKILL');
    return true;
  }

  /** Tells it to end in order. */
  async drain(slot: number): Promise<boolean> {
    if (!(await this.spared(slot))) return false;
    const { child } = this.at(slot);
    this.replace(slot, 'SIGTERM');
    const gone = await waitUntil(() => child.exitCode !== null || child.signalCode !== null, {
      withinMs: DRAINS_WITHIN_MS,
    });
    if (gone === undefined) child.kill('SIGKILL');
    if (gone === undefined) this.unexpectedEnds.push(`worker ${slot} did not end within 40 s of SIGTERM`);
    return true;
  }

  /** Stands still with all it holds, and comes back as if nothing had been. */
  async freeze(slot: number, forMs: number): Promise<boolean> {
    if (!(await this.spared(slot))) return false;
    const one = this.at(slot);
    const { child } = one;
    one.frozen = true;
    child.kill('SIGSTOP');
    await pause(forMs);
    child.kill('SIGCONT');
    one.frozen = false;
    return true;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    for (const { child } of this.slots) {
      this.dismissed.add(child);
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await waitUntil(
      () => this.slots.every(({ child }) => child.exitCode !== null || child.signalCode !== null),
      {
        withinMs: 5_000,
      },
    );
  }

  /** Waits until this one and at least two others serve. */
  private async spared(slot: number): Promise<boolean> {
    const one = this.at(slot);
    const isSpared = () => !this.isClosing && one.serves && !one.frozen && this.serving > 2;
    return (await waitUntil(isSpared, { withinMs: 15_000 })) !== undefined && !this.isClosing;
  }

  private replace(slot: number, signal: NodeJS.Signals): void {
    const one = this.at(slot);
    this.dismissed.add(one.child);
    one.child.kill(signal);
    one.serves = false;
    one.child = this.spawn(slot, one.environment);
  }

  private spawn(slot: number, environment: NodeJS.ProcessEnv): ChildProcess {
    const child = fork(
      fileURLToPath(new URL('./worker-process.ts', import.meta.url)),
      [String(this.options.leaseMs)],
      {
        env: environment,
        execArgv: ['--conditions=react-server', '--import', 'tsx'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const log = createWriteStream(join(this.options.logDir, `worker-${slot}.log`), { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.once('message', () => {
      const one = this.slots[slot];
      if (one?.child === child) one.serves = true;
    });
    child.once('exit', (code, signal) => {
      log.end();
      const one = this.slots[slot];
      if (signal === POISON_SIGNAL) this.poisoned += 1;
      if (this.dismissed.has(child) || one?.child !== child) return;
      if (signal !== POISON_SIGNAL)
        this.unexpectedEnds.push(`worker ${slot} ended by itself with ${signal ?? code}`);
      one.serves = false;
      if (!this.isClosing) one.child = this.spawn(slot, environment);
    });
    return child;
  }

  private at(slot: number): Slot {
    const one = this.slots[slot];
    if (one === undefined) throw new Error(`there is no worker ${slot}`);
    return one;
  }
}
