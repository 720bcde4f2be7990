// How a claimed run advances: fold, decide, commit, execute, and again, until it parks, ends or is given back. Nothing changes the run but a commit, its bitter end aside.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import type { CommitExit } from '@/lib/ports/run-store';
import { type AdvanceOutcome, LeaseLostError, outcomeOfLoss } from './advance-outcome';
import { withQuestion } from './ask-whether-it-happened';
import { tellThatTooOld } from './bound-age';
import type { ReservationRequest } from './budgets';
import { tellLeaks } from './canary-watch';
import { CommitBuilder } from './commit-builder';
import { exitOf } from './commit-exit';
import { newsOf } from './commit-news';
import { commitUnderLease, windowMoved } from './commit-under-lease';
import { condemnRun, FAULT_MESSAGE, takesWorkersDown } from './condemn-run';
import { letterOf } from './dead-letter';
import { requireOwnPorts } from './dry-ports';
import { awaitedPlaces, settledPlaces } from './effect-places';
import { failRun } from './fail-run';
import { forkedDefinition, forkedPorts } from './forked-definition';
import { InFlight } from './in-flight';
import { ResultKeeper } from './keep-results';
import { KeptEvents } from './kept-events';
import { LEASE_UNPROVEN } from './last-look';
import { launchAttempts } from './launch-attempt';
import { lookForRoom } from './look-for-room';
import { makeMoves, type Rest } from './make-moves';
import { loadState } from './restore';
import type { RunControl } from './run-control';
import { endEntry, inputEntry, stoppedEntry } from './run-entries';
import { waitsForBudget } from './run-time';
import { INPUT_POLL_MS, SNAPSHOT_EVERY_ROWS } from './runtime-constants';
import type { AdvancePorts } from './runtime-ports';
import { screenedEntry } from './screened-entry';
import { steadyPorts } from './steady-ports';
import { untilAvailable } from './until-available';

/** Advances a run that this worker has claimed. @throws only when even the end of a run that can't go on could not be written. */
export async function advanceRun(
  claimed: ClaimedRun,
  ports: AdvancePorts,
  control: RunControl,
): Promise<AdvanceOutcome> {
  const run = new RunAdvance(claimed, ports, control);
  try {
    return await run.advance();
  } catch (cause) {
    if (cause instanceof LeaseLostError) return outcomeOfLoss(cause);
    return await run.failBecauseOf(cause);
  } finally {
    run.abortAll();
  }
}

class RunAdvance {
  private ports: AdvancePorts;
  private readonly inFlight: InFlight;
  private committed: RunState | null = null;
  private isFirstTurn = true;
  private inputsReadAtMs = Number.NEGATIVE_INFINITY;
  private readonly keptEvents = new KeptEvents();
  private readonly results: ResultKeeper;
  private noRoomFor: ReservationRequest | null = null;

  constructor(
    private readonly claimed: ClaimedRun,
    ports: AdvancePorts,
    private readonly control: RunControl,
  ) {
    this.ports = steadyPorts(ports, (ask) => untilAvailable(ask, ports, control.dropped));
    this.inFlight = new InFlight(control.bell);
    this.results = new ResultKeeper(claimed.runId, this.ports);
  }

  async advance(): Promise<AdvanceOutcome> {
    requireOwnPorts(this.claimed.runId, this.ports);
    if (takesWorkersDown(this.claimed)) return condemnRun(this.claimed, 'poison_run', this.ports);
    const { state, rows } = await loadState(this.claimed, this.ports);
    if (state.fence > this.claimed.fence) return 'dropped';
    if (state.fence < this.claimed.fence) throw new Error(`the journal lacks claim ${this.claimed.fence}`);
    this.committed = state;
    this.ports = forkedPorts(this.ports, state.fork);
    const agent = await this.ports.catalog.agentVersion(state.agent, state.agentVersion);
    if (agent === null) throw new Error(`there is no version ${state.agentVersion} of agent ${state.agent}`);
    const builder = new CommitBuilder(state, this.ports);
    const definition = forkedDefinition(agent.definition, state.fork);
    this.forgiveStops(builder, rows);
    for (;;) {
      const outcome = await this.turn(builder, definition);
      if (outcome === null) continue;
      if (this.results.isKeeping) await this.results.idle();
      return outcome;
    }
  }

