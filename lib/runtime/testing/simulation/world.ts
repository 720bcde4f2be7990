// What all processes of a simulated history share: the store, the world outside, time, chance, and what is watched.
import type { PolicyVerdict } from '@/lib/domain/admission';
import { type AgentVersion, agentDefinition } from '@/lib/domain/agent';
import type { RunState } from '@/lib/domain/run-state';
import { createRedactor } from '@/lib/guard/redaction';
import { type GateRequest, OPEN_GATES, type Pass } from '@/lib/ports/gates';
import type { Ids } from '@/lib/ports/ids';
import type { RunStore } from '@/lib/ports/run-store';
import { testValidator } from '@/lib/ports/testing/ajv-validator';
import { sha256 } from '@/lib/ports/testing/sha256';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { NO_TOKEN_COUNTERS } from '@/lib/ports/token-counter';
import { foldJournal } from '../../fold';
import type { RuntimePorts } from '../../runtime-ports';
import { MemoryBulkheads } from '../memory-bulkheads';
import { MemoryKeptResults } from '../memory-kept-results';
import { isApartIn } from '../memory-lost-owners';
import { MemoryRunStore } from '../memory-run-store';
import { BudgetWatch, budgetOf } from './budget-watch';
import { Findings } from './findings';
import { SimulatedModel } from './model';
import { AGENTS, type Plan, planOf, UNREST_MS } from './plan';
import { PoisonRun, withoutOtherLosses } from './poison-run';
import { SimulatedReceiver } from './receiver';
import { routingOf, simulatedModel } from './routing';
import { SeededRandom } from './seeded-random';
import { scarceMoneyOf } from './summaries';
import { ASKED_TOOLS, TOOLS } from './tools';
import { Trace } from './trace';
import { OUTSIDE_TOOLS, withWaitingRuns } from './waiting-runs';

/** Puts something between the runtime and its store; how a bug is planted. */
export type StoreWrapper = (memory: MemoryRunStore) => RunStore;

/** Far from the seeds of other histories. */
const UNDO_SEED = 700_000_000;
const EVENT_SEED = 800_000_000;
const WORD_SEED = 900_000_000;
const CONNECT_SEED = 1_000_000_000;
const POISON_SEED = 1_100_000_000;
/** Apart from the ids of runs. */
const EVENT_ID_SPACE_MS = 3_600_000;
export const LEASE_MS = 10_000;
const KNOWN_TOOLS = [...TOOLS, ...OUTSIDE_TOOLS];
/** Few, so that short runs have snapshots that build on each other. */
const SNAPSHOT_EVERY_ROWS = 9;
const PERMIT: PolicyVerdict = { effect: 'permit', rules: [], policyVersion: '1' };

export class World {
  readonly clock = new VirtualClock();
  readonly startedMs = this.clock.now();
  readonly memory = new MemoryRunStore(this.clock, sha256);
  /** What the runtime sees as its store. */
  readonly store: RunStore;
  readonly results = new MemoryKeptResults(this.clock);
  readonly plan: Plan;
  readonly poison: PoisonRun;
  readonly random: SeededRandom;
  /** Of its own, so that undoing moves no chance of anything else. */
  readonly undoRandom: SeededRandom;
  /** Of their own too: who waits for the world, and when it answers. */
  readonly eventRandom: SeededRandom;
  readonly eventIds: Ids;
  /** And who can't wait to say what became of a call. */
  readonly wordRandom: SeededRandom;
  /** And how long connections take. */
  readonly connectRandom: SeededRandom;
  readonly bulkheads = new MemoryBulkheads(this.clock, {
    isClaimed: (runId, fence) => this.memory.isClaimed(runId, fence),
    isOver: (runId) => this.memory.isOver(runId),
    isApart: (runId) => isApartIn(this.memory.runs, runId),
  });
  readonly findings = new Findings();
  readonly trace: Trace;
  readonly receiver: SimulatedReceiver;
  readonly model: SimulatedModel;
  readonly ids: Ids;
  readonly agents: readonly AgentVersion[];
  /** Approved calls, as `run:step`. */
  readonly approved = new Set<string>();
  /** Passes of gates that were neither settled nor abandoned, by the process that holds them. */
  readonly openPasses = new Map<string, number>();
  /** Whether clients of tools ask the runtime right before the first byte leaves, as the port promises. */
  readonly asksBeforeSend: boolean;
  readonly budget: BudgetWatch;
  /** The history is over: whoever lives stops. */
  over = false;

