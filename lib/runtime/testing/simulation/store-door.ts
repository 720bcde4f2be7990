// One process's way to the store: it takes its time, is cut off now and then, and loses answers after the store did what it was asked.
import { CodedError, StoreUnavailableError } from '@/lib/domain/errors';
import type { BudgetLedger } from '@/lib/ports/budget-ledger';
import type { BulkheadStore } from '@/lib/ports/bulkheads';
import { CLAIM_UNKNOWN, type ClaimedRun } from '@/lib/ports/run-claims';
import type { RunStore } from '@/lib/ports/run-store';
import type { StopReader } from '@/lib/ports/stops';
import type { WorkerLeases } from '@/lib/ports/worker-leases';
import type { LivingProcess } from './living-process';
import { rowsInWords } from './trace';
import { CommitWatch } from './watch-commits';
import type { World } from './world';

export class StoreDoor {
  private readonly world: World;

  constructor(private readonly process: LivingProcess) {
    this.world = process.world;
  }

  store(): RunStore {
    const { store } = this.world;
    const watch = new CommitWatch(this.process);
    return {
      createRun: (run) => this.question(() => store.createRun(run)),
      claimDue: (workerId, limit) => this.claim(() => store.claimDue(workerId, limit)),
      claimRun: (workerId, runId, free) => this.claimOne(() => store.claimRun(workerId, runId, free)),
      claimCancelled: (workerId, limit) => this.claim(() => store.claimCancelled(workerId, limit)),
      claimDry: (workerId, limit, runId) => this.claim(() => store.claimDry(workerId, limit, runId)),
      claimApart: (workerId) => this.claimOne(() => store.claimApart(workerId)),
      anyApart: () => this.question(() => store.anyApart()),
      ownedRuns: (workerId) => this.question(() => store.ownedRuns(workerId)),
      loadJournal: (runId) => this.question(() => store.loadJournal(runId)),
      loadTail: (runId) => this.question(() => store.loadTail(runId)),
      readInputs: (runId, after) => this.question(() => store.readInputs(runId, after)),
      commit: async (commit) => {
        const { memory, poison } = this.world;
        if (poison.is(memory.runs.get(commit.runId))) await this.process.takenDown('by the first move');
        return this.act('commit', () => watch.commit(commit));
      },
      condemn: (run, why) => this.act('condemn', () => store.condemn(run, why)),
      hasten: (runIds) => this.question(() => store.hasten(runIds)),
      tellLeak: (...told) => this.question(() => store.tellLeak(...told)),
      tellSecrets: (...told) => this.question(() => store.tellSecrets(...told)),
      tellRun: (...told) => this.question(() => store.tellRun(...told)),
      heldBy: (claim) => this.question(() => store.heldBy(claim)),
      wakeWaiting: (places) => this.question(() => store.wakeWaiting(places)),
      matchEvents: (keys) => this.question(() => store.matchEvents(keys)),
      contactsOn: (key) => this.question(() => store.contactsOn(key)),
      reviewRate: (...asked) => this.question(() => store.reviewRate(...asked)),
      sumsIn: (...asked) => this.question(() => store.sumsIn(...asked)),
      endWaits: (limit, onFailure) => this.question(() => store.endWaits(limit, onFailure)),
      expireApprovals: (limit, onFailure) => this.question(() => store.expireApprovals(limit, onFailure)),
    };
  }

  bulkheads(): BulkheadStore {
    const { bulkheads } = this.world;
    return {
      take: (request) => this.act('slot', () => bulkheads.take(request)),
      release: (slot) => this.question(() => bulkheads.release(slot)),
      offer: (key, limit) => this.question(() => bulkheads.offer(key, limit)),
    };
  }

  ledger(): BudgetLedger {
    const { budgets } = this.world.memory;
    return {
      grant: (request) => this.act('grant', () => budgets.grant(request)),
      tend: (workerId, returns) => this.act('tend', () => budgets.tend(workerId, returns)),
      count: (limit) => this.act('count', () => budgets.count(limit)),
    };
  }

