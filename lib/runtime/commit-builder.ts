// Builds the one commit of a step: seals entries into rows, folds them, and derives what they mean for ledger and approvals. Pure but for the clock it is given.
import { isDryRun } from '@/lib/domain/fork';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { type HashText, JOURNAL_FORMAT, type JournalRow, sealRow } from '@/lib/domain/journal-row';
import type { JsonValue } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import type { HoldSettlement, NewHold } from '@/lib/ports/budget-ledger';
import type { EffectClaim, EffectCompletion } from '@/lib/ports/effect-ledger';
import type { SparedRead } from '@/lib/ports/kept-results';
import type { PolicyDifference } from '@/lib/ports/policy';
import type { CommitExit, NewApproval, NewWait, RunCommit } from '@/lib/ports/run-store';
import type { Redactor } from '@/lib/ports/secrets';
import { foldJournal, foldRow } from './fold';
import { chargeIn, holdOf, settlementOf, sparedBy } from './hold-changes';
import { answeredByEvidence, approvalOf, claimOf, completionsOf, voidedApprovals } from './ledger-changes';
import { letGo } from './let-go';
import { openWaits, waitOf } from './open-waits';
import { policyDifferenceOf } from './policy-differences';
import { isSnapshotDue, sealSnapshot } from './seal-snapshot';
import { spoken, storedPayload } from './stored-payload';
import { WindowTally } from './window-changes';

export type SealPorts = {
  readonly redactor: Redactor;
  readonly hash: HashText;
  readonly runtimeVersion: string;
};

type Appended = { readonly entry: JournalEntry; readonly at: string };

/**
 * Collects what one commit will hold. `state` is always the fold of the rows as they will be stored (redacted), never of what was
 * handed in, so that the fold of the journal is the state the run goes on with.
 */
export class CommitBuilder {
  private rows: JournalRow[] = [];
  private entries: Appended[] = [];
  private claims: EffectClaim[] = [];
  private completions: EffectCompletion[] = [];
  private approvals: NewApproval[] = [];
  private closed: RunCommit['closedApprovals'] = [];
  private holds: NewHold[] = [];
  private settlements: HoldSettlement[] = [];
  private spared: SparedRead[] = [];
  private openedWaits: NewWait[] = [];
  private closedWaits: readonly string[] = [];
  private differences: PolicyDifference[] = [];
  /** What calls count in windows by the rows so far. */
  readonly windows = new WindowTally();

  constructor(
    private current: RunState,
    private readonly ports: SealPorts,
  ) {}