  /** The time that the run lay under a stop, or waited for a budget, is not work: its deadline is moved by as much. Before its first claim it had not begun. */
  private forgiveStops(builder: CommitBuilder, rows: readonly JournalRow[]): void {
    const { agent, humanWaitSince, deadlineAt, fence } = builder.state;
    const lastSeen = rows.at(-2)?.at;
    if (lastSeen === undefined || humanWaitSince !== null || fence === 1) return;
    const [sinceMs, nowMs] = [Date.parse(lastSeen), this.ports.clock.now()];
    if (waitsForBudget(builder.state)) {
      this.append(builder, stoppedEntry(Math.max(0, nowMs - sinceMs), deadlineAt, 'budget'));
      return;
    }
    const ms = this.control.stops.stoppedMs(agent, sinceMs, nowMs);
    if (ms > 0) this.append(builder, stoppedEntry(ms, deadlineAt));
  }

  /** One turn: take in what happened, decide, commit once, execute, wait for news. */
  private async turn(builder: CommitBuilder, agent: AgentDefinition): Promise<AdvanceOutcome | null> {
    const settled = this.inFlight.takeSettled();
    await tellLeaks(settled, builder.state, this.ports);
    for (const entry of settled) this.append(builder, withQuestion(builder.state, entry, agent, this.ports));
    if (settled.some(lacksLease)) await this.leaveUnsent(builder);
    const noticed = this.control.takeNotice();
    const mayHaveEvents = await this.keptEvents.ask(builder.state, this.ports.store);
    await this.foldInputs(builder, noticed || mayHaveEvents);
    if (await tellThatTooOld(builder.state, this.ports)) await this.foldInputs(builder, true);
    if (builder.state.cancelled) this.inFlight.abortHarmless();
    const happened = builder.appended;
    const hindrance = () => this.control.hindrance(builder.state.agent);
    const permit = this.control.permit(builder.state.agent, () => builder.state);
    const asksGatesAgain = this.isFirstTurn || noticed;
    this.isFirstTurn = false;
    const { starter, rest } = await makeMoves({
      builder,
      agent,
      ports: this.ports,
      hindrance,
      permit,
      signal: this.control.dropped,
      asksGatesAgain,
    });
    const { launches } = starter;
    this.noRoomFor = starter.noRoomFor ?? this.noRoomFor;
    // An attempt whose intent is in this very commit keeps the run here for its result.
    const { opensWait } = builder;
    const stays = launches.length > 0 || (opensWait && rest.kind !== 'end');
    const exit = stays ? null : this.exitFor(rest, builder.state);
    if (exit !== null || !builder.isEmpty) {
      const outcome = await this.commit(builder, exit).catch((cause: unknown) => {
        starter.abandonAll();
        // Others were counted in a window meanwhile: what happened stays, and what is to be done is looked at again.
        if (!windowMoved(cause) || this.committed === null) throw cause;
        builder.rewind(this.committed, happened);
        this.isFirstTurn = asksGatesAgain;
        return null;
      });
      if (outcome === null) return null;
      const { claims, exited } = outcome;
      starter.committed();
      const { ports, inFlight } = this;
      const { state } = builder;
      const given = { state, agent, claims, ports, permit, inFlight, late: this.control.effects.late };
      this.results.launched(launches);
      launchAttempts(launches, given);
      if (opensWait) this.keptEvents.areDue();
      if (opensWait && exit === null) return null;
      if (exit !== null) {
        if (exited) {
          this.control.effects.waiters.look(awaitedPlaces(state));
          if (waitsForBudget(state) && this.noRoomFor !== null)
            void lookForRoom(this.claimed.runId, this.noRoomFor, this.ports);
          return OUTCOME_OF_EXIT[exit.kind];
        }
        this.inputsReadAtMs = Number.NEGATIVE_INFINITY; // input arrived while parking
        return null;
      }
    }
    await this.waitForNews(rest);
    return null;
  }

