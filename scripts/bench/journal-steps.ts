import { systemClock } from '../../lib/adapters/system/system-clock';
import type { BudgetLedger } from '../../lib/ports/budget-ledger';
import type { ClaimedRun } from '../../lib/ports/run-claims';
import type { RunStore } from '../../lib/ports/run-store';
import { newTestRun } from '../../lib/ports/testing/journal-builder';
import { createTestIds } from '../../lib/ports/testing/test-ids';
import type { WorkerLeases } from '../../lib/ports/worker-leases';
import { createBudgetLedger } from '../../lib/store/budgets/budget-ledger';
import { createRunStore } from '../../lib/store/run-store';
import type { Ground } from './ground';
import { type Measured, measured } from './meter';
import { STEPS_PER_RUN, type StepKind, walkRun } from './walk-run';

/** More would be a record; with one caller a round trip is the bound. */
const MOST_STEPS_A_SECOND = { one: 6_000, many: 30_000 } as const;
/** One agent alone never gets all of a worker's places. */
const AGENTS = 32;
const LEASE_MS = 3_600_000;
const COUNTED_AT_ONCE = 1_000;
const COUNTS_EVERY_MS = 500;

export class JournalSteps {
  private readonly store: RunStore & WorkerLeases;
  private readonly ledger: BudgetLedger;
  private readonly ids = createTestIds();
  /** Runs that are queued and not claimed yet. */
  private backlog = 0;

  constructor(private readonly ground: Ground) {
    this.ledger = createBudgetLedger(ground.db.pool);
    this.store = createRunStore({
      pool: ground.db.pool,
      hotPool: ground.db.hotPool,
      clock: systemClock,
      runtimeVersion: 'bench',
    });
  }

  /** Starting the runs is not counted: they wait as a backlog when the time begins. */
  async measure(kind: StepKind, callers: number, seconds: number): Promise<Measured> {
    const { store } = this;
    const workerId = this.ids.timeOrdered();
    await store.register(workerId, 'bench', LEASE_MS, 0);
    await this.fill(callers, seconds);
    const allowances = kind === 'held' ? await this.allowancesOf(workerId) : [];
    const places = new Places(async (free) => {
      if (this.backlog < free) throw new Error('the backlog was too short');
      return store.claimDue(workerId, free);
    });
    const act = async (_caller: number, steps: number[]) => {
      const claimed = await places.next();
      this.backlog -= 1;
      const last = (claimed.journal ?? (await store.loadJournal(claimed.runId))).at(-1);
      if (last === undefined) throw new Error('a claimed run has a journal');
      await walkRun(store, { ...claimed, last, allowances }, kind, steps);
    };
    const counter = new Counter(this.ledger);
    if (kind === 'held') counter.start();
    try {
      return await measured(this.ground, { seconds, callers, act });
    } finally {
      await counter.stop();
      await store.retire(workerId);
    }
  }

  /** Of two budgets with room for all. */
  private async allowancesOf(workerId: string): Promise<string[]> {
    await this.ground.db.pool.query(
      `INSERT INTO budget (scope, period, limit_micro_usd, alert_at, version, updated_at, updated_by)
       SELECT scope, 'total', 9000000000000, '{1}', 1, now(), '{}' FROM unnest('{global,label:team=bench}'::text[]) scope ON CONFLICT DO NOTHING`,
    );
    const plenty = { leastMicroUsd: 1_000_000, mostMicroUsd: 100_000_000_000 };
    const scopes = ['global', 'label:team=bench'];
    const answer = await this.ledger.grant({ workerId, scopes, ...plenty });
    if (answer.status !== 'granted') throw new Error('there is room for all');
    return answer.allowances.map(({ id }) => id);
  }

  private async fill(callers: number, seconds: number): Promise<void> {
    const most = MOST_STEPS_A_SECOND[callers === 1 ? 'one' : 'many'];
    const wanted = Math.ceil((seconds * most) / STEPS_PER_RUN) + callers;
    while (this.backlog < wanted) {
      const runs = Array.from({ length: 2 * AGENTS }, (_, i) =>
        newTestRun(this.ids.timeOrdered(), `bench-${i % AGENTS}`, new Date().toISOString()),
      );
      await Promise.all(runs.map((run) => this.store.createRun(run)));
      this.backlog += runs.length;
    }
  }
}

/** Counts settled holds as a process does, beside the steps. */
class Counter {
  private counting: Promise<void> = Promise.resolve();
  private readonly done = new AbortController();

  constructor(private readonly ledger: BudgetLedger) {}

  start(): void {
    this.counting = this.run();
  }

  async stop(): Promise<void> {
    this.done.abort();
    await this.counting;
  }

  private async run(): Promise<void> {
    while (!this.done.signal.aborted) {
      const counted = await this.ledger.count(COUNTED_AT_ONCE);
      if (counted < COUNTED_AT_ONCE) await systemClock.sleep(COUNTS_EVERY_MS, this.done.signal);
    }
  }
}

/** Hands out claimed runs one by one; whoever finds none claims for all who wait. */
class Places {
  private runs: ClaimedRun[] = [];
  private waiting = 0;
  private claiming: Promise<void> | null = null;

  constructor(private readonly claim: (free: number) => Promise<readonly ClaimedRun[]>) {}

  async next(): Promise<ClaimedRun> {
    this.waiting += 1;
    for (;;) {
      const run = this.runs.pop();
      if (run !== undefined) {
        this.waiting -= 1;
        return run;
      }
      this.claiming ??= this.refill();
      await this.claiming;
    }
  }

  private async refill(): Promise<void> {
    await new Promise(setImmediate);
    this.runs = [...(await this.claim(this.waiting))];
    this.claiming = null;
  }
}
