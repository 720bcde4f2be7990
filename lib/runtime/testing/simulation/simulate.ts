// One simulated history from one seed: the production worker, advance and commit builder in several processes, until everything has ended.

import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { startRun } from '../../start-run';
import { BUDGET_SETTLES_MS } from './budget-watch';
import type { Findings } from './findings';
import { checkHistory } from './invariants';
import { sendEvents } from './outside';
import { People } from './people';
import { UNREST_MS } from './plan';
import type { SeededRandom } from './seeded-random';
import { type Fate, SimulatedProcess } from './simulated-process';
import { type StoreWrapper, World } from './world';

/** Virtual time in which every run has to come to its end. */
const END_WITHIN_MS = 30 * 60_000;
const LAST_WORD_MS = 10_000;
const MOST_GATES_BEFORE_DEATH = 80;

export type SimulateOptions = {
  /** Keeps a line for all that happens. */
  readonly isTraced?: boolean;
  readonly wrap?: StoreWrapper;
  /** false: clients of tools that ask nobody right before they send, a bug. */
  readonly asksBeforeSend?: boolean;
  /** Looks at the world once the history is over. */
  readonly after?: (world: World) => Promise<void>;
};

export type History = {
  readonly seed: number;
  readonly findings: Findings;
  readonly trace: readonly string[];
};

export async function simulate(seed: number, options: SimulateOptions = {}): Promise<History> {
  const { isTraced = false, wrap, asksBeforeSend } = options;
  const world = new World(seed, { isTraced, wrap, asksBeforeSend });
  const history = new Course(world);
  await history.run();
  await options.after?.(world);
  return { seed, findings: world.findings, trace: world.trace.lines };
}

class Course {
  private readonly processes: SimulatedProcess[] = [];
  private readonly runIds: (string | null)[];
  private readonly random: SeededRandom;
  private killsLeft: number;
  private pausesLeft: number;
  private started = 0;

  constructor(private readonly world: World) {
    this.random = world.random.fork();
    this.killsLeft = world.plan.kills;
    this.pausesLeft = world.plan.pauses;
    this.runIds = world.plan.runs.map(() => null);
  }

  async run(): Promise<void> {
    const { world } = this;
    const { plan, clock } = world;
    for (let place = 0; place < plan.processes; place++) void this.keepProcess(place);
    for (const [i] of plan.runs.entries()) void this.beginRun(i);
    for (const { atMs, process, byMs } of plan.clockSteps) {
      void clock.sleep(atMs).then(() =>
        this.living()
          .find(({ place }) => place === process)
          ?.stepClock(byMs),
      );
    }
    new People(world, this.random.fork(), (runId) => this.wake(runId)).start(this.runIds);
    sendEvents(world, (runId) => this.wake(runId));
    void clock.sleep(UNREST_MS).then(() => {
      world.receiver.faultShare = 0;
      world.model.faultShare = 0;
      world.trace.say('world', () => 'is calm from now on');
      void world.budget.raise().then((runIds) => {
        for (const runId of runIds) this.wake(runId);
      });
    });
    await clock
      .runUntil(() => this.isSettled(), END_WITHIN_MS)
      .catch((cause: Error) => {
        world.findings.violated('every run ends', cause.message);
      });
    world.over = true;
    // What was dropped at the last moment still comes to its end.
    await clock.pass(LAST_WORD_MS);
    if (world.budget.isThere) await clock.pass(BUDGET_SETTLES_MS);
    await world.budget.settle();
    checkHistory(world, this.processes);
  }

  private isSettled(): boolean {
    const { world, runIds } = this;
    if (!world.isCalm || world.receiver.underway > 0 || runIds.includes(null)) return false;
    return (
      [...world.memory.runs.values()].every(({ status }) => TERMINAL_RUN_STATUSES.has(status)) &&
      !this.isBusy()
    );
  }

  /** Attempts that a living process still waits for. */
  private isBusy(): boolean {
    return this.living().some(({ worker }) => worker.status().activeRuns > 0);
  }

  private living(): SimulatedProcess[] {
    return this.processes.filter(({ dead, stopped }) => !dead && !stopped);
  }

  private wake(runId: string): void {
    const living = this.living();
    if (living.length > 0) this.random.pick(living).dispatcher.wake(runId);
  }

  /** One place in which a process runs: after a death or an orderly end another one is started. */
  private async keepProcess(place: number): Promise<void> {
    const { world, random } = this;
    const { clock } = world;
    while (!world.over) {
      this.started += 1;
      const process = new SimulatedProcess(world, `process-${this.started}`, place, this.fate());
      this.processes.push(process);
      await process.start();
      const drainsAtMs = random.chance(0.2) ? world.elapsedMs + random.int(1_000, UNREST_MS) : null;
      while (!process.dead && !process.stopped && !world.over) {
        await clock.sleep(500);
        const drains = drainsAtMs !== null && world.elapsedMs >= drainsAtMs && !world.isCalm;
        if (drains && !process.dead)
          await Promise.race([process.drain(random.int(100, 5_000)), this.death(process)]);
      }
      await clock.sleep(random.int(0, 12_000));
    }
  }

  private async death(process: SimulatedProcess): Promise<void> {
    while (!process.dead && !this.world.over) await this.world.clock.sleep(500);
  }

  private fate(): Fate {
    const { random } = this;
    const keepsTime = this.world.plan.clockSteps.length === 0;
    const dies = this.killsLeft > 0 && random.chance(0.6);
    if (dies) this.killsLeft -= 1;
    const pauses = Math.min(this.pausesLeft, random.int(0, 2));
    this.pausesLeft -= pauses;
    return {
      diesAtGate: dies ? random.int(1, MOST_GATES_BEFORE_DEATH) : null,
      standsStill: Array.from({ length: pauses }, () => ({
        atGate: random.int(1, MOST_GATES_BEFORE_DEATH),
        forMs: random.chance(0.5) ? random.int(200, 6_000) : random.int(8_000, 30_000),
        // Both clocks of a machine may not deceive at once: nothing would be left by which it could know.
        monotonicToo: random.chance(0.5) && keepsTime,
      })),
    };
  }

  private async beginRun(i: number): Promise<void> {
    const { world, runIds } = this;
    const planned = world.plan.runs[i];
    if (planned === undefined) return;
    await world.clock.sleep(planned.atMs);
    const agent = world.agents.find(({ name }) => name === planned.agent);
    if (agent === undefined) throw new Error(`there is no agent ${planned.agent}`);
    const run = startRun(
      {
        agent,
        input: { script: planned.name },
        labels: {},
        limits: {},
        trigger: { kind: 'api', by: 'simulation' },
        startedBy: TEST_ACTOR,
        inputTrust: 'trusted',
      },
      { ...world.sharedPorts(), clock: world.clock },
    );
    world.trace.name(run.runId, planned.name);
    await world.memory.createRun(run);
    runIds[i] = run.runId;
    world.trace.say(
      'caller',
      () =>
        `starts ${planned.name} of agent ${planned.agent}: ${planned.turns.map((turn) => turn.map(({ tool, arguments: { order_id, amount } }) => `${tool} ${order_id} ${amount}`).join(' + ')).join(', then ')}`,
    );
    if (this.random.chance(0.5)) this.wake(run.runId);
  }
}
