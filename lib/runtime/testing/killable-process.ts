// One server process in tests: a worker whose every act passes a gate, so that it can be killed between any two of them.
import type { Clock } from '@/lib/ports/clock';
import { EmbeddedDispatcher } from '../embedded-dispatcher';
import { Worker } from '../worker';
import type { WorkerPorts } from '../worker-terms';
import type { RuntimeBench } from './runtime-bench';

const LEASE_MS = 30_000;

export type KillableOptions = {
  /** The gate at which the process dies, counted from 1; none when it lives. */
  readonly diesAtGate?: number | undefined;
  /** The same by name ("before send"), at its nth passing, from 1. */
  readonly diesAt?: { readonly gate: string; readonly nth?: number };
  readonly slots?: number;
};

export class KillableProcess {
  readonly worker: Worker;
  readonly dispatcher: EmbeddedDispatcher;
  /** Acts on the world so far: those before and after each commit, send and model call. */
  gates = 0;
  dead = false;
  /** How far its wall clock is off. */
  wallOffsetMs = 0;
  /** Where it died, for messages. */
  diedAt = '';
  private readonly passed = new Map<string, number>();

  constructor(
    private readonly bench: RuntimeBench,
    private readonly options: KillableOptions = {},
  ) {
    const ports = this.gatedPorts();
    this.worker = new Worker(ports, { host: 'test', slots: options.slots ?? 4, leaseMs: LEASE_MS });
    this.dispatcher = new EmbeddedDispatcher(this.worker, ports, { pollMs: 1_000 });
  }

  start(): Promise<void> {
    return this.dispatcher.start(async (runId) => {
      await this.worker.advanceRunById(runId);
    });
  }

  /** As kill -9 does it: nothing that is under way goes on, nothing is given back. */
  kill(): void {
    this.dead = true;
  }

  /** An act of this process, before and after which it may die. */
  async act<T>(name: string, run: () => Promise<T>): Promise<T> {
    await this.gate(`before ${name}`);
    const value = await run();
    await this.gate(`after ${name}`);
    return value;
  }

  async gate(name: string): Promise<void> {
    if (!this.dead) {
      this.gates += 1;
      const passed = (this.passed.get(name) ?? 0) + 1;
      this.passed.set(name, passed);
      const { diesAtGate, diesAt } = this.options;
      if (this.gates === diesAtGate || (diesAt?.gate === name && passed === (diesAt.nth ?? 1))) {
        this.dead = true;
        this.diedAt = name;
      }
    }
    if (this.dead) await new Promise<never>(() => {}); // a dead process never goes on
  }

  private gatedPorts(): WorkerPorts {
    const { ports, store, clock } = this.bench;
    const alive = async <T>(run: () => Promise<T>): Promise<T> => {
      if (this.dead) await new Promise<never>(() => {});
      return run();
    };
    return {
      ...ports,
      clock: this.mortalClock(clock),
      store: {
        createRun: (run) => alive(() => store.createRun(run)),
        claimDue: (workerId, limit) => this.actIfAny('claim', () => store.claimDue(workerId, limit)),
        claimRun: (workerId, runId, free) => alive(() => store.claimRun(workerId, runId, free)),
        claimCancelled: (workerId, limit) =>
          this.actIfAny('claim', () => store.claimCancelled(workerId, limit)),
        claimDry: (workerId, limit, runId) =>
          this.actIfAny('claim', () => store.claimDry(workerId, limit, runId)),
        claimApart: (workerId) => alive(() => store.claimApart(workerId)),
        anyApart: () => alive(() => store.anyApart()),
        ownedRuns: (workerId) => alive(() => store.ownedRuns(workerId)),
        loadJournal: (runId) => alive(() => store.loadJournal(runId)),
        loadTail: (runId) => alive(() => store.loadTail(runId)),
        readInputs: (runId, after) => alive(() => store.readInputs(runId, after)),
        commit: (commit) => this.act('commit', () => store.commit(commit)),
        condemn: (run, why) => this.act('condemn', () => store.condemn(run, why)),
        hasten: (runIds) => alive(() => store.hasten(runIds)),
        tellLeak: (...told) => alive(() => store.tellLeak(...told)),
        tellSecrets: (...told) => alive(() => store.tellSecrets(...told)),
        tellRun: (...told) => alive(() => store.tellRun(...told)),
        heldBy: (claim) => alive(() => store.heldBy(claim)),
        wakeWaiting: (places) => alive(() => store.wakeWaiting(places)),
        matchEvents: (keys) => this.act('match', () => store.matchEvents(keys)),
        contactsOn: (key) => alive(() => store.contactsOn(key)),
        reviewRate: (...asked) => alive(() => store.reviewRate(...asked)),
        sumsIn: (...asked) => alive(() => store.sumsIn(...asked)),
        endWaits: (limit, onFailure) => alive(() => store.endWaits(limit, onFailure)),
        expireApprovals: (limit, onFailure) => alive(() => store.expireApprovals(limit, onFailure)),
      },
      results: {
        find: (...asked) => this.act('find result', () => ports.results.find(...asked)),
        keep: (...kept) => this.act('keep result', () => ports.results.keep(...kept)),
      },
      ledger: {
        grant: (request) => this.act('grant', () => store.budgets.grant(request)),
        tend: (workerId, returns) => alive(() => store.budgets.tend(workerId, returns)),
        count: (limit) => alive(() => store.budgets.count(limit)),
      },
      leases: {
        register: (id, host, leaseMs, epoch) => alive(() => store.register(id, host, leaseMs, epoch)),
        heartbeat: (id, leaseMs) => alive(() => store.heartbeat(id, leaseMs)),
        retire: (id) => alive(() => store.retire(id)),
        giveUp: (id) => alive(() => store.giveUp(id)),
        now: () => alive(() => store.now()),
      },
      stops: {
        readStops: (known) => alive(() => store.stops.readStops(known)),
        acknowledgeStops: (id, epoch) =>
          this.act('acknowledge', () => store.stops.acknowledgeStops(id, epoch)),
      },
      models: {
        complete: (request, signal) => this.act('model', () => ports.models.complete(request, signal)),
      },
      tools: {
        call: (request, signal) => this.act('send', () => ports.tools.call(request, signal)),
        lookUp: (request, signal) => this.act('look-up', () => ports.tools.lookUp(request, signal)),
      },
    };
  }

  /** Polls that find nothing are no act worth dying at. */
  private async actIfAny<T extends readonly unknown[]>(name: string, run: () => Promise<T>): Promise<T> {
    if (this.dead) await new Promise<never>(() => {});
    const found = await run();
    if (found.length > 0) await this.gate(`after ${name}`);
    return found;
  }

  /** The timers of a dead process never ring, but they must not hold up the time of the others. */
  private mortalClock(clock: Clock): Clock {
    return {
      now: () => clock.now() + this.wallOffsetMs,
      monotonicMs: () => clock.monotonicMs(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (this.dead) await new Promise<never>(() => {});
      },
    };
  }
}