  get state(): RunState {
    return this.current;
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  /** The commit opens a wait for an event: one that was kept for it may be there already. */
  get opensWait(): boolean {
    return this.openedWaits.length > 0;
  }

  get claimCount(): number {
    return this.claims.length;
  }

  /** @param at ISO 8601 UTC. @throws IllegalTransitionError when the entry does not follow from the state. */
  append(entry: JournalEntry, at: string): void {
    const before = letGo(this.current);
    const row = sealEntry(before, entry, at, this.ports);
    const after = foldRow(before, row);
    this.rows.push(row);
    this.entries.push({ entry, at });
    this.current = after;
    // What is only tried means nothing to ledger, budgets, windows or people.
    if (isDryRun(after.runId)) return;
    if (entry.kind === 'intent' && entry.payload.type === 'tool') {
      const claim = claimOf(after, entry.payload);
      if (claim) this.claims.push(claim);
    }
    this.completions.push(...completionsOf(before, after, entry).map((one) => this.redacted(one)));
    const settlement = settlementOf(before, entry, at);
    if (settlement) this.settlements.push(settlement);
    const spared = sparedBy(after, entry, at);
    if (spared) this.spared.push(spared);
    const approval = approvalOf(after, entry, at);
    if (approval) this.approvals.push(approval);
    this.windows.note(before, after, entry);
    const difference = policyDifferenceOf(row, after.agent, entry);
    if (difference) this.differences.push(difference);
    if (entry.kind === 'intent' && entry.payload.type === 'wait')
      this.openedWaits.push(waitOf(entry.payload));
    if (entry.kind === 'end') {
      this.closed = [...this.closed, ...voidedApprovals(before)];
      this.closedWaits = openWaits(before).map(({ id }) => id);
    } else this.closed = [...this.closed, ...answeredByEvidence(before, entry)];
  }

  /** The intent of `step` that was appended last holds its worst case, in full in each of these. */
  hold(step: number, allowances: readonly string[], at: string): void {
    if (isDryRun(this.current.runId)) return;
    this.holds.push(holdOf(this.current, step, allowances, at));
  }

  /** Ends the commit with a snapshot, where as many rows as that have come since the last one. */
  appendSnapshot(everyRows: number, at: string): void {
    const state = letGo(this.current);
    if (this.isEmpty || !isSnapshotDue(state, everyRows)) return;
    const row = sealSnapshot(state, at, this.ports);
    this.rows.push(row);
    this.current = foldRow(state, row);
  }

  /** What the commit holds so far, snapshots aside. */
  get appended(): readonly Appended[] {
    return [...this.entries];
  }

  /** The store took nothing of what was taken from here: only these come again, upon the state as it is committed. */
  rewind(committed: RunState, entries: readonly Appended[]): void {
    this.take(null);
    this.current = committed;
    for (const { entry, at } of entries) this.append(entry, at);
  }

  /** Every step there was, with what is not committed yet. @param load the run's whole journal; what others wrote behind it is left out. */
  async wholeState(load: () => Promise<readonly JournalRow[]>): Promise<RunState> {
    const pending = this.rows;
    const known = this.current.seq - pending.length;
    return foldJournal([...(await load()).slice(0, known), ...pending]);
  }

  /** The commit so far; the builder is empty again afterwards and goes on from the same state. */
  take(exit: CommitExit | null): RunCommit {
    const commit: RunCommit = {
      runId: this.current.runId,
      rows: this.rows,
      fence: this.current.fence,
      effectClaims: this.claims,
      effectCompletions: this.completions,
      approvals: this.approvals,
      closedApprovals: this.closed,
      openedWaits: this.openedWaits,
      closedWaits: this.closedWaits,
      holds: this.holds,
      settlements: this.settlements,
      spared: this.spared,
      policyDifferences: this.differences,
      windowChanges: this.windows.take(this.current.runId),
      exit,
    };
    this.differences = [];
    this.entries = [];
    this.rows = [];
    this.holds = [];
    this.settlements = [];
    this.spared = [];
    this.claims = [];
    this.completions = [];
    this.approvals = [];
    this.closed = [];
    this.openedWaits = [];
    this.closedWaits = [];
    return commit;
  }

  private redacted(completion: EffectCompletion): EffectCompletion {
    const { redactor } = this.ports;
    if (completion.status === 'succeeded') {
      return { ...completion, response: spoken(completion.response, redactor) };
    }
    const { error } = completion;
    return { ...completion, error: { ...error, message: spoken(error.message, redactor) } };
  }
}

function sealEntry(state: RunState, entry: JournalEntry, at: string, ports: SealPorts): JournalRow {
  const { kind, payload } = entry;
  const step = 'step' in payload ? payload.step : null;
  const header = {
    runId: state.runId,
    seq: state.seq + 1,
    kind,
    step,
    at,
    format: JOURNAL_FORMAT,
    runtimeVersion: ports.runtimeVersion,
  };
  const stored = storedPayload(payload as JsonValue, ports.redactor); // safe because every payload schema describes JSON
  return sealRow(header, stored, figuresOf(entry), state.lastHash, ports.hash);
}

function figuresOf(entry: JournalEntry): { costMicroUsd: number; tokens: number } {
  const { usage = null, costMicroUsd = 0 } = chargeIn(entry) ?? {};
  return { costMicroUsd, tokens: (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0) };
}
