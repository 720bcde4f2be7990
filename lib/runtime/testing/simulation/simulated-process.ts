// One server process of a simulated history: the production worker and dispatcher; at each of its acts it may die or stand still.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';
import { BulkheadGate } from '../../bulkhead-gate';
import { EmbeddedDispatcher } from '../../embedded-dispatcher';
import { gatesInTurn } from '../../gate-chain';
import { RetryBudgetGate } from '../../retry-budget-gate';
import { Worker } from '../../worker';
import type { WorkerPorts } from '../../worker-terms';
import type { LivingProcess } from './living-process';
import { StoreDoor } from './store-door';
import { watchSend } from './watch-sends';
import { LEASE_MS, type World } from './world';

/** Share of the sends of a restless world. */
const SLOW_CONNECTIONS = 0.15;

export type Fate = {
  /** The act at which it dies, counted from 1; null when it lives. */
  readonly diesAtGate: number | null;
  readonly standsStill: readonly {
    readonly atGate: number;
    readonly forMs: number;
    /** Whether the monotonic clock stands still too, as on a suspended machine. */
    readonly monotonicToo: boolean;
  }[];
};

export class SimulatedProcess implements LivingProcess {
  readonly worker: Worker;
  readonly dispatcher: EmbeddedDispatcher;
  dead = false;
  /** Ended in order: everything given back. */
  stopped = false;
  readonly workerId = () => this.worker.status().workerId;
  private gates = 0;
  private still: Promise<void> | null = null;
  private wallOffsetMs = 0;
  private stoodStillMs = 0;
  private readonly clock: Clock;
  private readonly bulkheadGate: BulkheadGate;

  constructor(
    readonly world: World,
    readonly name: string,
    /** Its place among those that run side by side. */
    readonly place: number,
    private readonly fate: Fate,
  ) {
    this.clock = this.ownClock();
    const door = new StoreDoor(this);
    const { hasten } = door.store();
    this.bulkheadGate = new BulkheadGate({
      bulkheads: door.bulkheads(),
      clock: this.clock,
      random: world.random,
      logger: { info: () => {}, warn: () => {}, error: () => {} },
      wake: async (runIds) => {
        await hasten(runIds);
        for (const runId of runIds) this.dispatcher.wake(runId);
      },
    });
    const ports = this.ports();
    this.worker = new Worker(ports, { host: name, slots: 3, leaseMs: LEASE_MS });
    this.dispatcher = new EmbeddedDispatcher(this.worker, ports, { pollMs: 1_000 });
  }

  async start(): Promise<void> {
    this.world.trace.say(this.name, () => 'starts');
    await this.dispatcher.start(async (runId) => {
      await this.worker.advanceRunById(runId);
    });
  }

  /** As SIGTERM does it. */
  async drain(graceMs: number): Promise<void> {
    this.world.trace.say(this.name, () => `drains within ${graceMs} ms`);
    await this.dispatcher.stop(graceMs);
    await this.bulkheadGate.drain();
    this.stopped = true;
    this.world.trace.say(this.name, () => 'has drained');
  }

  /** As kill -9 does it: nothing that is under way goes on, nothing is given back. */
  kill(where: string): void {
    if (this.dead) return;
    this.dead = true;
    this.world.trace.say(this.name, () => `dies ${where}`);
  }

  stepClock(byMs: number): void {
    this.wallOffsetMs += byMs;
    this.world.trace.say(this.name, () => `its clock is set by ${byMs} ms`);
  }

  /** Between two acts: time passes, and this may be the end or a long pause. Whatever is due by then comes first. */
  async gate(where: string): Promise<void> {
    const { random, findings } = this.world;
    if (!this.dead && !this.world.isCalm) {
      this.gates += 1;
      if (this.gates === this.fate.diesAtGate) {
        this.kill(where);
        findings.crashed(where);
      }
      const pause = this.fate.standsStill.find(({ atGate }) => atGate === this.gates);
      if (pause !== undefined && !this.dead) this.standStill(pause.forMs, pause.monotonicToo, where);
    }
    if (random.chance(0.5)) await this.world.clock.sleep(random.int(1, random.chance(0.15) ? 900 : 30));
    await this.awake('answer');
  }

