// A run store in memory that is as honest as the real one: fence by seq, conditional park, inputs, leases; for tests and simulation.
import { APPROVAL_MACHINE, type ApprovalStatus } from '@/lib/domain/approval';
import type { HashText } from '@/lib/domain/journal-row';
import { transition } from '@/lib/domain/machine';
import { RUN_MACHINE, TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import type { RunInput } from '@/lib/domain/run-input';
import { type Clock, isoAt } from '@/lib/ports/clock';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type {
  CommitExit,
  CommitOutcome,
  Condemnation,
  NewRun,
  RunCommit,
  RunStore,
} from '@/lib/ports/run-store';
import { claimRowAfter } from './claim-row';
import { MemoryBudgets } from './memory-budgets';
import { MemoryEffectLedger } from './memory-effect-ledger';
import { heldInMemory, waitingForFree } from './memory-effect-waits';
import { MemoryEvents } from './memory-events';
import { condemnInMemory, leaveRun } from './memory-exit';
import { MemoryLeaks } from './memory-leaks';
import { isApart, lostWith } from './memory-lost-owners';
import { MemoryPlaces } from './memory-places';
import {
  type ApprovalRecord,
  freshRecord,
  isCancelled,
  isDry,
  type LetterRecord,
  type Mutable,
  type RunRecord,
  refuseUsedIds,
  reopenInMemory,
  tellInMemory,
} from './memory-records';
import { shortJournal, tailOf } from './memory-tail';
import { endByTime } from './memory-veto-windows';
import { MemoryWindows } from './memory-windows';

/** Every method is one turn of the event loop and touches nothing after it: what the real store does in one transaction. */
export class MemoryRunStore extends MemoryLeaks implements RunStore {
  readonly runs = new Map<string, Mutable<RunRecord>>();
  readonly approvals = new Map<string, ApprovalRecord>();
  readonly effects = new MemoryEffectLedger();
  /** Every commit that was taken, in order: tests count them. */
  readonly commits: RunCommit[] = [];
  readonly letters: LetterRecord[] = [];
  readonly places = new MemoryPlaces(this.runs, {
    dueSince: (run) => run.dueAtMs ?? this.clock.now(),
    isLive: (workerId) => this.isLive(workerId),
  });
  readonly events: MemoryEvents;
  readonly budgets = new MemoryBudgets(this.clock, (workerId) => this.isLive(workerId));
  readonly windows = new MemoryWindows(this.clock, this.budgets);

  constructor(
    clock: Clock,
    private readonly hash: HashText,
  ) {
    super(clock);
    this.events = new MemoryEvents(clock, (runId, input) => this.appendInput(runId, input));
  }

  async createRun(run: NewRun): Promise<boolean> {
    if (this.runs.has(run.runId)) return false;
    this.runs.set(run.runId, freshRecord(run));
    return true;
  }

  async claimDue(workerId: string, limit: number): Promise<readonly ClaimedRun[]> {
    if (!this.isLive(workerId)) return [];
    const due = [...this.runs.values()].filter((run) => this.isDue(run) && !isApart(run));
    return this.places.share(due, workerId, limit, (run) => this.take(run, workerId));
  }

  async claimRun(workerId: string, runId: string, free?: number): Promise<ClaimedRun | null> {
    const run = this.runs.get(runId);
    if (run === undefined || !this.isLive(workerId) || !this.isDue(run) || isApart(run)) return null;
    const isPlaced = this.places.allows(run, workerId, free);
    return isPlaced || isCancelled(run) ? this.take(run, workerId, !isPlaced) : null;
  }

  async claimCancelled(workerId: string, limit: number): Promise<readonly ClaimedRun[]> {
    if (!this.isLive(workerId)) return [];
    const cancelled = [...this.runs.values()].filter((run) => isCancelled(run) && !isApart(run));
    return cancelled.slice(0, limit).map((run) => this.take(run, workerId, true));
  }

  async claimDry(workerId: string, limit: number, runId?: string): Promise<readonly ClaimedRun[]> {
    if (!this.isLive(workerId)) return [];
    const due = [...this.runs.values()].filter((run) => isDry(run, runId) && this.isFree(run));
    return due.slice(0, limit).map((run) => this.take(run, workerId, true));
  }

  async claimApart(workerId: string): Promise<ClaimedRun | null> {
    if (!this.isLive(workerId)) return null;
    const isFree = (run: RunRecord) => isApart(run) && this.places.allows(run, workerId, undefined);
    const run = [...this.runs.values()].find((one) => this.isDue(one) && isFree(one));
    return run === undefined ? null : this.take(run, workerId);
  }

  anyApart = async () => [...this.runs.values()].some((run) => this.isDue(run) && isApart(run));
  ownedRuns: RunStore['ownedRuns'] = async (workerId) => {
    if (!this.isLive(workerId)) return [];
    const owned = [...this.runs.values()].filter(({ owner }) => owner === workerId);
    return owned.map(({ new: { runId }, fence }) => ({ runId, fence }));
  };

  loadJournal: RunStore['loadJournal'] = async (runId) => [...(this.runs.get(runId)?.rows ?? [])];
  loadTail: RunStore['loadTail'] = async (runId) => tailOf(this.runs.get(runId)?.rows ?? []);
  readInputs: RunStore['readInputs'] = async (runId, after) =>
    (this.runs.get(runId)?.inputs ?? []).filter(({ inputSeq }) => inputSeq > after);
  async commit(commit: RunCommit): Promise<CommitOutcome> {
    const run = this.runs.get(commit.runId);
    if (run === undefined) throw new Error(`no run ${commit.runId}`);
    const head = commit.rows[0];
    const standing = head && run.rows[head.seq - 1];
    if (head && standing?.hash === head.hash) {
      return {
        status: 'committed',
        claims: this.claims(commit),
        exited: commit.exit !== null && run.owner === null,
      };
    }
    if (head ? head.seq !== run.rows.length + 1 : run.fence !== commit.fence || run.owner === null) {
      return { status: 'fenced' };
    }
    refuseUsedIds(commit, this.approvals);
    this.windows.refuse(commit);
    run.rows.push(...commit.rows);
    for (const completion of commit.effectCompletions) this.effects.complete(completion);
    const claims = this.claims(commit);
    for (const approval of commit.approvals) {
      this.approvals.set(approval.request.id, { approval, status: 'pending' });
    }
    for (const { id, status } of commit.closedApprovals) this.closeApproval(id, status);
    this.events.take(commit);
    this.windows.take(commit);
    this.commits.push(commit);
    return { status: 'committed', claims, exited: commit.exit !== null && this.leave(run, commit.exit) };
  }

  async condemn({ runId, fence }: ClaimedRun, why: Condemnation): Promise<boolean> {
    const run = this.runs.get(runId);
    if (run === undefined || run.fence !== fence || run.owner === null) return false;
    this.letters.push(...condemnInMemory(run, why));
    for (const [id, { approval }] of this.approvals) {
      if (approval.runId === runId) this.closeApproval(id, 'cancelled');
    }
    this.events.condemn(runId);
    this.windows.condemn(runId, why.at);
    this.effects.leaveInDoubt(runId);
    return true;
  }

  async hasten(runIds: readonly string[]): Promise<void> {
    for (const id of runIds) {
      const run = this.runs.get(id);
      if (run?.status === 'waiting' && run.dueAtMs !== null)
        run.dueAtMs = Math.min(run.dueAtMs, this.clock.now());
    }
  }

  tellRun: RunStore['tellRun'] = async (runId, ...told) => tellInMemory(this.runs.get(runId), ...told);
  heldBy: RunStore['heldBy'] = async (claim) => heldInMemory(claim, this, this.clock.now());
  wakeWaiting: RunStore['wakeWaiting'] = async (places) => {
    const woken = waitingForFree(places, this, this.clock.now());
    return this.hasten(woken).then(() => woken);
  };

  expireApprovals: RunStore['expireApprovals'] = async (limit) =>
    endByTime(this, limit, this.clock.now(), (...told) => this.appendInput(...told));
  matchEvents: RunStore['matchEvents'] = async (correlationKeys) => this.events.match(correlationKeys);
  contactsOn: RunStore['contactsOn'] = async (key) => this.events.contacts.get(key) ?? [];
  reviewRate: RunStore['reviewRate'] = async (...of) => this.windows.rates.get(of.join('\n')) ?? null;
  sumsIn: RunStore['sumsIn'] = async (asked, own) => this.windows.sumsIn(asked, own);
  endWaits: RunStore['endWaits'] = async (limit) => this.events.endLate(limit);

  /** What a command does: the input and the raised input_seq, at once. */
  appendInput(runId: string, input: RunInput): number {
    const run = this.runs.get(runId);
    if (run === undefined || TERMINAL_RUN_STATUSES.has(run.status)) throw new Error(`no live run ${runId}`);
    return run.inputs.push({ inputSeq: run.inputs.length + 1, input });
  }

  /** As the command does it: of a failed run with an open letter, once. */
  redrive(runId: string, input: Extract<RunInput, { type: 'redrive' }>): number | null {
    const run = this.runs.get(runId);
    const isReopened = run !== undefined && reopenInMemory(run, this.letters, this.clock.now());
    return isReopened ? this.appendInput(runId, input) : null;
  }

  /** Compare-and-set on the approval, as the decision command does it. */
  closeApproval(id: string, status: ApprovalStatus): boolean {
    const record = this.approvals.get(id);
    if (record?.status !== 'pending') return false;
    record.status = transition(APPROVAL_MACHINE, record.status, status);
    return true;
  }

  private claims(commit: RunCommit) {
    this.events.release(commit.effectCompletions.filter((done) => this.effects.isFreedBy(done)));
    return commit.effectClaims.map((claim) => this.events.claimContact(claim, this.effects.claim(claim)));
  }

  isClaimed(runId: string, fence: number): boolean {
    const run = this.runs.get(runId);
    return run !== undefined && run.fence === fence && run.owner !== null && this.isLive(run.owner);
  }

  isOver = (runId: string) => TERMINAL_RUN_STATUSES.has(this.runs.get(runId)?.status ?? 'failed');

  private isDue = (run: RunRecord): boolean => !isDry(run) && this.isFree(run);

  private isFree(run: RunRecord): boolean {
    if (TERMINAL_RUN_STATUSES.has(run.status)) return false;
    if (run.owner !== null) return !this.isLive(run.owner);
    if (run.inputs.length > run.seenInputSeq) return true;
    const due = run.dueAtMs !== null && run.dueAtMs <= this.clock.now();
    return due && this.stops.inWayOf(run.new.agent) === null;
  }

  private take(run: Mutable<RunRecord>, workerId: string, placeless = false): ClaimedRun {
    const fence = run.fence + 1;
    const { lost, told } = lostWith(run, (owner) => this.hasRetired(owner));
    const at = isoAt(this.clock.now());
    run.rows.push(claimRowAfter(run.rows, { workerId, fence, at, ...told }, this.hash));
    run.lostOwners = lost?.owners ?? 0;
    if (run.status !== 'running') run.status = transition(RUN_MACHINE, run.status, 'running');
    run.fence = fence;
    run.owner = workerId;
    run.placeless = placeless;
    run.waiting = null;
    return { runId: run.new.runId, fence, ...(lost && { lost }), ...shortJournal(run.rows) };
  }

  /** @returns false when input came that the worker has not seen: it keeps the run. */
  private leave(run: Mutable<RunRecord>, exit: CommitExit): boolean {
    if (!leaveRun(run, exit, this.clock.now())) return false;
    if (exit.kind === 'end' && exit.deadLetter !== null && exit.error !== null)
      this.letters.push({ ...exit.deadLetter, ...exit.error, runId: run.new.runId, state: 'open' });
    if (exit.kind === 'end' && exit.compensation) void this.createRun(exit.compensation);
    return true;
  }
}
