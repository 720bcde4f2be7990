// Turns the decider's moves into rows until nothing more can be done before something happens; sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunError, Waiting } from '@/lib/domain/run';
import type { Stop } from '@/lib/domain/stop';
import { isoAt } from '@/lib/ports/clock';
import type { NewRun } from '@/lib/ports/run-store';
import { askWhetherItHappened } from './ask-whether-it-happened';
import { AttemptStarter } from './begin-attempts';
import { boundExpiry } from './bound-age';
import type { CommitBuilder } from './commit-builder';
import { type DueAttempt, decide, type Move } from './decide';
import { settlingEvidence } from './fold-late-answer';
import type { Hindrance, Permit } from './run-control';
import {
  askEntry,
  boundEntry,
  chargedEntry,
  endEntry,
  evidenceEntry,
  finalErrorEntry,
  undoEntry,
} from './run-entries';
import { overAtMs, reachedTime } from './run-time';
import { MOST_MOVES_A_TURN } from './runtime-constants';
import type { AdvancePorts } from './runtime-ports';
import { compensationAtEnd } from './start-compensation';
import { pricedStepAt, stepAt, toolStepAt } from './step-access';

/** What the run waits for once the rows are committed. */
export type Rest =
  | { readonly kind: 'in_flight' }
  /** The next attempt is due at this instant; attempts may be in flight besides. */
  | { readonly kind: 'until'; readonly atMs: number }
  | { readonly kind: 'park'; readonly waiting: Waiting }
  | {
      readonly kind: 'end';
      readonly move: Extract<Move, { kind: 'end' }>;
      /** Created in the very commit that ends this one. */
      readonly compensation: NewRun | null;
    }
  /** There is work, and this process takes on none any more. */
  | { readonly kind: 'release' }
  /** There is work, and somebody stopped it. */
  | { readonly kind: 'stopped'; readonly stop: Stop };

type Context = {
  readonly builder: CommitBuilder;
  readonly agent: AgentDefinition;
  readonly ports: AdvancePorts;
  readonly hindrance: () => Hindrance | null;
  readonly permit: Permit;
  /** Aborted when the run is no longer this worker's. */
  readonly signal: AbortSignal;
  /** The run was claimed a moment ago or told of something, maybe because what it was put off for is over: the gates are asked before their time. */
  readonly asksGatesAgain: boolean;
};

export type Moves = { readonly starter: AttemptStarter; readonly rest: Rest };

export async function makeMoves(context: Context): Promise<Moves> {
  const maker = new MoveMaker(context);
  const { starter } = maker;
  try {
    for (let moves = 0; moves < MOST_MOVES_A_TURN; moves++) {
      const rest = await maker.make(decide(context.builder.state));
      if (rest !== null) return { starter, rest };
    }
    const asked = JSON.stringify(decide(context.builder.state));
    throw new Error(`the decider asks for the same again and again: ${asked}`);
  } catch (cause) {
    starter.abandonAll();
    throw cause;
  }
}

class MoveMaker {
  readonly starter: AttemptStarter;

  constructor(private readonly context: Context) {
    this.starter = new AttemptStarter(context);
  }

  /** @returns null when rows were appended and the decider is to be asked again. */
  async make(move: Move): Promise<Rest | null> {
    const { state } = this.context.builder;
    switch (move.kind) {
      case 'wait':
        return { kind: 'in_flight' };
      case 'park':
        return this.park(move);
      case 'end':
        return this.end(move);
      case 'undo':
        this.append(undoEntry(move));
        return null;
      case 'bound':
        this.reachBound(move);
        return null;
      case 'charge':
        this.append(chargedEntry(pricedStepAt(state, move.step)));
        return null;
      case 'give_up':
        this.append(finalErrorEntry(stepAt(state, move.step), move.error));
        return null;
      case 'take_evidence': {
        const step = toolStepAt(state, move.step);
        const evidence = settlingEvidence(step);
        if (evidence !== null) this.append(evidenceEntry(step, evidence));
        return null;
      }
      case 'ask_unknown': {
        const step = toolStepAt(state, move.step);
        const approval = askWhetherItHappened(step, this.context.agent, this.context.ports);
        this.append(askEntry(step, move.error, approval));
        return null;
      }
      case 'call_model':
      case 'summarise':
      case 'begin':
      case 'dispatch':
      case 'attempt':
        return this.work(move);
    }
  }