  async takenDown(how: string): Promise<void> {
    if (!this.dead) this.world.findings.crashed(`taken down ${how}`);
    this.kill(`taken down ${how}`);
    await this.awake('answer');
  }

  /** A dead process never goes on; one that stands still goes on later, its timers before what it was answered. */
  async awake(waitsFor: 'timer' | 'answer'): Promise<void> {
    while (this.still !== null && !this.dead) {
      await this.still;
      if (waitsFor === 'answer') await this.world.clock.sleep(0);
    }
    if (this.dead) await new Promise<never>(() => {});
  }

  /** Now and then names and connections take most of a call's time, and the process may stand still over them. */
  private async connect(timeoutMs: number): Promise<void> {
    const { connectRandom: random, clock, isCalm } = this.world;
    if (isCalm || !random.chance(SLOW_CONNECTIONS)) return;
    const forMs = random.int(timeoutMs / 2, timeoutMs - 100);
    if (random.chance(0.5) && this.still === null) this.standStill(forMs, false, 'while it connects');
    else await clock.sleep(forMs);
    await this.awake('answer');
  }

  private standStill(forMs: number, monotonicToo: boolean, where: string): void {
    const { clock, findings, trace } = this.world;
    findings.pauses += 1;
    trace.say(this.name, () => `stands still for ${forMs} ms ${where}`);
    const still = clock.sleep(forMs).then(() => {
      if (monotonicToo) this.stoodStillMs += forMs;
      if (this.still === still) this.still = null;
      if (!this.dead) trace.say(this.name, () => 'goes on');
    });
    this.still = still;
  }

  private ownClock(): Clock {
    const { clock } = this.world;
    return {
      now: () => clock.now() + this.wallOffsetMs,
      monotonicMs: () => clock.monotonicMs() - this.stoodStillMs,
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        await this.awake('timer');
      },
    };
  }

  private ports(): WorkerPorts {
    const { world, name } = this;
    const door = new StoreDoor(this);
    return {
      ...world.sharedPorts(),
      clock: this.clock,
      store: door.store(),
      leases: door.leases(),
      ledger: door.ledger(),
      stops: door.stops(),
      gates: gatesInTurn([
        { enter: (request) => world.enterGate(name, request) },
        new RetryBudgetGate({ clock: this.clock, random: world.random }),
        this.bulkheadGate,
      ]),
      models: {
        complete: (request, signal) =>
          this.outside('model call', signal, () => world.model.complete(request, signal)),
      },
      tools: {
        call: (request, signal) => {
          const begunMs = world.clock.now();
          const beforeSend = () => {
            if (world.asksBeforeSend) request.beforeSend?.();
            watchSend(this, request);
          };
          const watched = { ...request, beforeSend };
          return this.outside('send', signal, async () => {
            await this.connect(request.tool.definition.timeoutMs);
            if (signal.aborted) throw new CodedError('aborted', 'retryable', 'It was never connected.');
            return world.receiver.call(watched, signal, begunMs);
          });
        },
        lookUp: (request, signal) =>
          this.outside('look-up', signal, () => world.receiver.lookUp(request, signal)),
      },
      logger: {
        info: () => {},
        warn: (message, fields) => world.trace.say(name, () => `warns: ${message} ${reasonOf(fields)}`),
        error: (message, fields) =>
          world.findings.violated('the runtime has no fault', `${name}: ${message} ${reasonOf(fields)}`),
      },
    };
  }

  private async outside<T>(what: string, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.gate(`before ${what}`);
    if (signal.aborted) throw new Error('the connection was never opened');
    try {
      return await call();
    } finally {
      await this.gate(`after ${what}`);
    }
  }
}

function reasonOf(fields: Readonly<Record<string, unknown>> | undefined): string {
  if (fields === undefined) return '';
  const { cause, why } = fields;
  if (cause instanceof Error) return `(${cause.message})`;
  return typeof why === 'string' ? `(${why})` : '';
}