  leases(): WorkerLeases {
    const { memory } = this.world;
    return {
      register: (id, host, leaseMs, epoch) => {
        this.world.trace.name(id, `worker of ${this.process.name}`);
        return this.act('register', () => memory.register(id, host, leaseMs, epoch));
      },
      heartbeat: (id, leaseMs) => this.act('heartbeat', () => memory.heartbeat(id, leaseMs)),
      retire: (id) => this.act('retire', () => memory.retire(id)),
      giveUp: (id) => this.act('giving up', () => memory.giveUp(id)),
      now: () => this.question(() => memory.now()),
    };
  }

  stops(): StopReader {
    const { stops } = this.world.memory;
    return {
      readStops: (known) => this.question(() => stops.readStops(known)),
      acknowledgeStops: (id, epoch) => this.act('acknowledgement', () => stops.acknowledgeStops(id, epoch)),
    };
  }

  /** Reading changes nothing: it is either answered or not. */
  private async question<T>(ask: () => Promise<T>): Promise<T> {
    await this.process.awake('answer');
    await this.reachStore();
    const answer = await ask();
    await this.process.awake('answer');
    return answer;
  }

  private async act<T>(name: string, ask: () => Promise<T>): Promise<T> {
    await this.process.gate(`before ${name}`);
    await this.reachStore();
    const answer = await ask();
    await this.process.gate(`after ${name}`);
    this.maybeLose(name);
    return answer;
  }

  /** A claim that finds nothing is no act worth dying at. */
  private async claim(ask: () => Promise<readonly ClaimedRun[]>): Promise<readonly ClaimedRun[]> {
    const { memory, trace, findings } = this.world;
    await this.process.awake('answer');
    await this.reachStore();
    const owners = new Map([...memory.runs].map(([id, run]) => [id, run.owner]));
    const claimed = await ask();
    for (const { runId } of claimed) {
      const { rows = [] } = memory.runs.get(runId) ?? {};
      trace.say(this.process.name, () => `claims ${runId}: ${rowsInWords(rows.slice(-1))}`);
      if (owners.get(runId) !== null) findings.takeovers += 1;
    }
    if (claimed.length === 0) return claimed;
    const kills = ({ runId, lost }: ClaimedRun) => lost?.beforeAttempt !== true && memory.runs.get(runId);
    for (const run of claimed)
      if (this.world.poison.killsWhileFolded(kills(run) || undefined))
        await this.process.takenDown('by folding');
    for (const [agent, limit] of memory.places.limits) {
      const { length: running } = memory.places.running(agent);
      if (running > limit)
        findings.violated('no more of an agent run than may', `${running} of ${agent}, of ${limit}`);
    }
    await this.process.gate('after claim');
    this.maybeLose(
      'claim',
      () => new CodedError(CLAIM_UNKNOWN, 'retryable', 'Whether runs were claimed is unknown.'),
    );
    return claimed;
  }

  private async claimOne(ask: () => Promise<ClaimedRun | null>): Promise<ClaimedRun | null> {
    const [one] = await this.claim(async () => {
      const claimed = await ask();
      return claimed === null ? [] : [claimed];
    });
    return one ?? null;
  }

  private async reachStore(): Promise<void> {
    if (!this.world.isStoreAway(this.process.place)) return;
    await this.world.clock.sleep(this.world.random.int(1, 400));
    await this.process.awake('answer');
    throw new StoreUnavailableError('The connection was refused.');
  }

  /** The store did it; nobody here knows. */
  private maybeLose(
    name: string,
    error = (): Error => new StoreUnavailableError('The connection broke before the answer.'),
  ): void {
    const { isCalm, random, plan, trace } = this.world;
    if (isCalm || !random.chance(plan.lostAnswers)) return;
    trace.say(this.process.name, () => `loses the answer to its ${name}`);
    throw error();
  }
}