  constructor(
    seed: number,
    options: {
      readonly isTraced: boolean;
      readonly wrap?: StoreWrapper | undefined;
      readonly asksBeforeSend?: boolean | undefined;
    },
  ) {
    this.asksBeforeSend = options.asksBeforeSend ?? true;
    const root = new SeededRandom(seed);
    this.eventRandom = new SeededRandom(seed + EVENT_SEED);
    this.eventIds = seededIds(this.startedMs + EVENT_ID_SPACE_MS);
    const plan = withWaitingRuns(planOf(root.fork()), this.eventRandom);
    const poisonRandom = new SeededRandom(seed + POISON_SEED);
    this.poison = new PoisonRun(plan, poisonRandom);
    this.plan = this.poison.isThere ? withoutOtherLosses(plan, poisonRandom) : plan;
    this.random = root.fork();
    this.wordRandom = new SeededRandom(seed + WORD_SEED);
    this.connectRandom = new SeededRandom(seed + CONNECT_SEED);
    this.undoRandom = new SeededRandom(seed + UNDO_SEED);
    this.trace = new Trace(() => this.clock.now() - this.startedMs, options.isTraced);
    for (const [agent, limit] of Object.entries(this.plan.agentLimits))
      this.memory.places.limits.set(agent, limit);
    this.budget = new BudgetWatch(this, budgetOf(seed));
    this.store = options.wrap?.(this.memory) ?? this.memory;
    this.receiver = new SimulatedReceiver(
      this.clock,
      root.fork(),
      this.trace,
      this.findings,
      this.wordRandom,
    );
    this.model = new SimulatedModel(this.clock, root.fork(), this.plan.runs);
    this.receiver.faultShare = this.plan.faults;
    this.model.faultShare = this.plan.faults / 2;
    this.ids = seededIds(this.startedMs);
    const scarce = scarceMoneyOf(seed);
    this.model.countsInput = scarce?.countsInput ?? null;
    const routing = routingOf(seed);
    this.model.routing = routing;
    this.agents = AGENTS.map((name, i) => agentOf(name, i, scarce?.agent ?? {}, routing?.agent ?? {}));
  }

  /** The fold of the run's journal; null, and a promise broken, when there is none. */
  stateOf(runId: string): RunState | null {
    try {
      return foldJournal(this.memory.runs.get(runId)?.rows ?? []);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.findings.violated('the journal can be folded', `${this.trace.nameOf(runId)}: ${why}`);
      return null;
    }
  }

  get elapsedMs(): number {
    return this.clock.now() - this.startedMs;
  }

  get isCalm(): boolean {
    return this.elapsedMs >= UNREST_MS;
  }

  isStoreAway(process: number): boolean {
    const { elapsedMs } = this;
    return this.plan.outages.some(
      (outage) =>
        (outage.process === null || outage.process === process) &&
        outage.fromMs <= elapsedMs &&
        elapsedMs < outage.untilMs,
    );
  }

  /** What a process uses as it is; store, clock, model, tools and gates are its own doors to them. */
  sharedPorts(): Omit<RuntimePorts, 'store' | 'clock' | 'models' | 'tools' | 'gates' | 'logger'> {
    const { agents } = this;
    return {
      catalog: {
        agentVersion: async (name) => agents.find((agent) => agent.name === name) ?? null,
        tool: async (name) => KNOWN_TOOLS.find((tool) => tool.name === name) ?? null,
        toolVersion: async (name) => KNOWN_TOOLS.find((tool) => tool.name === name) ?? null,
        model: async (name) => simulatedModel(name),
      },
      policy: { evaluate: async () => PERMIT },
      policies: { at: () => ({ evaluate: async () => PERMIT }) },
      tokens: NO_TOKEN_COUNTERS,
      results: this.results,
      schemas: testValidator,
      redactor: createRedactor([]),
      random: this.random,
      ids: this.ids,
      hash: sha256,
      keyedHash: sha256,
      changes: { publish: () => {} },
      runtimeVersion: 'simulated',
      snapshotEveryRows: SNAPSHOT_EVERY_ROWS,
    };
  }

  /** Puts attempts off now and then, and counts the passes it gives. */
  async enterGate(process: string, request: GateRequest) {
    if (!this.isCalm && this.random.chance(this.plan.deferrals)) {
      const waitMs = this.random.int(100, 8_000);
      return { passed: false, by: 'breaker', id: 'simulated', waitMs } as const;
    }
    const answer = await OPEN_GATES.enter(request);
    if (!answer.passed) return answer;
    this.countPass(process, 1);
    return { passed: true, pass: this.once(process) } as const;
  }

  private once(process: string): Pass {
    let isOpen = true;
    const close = () => {
      if (!isOpen) this.findings.violated('a pass is given back once', `${process} gave one back twice`);
      isOpen = false;
      this.countPass(process, -1);
    };
    return { settle: close, abandon: close };
  }

  private countPass(process: string, by: number): void {
    this.openPasses.set(process, (this.openPasses.get(process) ?? 0) + by);
  }
}

/** The second agent soon reaches its bound of calls, and undoes what it did where it fails or is cancelled. */
function agentOf(name: string, place: number, money: object, routing: object): AgentVersion {
  return {
    name,
    version: 1,
    definition: agentDefinition.parse({
      description: 'Does what its script says.',
      prompt: 'You do what your script says.',
      model: 'simulated',
      tools: [...ASKED_TOOLS, ...OUTSIDE_TOOLS].map((tool) => ({ name: tool.name })),
      inputSchema: { type: 'object', properties: { script: { type: 'string' } } },
      escalation: {
        expiresMs: 15_000,
        onExpiry: 'escalate',
        escalateTo: [{ expiresMs: 10_000 }, { role: 'admin', expiresMs: 20_000 }],
      },
      ...(place === 1 ? { limits: { maxToolCalls: 4 }, onFailure: 'compensate' } : money),
      ...routing,
    }),
  };
}

/** Time-ordered, and the same in each repetition. */
function seededIds(startMs: number): Ids {
  let made = 0;
  return {
    timeOrdered() {
      made += 1;
      const time = (startMs + made).toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(made).padStart(12, '0')}`;
    },
  };
}
