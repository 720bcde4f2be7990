// The people of a simulated history: they tell runs things, decide what is asked (two of them, without waiting for each other), stop, lift and redrive.

import type { Actor } from '@/lib/domain/principal';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import type { RunInput } from '@/lib/domain/run-input';
import { isoAt } from '@/lib/ports/clock';
import type { NewApproval, NewRun } from '@/lib/ports/run-store';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { toolStepAt } from '../../step-access';
import type { SeededRandom } from './seeded-random';
import { isUndone, undoOf, undoSomeRun } from './undoing';
import type { World } from './world';

const DECIDERS: readonly Actor[] = [
  { kind: 'user', id: 'user-eve', label: 'Eve' },
  { kind: 'user', id: 'user-ben', label: 'Ben' },
];

/** Share of unknown outcomes that somebody answers by the receiver's books of that moment, though the call may still arrive. */
const HASTY_SHARE = 0.8;
const HASTY: Actor = { kind: 'user', id: 'user-kim', label: 'Kim' };

export class People {
  private readonly isHasty = new Map<string, boolean>();
  private redrivesLeft: number;

  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    private readonly wake: (runId: string) => void,
  ) {
    this.redrivesLeft = world.plan.redrives;
  }

  /** @param runIds of the planned runs, as far as they have begun. */
  start(runIds: readonly (string | null)[]): void {
    const { plan } = this.world;
    for (const { atMs, run, type } of plan.told) {
      this.at(atMs, () =>
        this.tell(runIds[run] ?? null, { type, by: TEST_ACTOR, reason: 'As it goes.', limits: {} }),
      );
    }
    for (const stop of plan.stops) this.stopAndLift(stop);
    for (const decider of DECIDERS) void this.decideForEver(decider);
    void this.guessForEver();
    void this.lookAfterRuns();
    void this.undoSome();
  }

  private at(atMs: number, act: () => void): void {
    void this.world.clock.sleep(atMs).then(() => {
      if (!this.world.over) act();
    });
  }

  private stopAndLift({ atMs, forMs, scope }: World['plan']['stops'][number]): void {
    const { memory, trace } = this.world;
    this.at(atMs, () => {
      if (memory.stops.current.stops.some((stop) => stop.scope === scope && stop.liftedAt === null)) return;
      memory.stops.set(scope, TEST_ACTOR, 'Look first.');
      trace.say('operator', () => `stops ${scope}`);
      this.at(forMs, () => {
        memory.stops.lift(scope);
        trace.say('operator', () => `lifts the stop of ${scope}`);
      });
    });
  }

  /** As the command does it: refused once the run has ended. */
  private tell(
    runId: string | null,
    said:
      | Extract<RunInput, { type: 'pause' | 'cancel' | 'resume' }>
      | { type: 'pause' | 'cancel' | 'resume'; by: Actor; reason: string; limits: object },
  ): void {
    const { memory, trace } = this.world;
    const run = runId === null ? undefined : memory.runs.get(runId);
    if (runId === null || run === undefined || TERMINAL_RUN_STATUSES.has(run.status)) return;
    const { type, by, reason } = said;
    const limits = 'limits' in said ? said.limits : {};
    const input: RunInput = type === 'resume' ? { type, by, reason, limits } : { type, by, reason };
    const inputSeq = memory.appendInput(runId, input);
    trace.say('operator', () => `tells ${runId} input ${inputSeq}: ${type}`);
    this.hint(runId);
  }

  /** Looks, thinks, and decides on what was seen, though the other one may have been faster. */
  private async decideForEver(by: Actor): Promise<void> {
    const { clock } = this.world;
    while (!this.world.over) {
      await clock.sleep(this.random.int(200, 4_000));
      const seen = this.pending();
      if (seen.length === 0) continue;
      const approval = this.random.pick(seen);
      await clock.sleep(this.random.pick([0, 0, 100, 1_500]));
      const wishes = this.hasSettled(approval) && this.world.undoRandom.chance(0.3);
      const undoing = wishes ? await undoOf(this.world, approval.runId, approval.step, 'decision', by) : null;
      if (!this.world.over) this.decide(approval, by, undoing);
    }
  }

  /** Answers at once, before anybody can know. */
  private async guessForEver(): Promise<void> {
    const { clock, memory, wordRandom } = this.world;
    while (!this.world.over) {
      await clock.sleep(wordRandom.int(40, 200));
      const open = [...memory.approvals.values()].filter(({ status }) => status === 'pending');
      for (const { approval } of open) {
        const { kind, request } = approval;
        if (kind === 'tool_call' || this.hasSettled(approval) || this.world.over) continue;
        const isHasty = this.isHasty.get(request.id) ?? wordRandom.chance(HASTY_SHARE);
        this.isHasty.set(request.id, isHasty);
        if (isHasty) this.decide(approval, HASTY, null);
      }
    }
  }

  private pending(): readonly NewApproval[] {
    const { memory, isCalm } = this.world;
    const open = [...memory.approvals.values()].filter(({ status }) => status === 'pending');
    return open
      .map(({ approval }) => approval)
      .filter((approval) => {
        if (approval.kind === 'unknown_outcome') return this.hasSettled(approval);
        return isCalm || this.random.chance(0.5);
      });
  }

  /** Of an unknown outcome: whether what has not arrived by now never will. */
  private hasSettled({ kind, runId, step }: NewApproval): boolean {
    if (kind !== 'unknown_outcome') return false;
    const state = this.world.stateOf(runId);
    const settlesAt = state === null ? null : toolStepAt(state, step).settlesAt;
    return settlesAt === null || Date.parse(settlesAt) <= this.world.clock.now();
  }

  /** As the command does it, but that it refuses no word that comes too early: compare-and-set on the approval, and the decision as input of its run. */
  private decide(approval: NewApproval, by: Actor, undoing: NewRun | null): void {
    const { memory, clock, trace, approved, receiver, findings } = this.world;
    const { runId, step, kind, tool, effectKey, request } = approval;
    if (request.expiresAt !== null && Date.parse(request.expiresAt) <= clock.now()) return;
    const run = memory.runs.get(runId);
    if (run === undefined || TERMINAL_RUN_STATUSES.has(run.status)) {
      const isPending = memory.approvals.get(request.id)?.status === 'pending';
      if (isPending) findings.violated('an ended run asks nobody', `${trace.nameOf(runId)}, step ${step}`);
      return;
    }
    const happened = receiver.countOf(tool, effectKey) > 0;
    const known = happened ? 'happened' : 'did_not_happen';
    const outcome = undoing === null ? known : 'compensate';
    const decision =
      kind === 'tool_call' ? this.random.pick(['approve', 'approve', 'reject'] as const) : outcome;
    const status = {
      approve: 'approved',
      reject: 'rejected',
      happened: 'answered',
      did_not_happen: 'answered',
      compensate: 'answered',
    } as const;
    if (!memory.closeApproval(request.id, status[decision])) {
      trace.say(by.label, () => `comes too late to ${decision} step ${step} of ${runId}`);
      return;
    }
    if (decision === 'did_not_happen' && !this.hasSettled(approval)) findings.earlyWords += 1;
    if (decision === 'approve') approved.add(`${runId}:${step}`);
    memory.appendInput(runId, {
      type: 'decision',
      by,
      approvalId: request.id,
      step,
      decision,
      payloadHash: request.payloadHash,
      arguments: null,
      answer: decision === 'happened' ? { seen: true } : null,
      reason: null,
      decidedAt: isoAt(clock.now()),
    });
    if (undoing !== null) void memory.createRun(undoing);
    trace.say(by.label, () => `decides on step ${step} of ${runId}: ${decision}`);
    this.hint(runId);
  }

  /** Nobody leaves a run paused or at its bound for ever; some of those that failed are sent on. */
  private async lookAfterRuns(): Promise<void> {
    const { clock, memory, trace } = this.world;
    while (!this.world.over) {
      await clock.sleep(7_000);
      if (this.world.over) return;
      for (const [runId, run] of memory.runs) {
        if (run.status === 'failed' && this.redrivesLeft > 0 && !isUndone(this.world, runId)) {
          const input = { type: 'redrive', by: TEST_ACTOR, reason: 'It is back.', limits: {} } as const;
          if (memory.redrive(runId, input) === null) continue;
          this.redrivesLeft -= 1;
          trace.say('operator', () => `redrives ${runId}`);
          this.hint(runId);
        } else if (run.waiting?.reason === 'paused' || run.waiting?.reason === 'limit') {
          const more = { maxCostMicroUsd: 10_000_000, maxToolCalls: 30, maxSteps: 60, deadlineMs: 3_600_000 };
          const limits = run.waiting.reason === 'limit' ? more : {};
          this.tell(runId, { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits });
        }
      }
    }
  }

  /** Two people undo what ended, now and then the same. */
  private async undoSome(): Promise<void> {
    const { clock, undoRandom, plan } = this.world;
    for (let left = undoRandom.int(0, plan.runs.length); left > 0; left--) {
      await clock.sleep(undoRandom.int(1_000, 40_000));
      const made = this.world.over ? null : await undoSomeRun(this.world, undoRandom.pick(DECIDERS));
      if (made !== null && undoRandom.chance(0.5)) this.wake(made);
    }
  }

  /** Half of the wake-ups come; the others are found by polling. */
  private hint(runId: string): void {
    if (this.random.chance(0.5)) this.wake(runId);
  }
}