  private async work(
    move: Extract<Move, { kind: 'call_model' | 'summarise' | 'begin' | 'dispatch' | 'attempt' }>,
  ): Promise<Rest | null> {
    const hindrance = this.context.hindrance();
    if (hindrance !== null) {
      if (this.context.builder.state.steps.some((step) => step.status === 'running'))
        return { kind: 'in_flight' };
      return hindrance === 'draining' ? { kind: 'release' } : { kind: 'stopped', stop: hindrance };
    }
    if (this.stopsForTime()) return null;
    switch (move.kind) {
      case 'call_model':
        return this.failFor(await this.starter.callModel(move.step));
      case 'summarise':
        await this.starter.summarise(move.step);
        return null;
      case 'begin':
      case 'dispatch':
        for (const step of move.steps) {
          await this.starter.admit(step);
          if (this.context.builder.state.bound !== null) break;
        }
        return null;
      case 'attempt':
        return this.attemptDue(move.attempts);
    }
  }

  private async attemptDue(attempts: readonly DueAttempt[]): Promise<Rest | null> {
    const due = attempts.filter((one) => this.isDue(one));
    if (due.length === 0) {
      const { deadlineAt } = this.context.builder.state;
      const first = Math.min(...attempts.map(({ at }) => Date.parse(at ?? deadlineAt)));
      return { kind: 'until', atMs: Math.min(first, this.wakesByItselfMs()) };
    }
    for (const one of due) {
      const error = await this.starter.repeat(one);
      if (error !== null) return this.failFor(error);
      if (one.kind === 'model' || this.context.builder.state.bound !== null) return null;
    }
    return null;
  }

  private isDue({ step, at, deferred }: DueAttempt): boolean {
    if (this.starter.putOff.has(step)) return false;
    if (at === null || (deferred && this.context.asksGatesAgain)) return true;
    return Date.parse(at) <= this.context.ports.clock.now();
  }

  private async end(move: Extract<Move, { kind: 'end' }>): Promise<Rest> {
    const { builder, agent, ports } = this.context;
    const whole = () => builder.wholeState(() => ports.store.loadJournal(builder.state.runId));
    const compensation = await compensationAtEnd({ state: builder.state, whole }, agent, move.status, ports);
    this.append(endEntry(builder.state, move, compensation?.runId ?? null));
    return { kind: 'end', move, compensation };
  }

  private async failFor(error: RunError | null): Promise<Rest | null> {
    return error && this.end({ kind: 'end', status: 'failed', output: null, error });
  }

  /** After a cancel or at a bound only the question what happened is asked, and that is worth asking late. @returns true where rows were appended. */
  private stopsForTime(): boolean {
    const { state } = this.context.builder;
    if (state.cancelled !== null || state.bound !== null) return false;
    const reached = reachedTime(state, this.context.ports.clock.now());
    if (reached !== null) this.reachBound(reached);
    return reached !== null;
  }

  private park(move: Extract<Move, { kind: 'park' }>): Rest | null {
    const atMs = this.wakesByItselfMs();
    if (atMs <= this.context.ports.clock.now() && this.stopsForTime()) return null;
    return Number.isFinite(atMs) ? { kind: 'until', atMs } : move;
  }

  /** Nobody raised its bound, or its time is over. */
  private wakesByItselfMs(): number {
    const { state } = this.context.builder;
    if (state.cancelled !== null) return Number.POSITIVE_INFINITY;
    return state.bound === null ? overAtMs(state) : Date.parse(state.bound.expiresAt);
  }

  private reachBound(what: Parameters<typeof boundEntry>[0]): void {
    const { agent, ports } = this.context;
    this.append(boundEntry(what, boundExpiry(agent, ports.clock.now())));
  }

  private append(entry: JournalEntry): void {
    this.context.builder.append(entry, isoAt(this.context.ports.clock.now()));
  }
}