  /** Certainly nothing was sent, which the next owner could not know: the journal says so, where its fence still lets it. */
  private async leaveUnsent(builder: CommitBuilder): Promise<never> {
    await this.commit(builder, null);
    throw new LeaseLostError('unproven');
  }

  private async foldInputs(builder: CommitBuilder, noticed: boolean): Promise<void> {
    const { clock, store } = this.ports;
    if (!noticed && clock.monotonicMs() - this.inputsReadAtMs < INPUT_POLL_MS) return;
    this.inputsReadAtMs = clock.monotonicMs();
    const inputs = await store.readInputs(this.claimed.runId, builder.state.inputSeq);
    for (const input of inputs) this.append(builder, inputEntry(builder.state, input, clock.now()));
  }

  private exitFor(rest: Rest, state: RunState): CommitExit | null {
    const { control, inFlight, ports } = this;
    return exitOf(rest, state, {
      nowMs: ports.clock.now(),
      flying: inFlight.size > 0,
      draining: control.isDraining(),
      letterOf: (error) => letterOf(state, error, ports),
    });
  }

  private async commit(builder: CommitBuilder, exit: CommitExit | null) {
    const { clock, snapshotEveryRows = SNAPSHOT_EVERY_ROWS } = this.ports;
    builder.appendSnapshot(snapshotEveryRows, isoAt(clock.now()));
    const commit = builder.take(exit);
    const outcome = await commitUnderLease(this.ports.store, commit);
    this.committed = builder.state;
    this.control.noteCommit(commit.rows, awaitedPlaces(builder.state));
    this.control.effects.waiters.settled(settledPlaces(commit.effectCompletions));
    this.ports.changes.publish(newsOf(commit));
    this.results.committed(commit.rows);
    return outcome;
  }

  private async waitForNews(rest: Rest): Promise<void> {
    const untilMs = rest.kind === 'until' ? Math.max(0, rest.atMs - this.ports.clock.now()) : INPUT_POLL_MS;
    await this.control.bell.wait(this.ports.clock, Math.min(INPUT_POLL_MS, untilMs));
    if (this.control.dropped.aborted) throw new LeaseLostError('unproven');
  }

  failBecauseOf(cause: unknown): Promise<AdvanceOutcome> {
    const { claimed, committed, ports, control } = this;
    const endByCommit = (last: RunState) => this.endAsFailed(last);
    return failRun({ claimed, committed, holdsLease: control.holdsLease, endByCommit }, cause, ports);
  }

  private async endAsFailed(committed: RunState): Promise<AdvanceOutcome> {
    const builder = new CommitBuilder(committed, this.ports);
    const error = { code: 'internal_error', message: FAULT_MESSAGE.internal_error };
    const move = { status: 'failed', output: null, error } as const;
    this.append(builder, endEntry(builder.state, move));
    await this.commit(
      builder,
      this.exitFor({ kind: 'end', move: { kind: 'end', ...move }, compensation: null }, builder.state),
    );
    return 'ended';
  }

  abortAll(): void {
    this.inFlight.abortAll();
  }

  private append(builder: CommitBuilder, entry: JournalEntry): void {
    builder.append(screenedEntry(builder.state, entry), isoAt(this.ports.clock.now()));
  }
}

const lacksLease = ({ kind, payload }: JournalEntry): boolean =>
  kind === 'result' && payload.outcome === 'error' && payload.error.code === LEASE_UNPROVEN;
const OUTCOME_OF_EXIT = { park: 'parked', end: 'ended', release: 'released' } as const;
