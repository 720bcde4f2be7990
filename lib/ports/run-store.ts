// How the runtime reads and writes runs: one atomic commit a step, claims under a lease, inputs; nothing else changes a run but `condemn`.
import type { AdmissionReason } from '../domain/admission';
import type { ApprovalKind, RequestedApproval } from '../domain/approval';
import type { DecisionRecord } from '../domain/decision';
import type { EffectId } from '../domain/effect';
import type { JournalRow } from '../domain/journal-row';
import type { JsonObject, JsonValue } from '../domain/json';
import type { Actor } from '../domain/principal';
import type { RunError, RunLimits, Trigger, Waiting } from '../domain/run';
import type { RunInput, StoredRunInput } from '../domain/run-input';
import type { EffectClass } from '../domain/tool';
import type { AmountWindows, WindowChange } from './amount-windows';
import type { HoldSettlement, NewHold } from './budget-ledger';
import type { EffectClaim, EffectClaimOutcome, EffectCompletion, EffectWaits } from './effect-ledger';
import type { SparedRead } from './kept-results';
import type { CanaryLeak, SecretSighting } from './leaks';
import type { PolicyDifference } from './policy';
import type { ClaimedRun, RunClaims } from './run-claims';

export type NewRun = {
  readonly runId: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly input: JsonValue;
  readonly limits: RunLimits;
  readonly labels: Readonly<Record<string, string>>;
  readonly trigger: Trigger;
  readonly startedBy: Actor;
  /** What the caller calls that to which the run belongs; null for none. */
  readonly thread: string | null;
  /** Outsiders may have written its input. */
  readonly tainted: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly deadlineAt: string;
  /** The one that the caller gave; null for none. */
  readonly givenDeadlineAt: string | null;
  /** The sealed row with seq 1 (`input`, type `start`). */
  readonly startRow: JournalRow;
  /** Of a fork: the run that it continues, and the last row that both have. */
  readonly fork?: { readonly from: string; readonly seq: number };
  /** The rows after it, of a run that does not begin with its start. */
  readonly more?: readonly JournalRow[];
};

/** What lists and the run page's head show without a fold; true for runs that are not running. */
export type RunSummary = {
  readonly steps: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly costMicroUsd: number;
  readonly tainted: boolean;
  readonly partial: JsonValue | null;
  readonly deadlineAt: string;
  /** The one that the caller gave; null for none. */
  readonly givenDeadlineAt: string | null;
  readonly limits: RunLimits;
};

export type NewApproval = {
  readonly runId: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly step: number;
  readonly kind: ApprovalKind;
  readonly request: RequestedApproval;
  readonly tool: string;
  readonly toolVersion: number;
  readonly arguments: JsonObject;
  readonly argumentHash: string;
  readonly effect: EffectClass;
  readonly effectKey: string;
  readonly amount: number | null;
  readonly amountUnit: string | null;
  readonly decision: DecisionRecord;
  readonly reasons: readonly AdmissionReason[];
  readonly tainted: boolean;
  readonly model: string | null;
  /** Who started the run; compared with the decider when self-approval is forbidden. */
  readonly startedBy: Actor;
  readonly createdAt: string;
};

/** What a failed run leaves for people; code, message, agent and time are the run's own. */
export type NewDeadLetter = {
  readonly id: string;
  /** Equal for failures of one cause. */
  readonly fingerprint: string;
  readonly step: number | null;
  readonly tool: string | null;
  readonly model: string | null;
};

/** A step that waits for an event from now on: the store gives it the oldest one that was kept for its key, or the next that comes. */
export type NewWait = {
  readonly id: string;
  readonly step: number;
  readonly correlationKey: string;
  /** ISO 8601. */
  readonly until: string;
};

/** How a commit leaves the run: still owned, parked, ended, or given back to be claimed by anyone. */
export type CommitExit =
  | {
      readonly kind: 'park';
      readonly waiting: Waiting /** ISO 8601: wake without any input. */;
      readonly dueAt: string | null;
      readonly seenInputSeq: number;
      readonly summary: RunSummary;
    }
  | {
      readonly kind: 'end';
      readonly status: 'succeeded' | 'failed' | 'cancelled';
      readonly output: JsonValue | null;
      readonly error: RunError | null;
      readonly summary: RunSummary;
      readonly finishedAt: string;
      /** Of a run that ends as failed; null for every other. */
      readonly deadLetter: NewDeadLetter | null;
      /** A run that comes to be with this very end, to undo what the ended one did. */
      readonly compensation?: NewRun | null;
    }
  | { readonly kind: 'release'; readonly summary: RunSummary };

/**
 * Everything one step changes, written whole or not at all. The rows are dense and follow the run's last row; another worker's claim takes
 * the next seq, so a commit of a worker that lost the run is refused by the journal's unique key.
 *
 * Order inside a commit: completions, then claims (a step may be declared not to have happened and sent again at once). A completion takes
 * effect only on an effect this run and step owns and that is in_progress or unknown; any other changes nothing.
 */
export type RunCommit = {
  readonly runId: string;
  /** May be empty only when `exit` is given: a park or release without news. */
  readonly rows: readonly JournalRow[];
  /** The worker's fence: stands on the run since its claim. */
  readonly fence: number;
  readonly effectClaims: readonly EffectClaim[];
  readonly effectCompletions: readonly EffectCompletion[];
  readonly approvals: readonly NewApproval[];
  /** Pending approvals that nobody has to decide any more: superseded, their run ended, or answered by the receiver itself. */
  readonly closedApprovals: readonly {
    readonly id: string;
    readonly status: 'superseded' | 'cancelled' | 'answered';
  }[];
  readonly openedWaits: readonly NewWait[];
  /** Ids of waits that nobody needs any more: their run ended. The event of one whose signal was not folded in is for the next wait. */
  readonly closedWaits: readonly string[];
  /** Of the intents among the rows. Where an allowance is gone, nothing of the commit is written: see `ALLOWANCE_GONE`. */
  readonly holds: readonly NewHold[];
  /** Of the results among the rows, and of attempts that were lost. */
  readonly settlements: readonly HoldSettlement[];
  /** Reads among the rows for which an earlier one stands, for the sums of what was saved. Absent: none. */
  readonly spared?: readonly SparedRead[];
  /** Of the admissions among the rows: what a candidate of the policy would have said otherwise. */
  readonly policyDifferences?: readonly PolicyDifference[];
  /** Of the admissions among the rows, and of what became of calls that count. Where a window has moved, nothing of the commit is written: see `WINDOW_MOVED`. Absent: none. */
  readonly windowChanges?: readonly WindowChange[];
  readonly exit: CommitExit | null;
};

export type CommitOutcome =
  | {
      readonly status: 'committed';
      /** In the order of `effectClaims`. */
      readonly claims: readonly EffectClaimOutcome[];
      /** False when new input arrived since `seenInputSeq`: the rows are committed, the run is still owned, fold and go on. */
      readonly exited: boolean;
    }
  /** Another worker owns the run: drop everything and send nothing. */
  | { readonly status: 'fenced' };

/** Why a run ends without its journal; the message may be shown. */
export type Condemnation = {
  readonly code: 'journal_unreadable' | 'internal_error' | 'poison_run';
  readonly message: string;
  /** ISO 8601. */
  readonly at: string;
  readonly deadLetter: NewDeadLetter;
};

export interface RunStore extends RunClaims, EffectWaits, AmountWindows {
  /** @returns false when a run of that id exists already (nothing is written). */
  createRun(run: NewRun): Promise<boolean>;
  /** The whole journal in order, verified against its schema. */
  loadJournal(runId: string): Promise<readonly JournalRow[]>;
  /**
   * What a state can be made from without the whole journal: the start row, the snapshots on which the newest one builds, that one, and every row
   * after it, in order. The whole journal where there is no snapshot, or the newest is of no version known here. Does not judge what a snapshot holds.
   */
  loadTail(runId: string): Promise<readonly JournalRow[]>;
  /** Inputs after `afterInputSeq`, in order. */
  readInputs(runId: string, afterInputSeq: number): Promise<readonly StoredRunInput[]>;
  /**
   * The same commit handed in twice is taken once, and says `committed` both times (its last row stands there with the same hash).
   * @throws StoreUnavailableError when the outcome can't be known even by reading; CodedError `allowance_gone` or `window_moved`, and nothing is written; anything else
   * is resolved here.
   */
  commit(commit: RunCommit): Promise<CommitOutcome>;
  /**
   * Ends a run as failed by its fence alone, without a row in its journal: the one exception to "nothing changes a run but a commit". A commit
   * follows the last row, so it needs a journal that can be read and a store that takes the row; a run that has neither could never end, and
   * every start would claim it again. Its pending approvals are cancelled, its effects in progress are unknown, its holds are settled at what was held. The journal stays as it is, as
   * evidence, and ends without an `end` row. It leaves a dead letter.
   * @returns false when the run is not running under this fence; nothing is changed then.
   */
  condemn(run: Pick<ClaimedRun, 'runId' | 'fence'>, why: Condemnation): Promise<boolean>;
  /**
   * Makes parked runs that wait for a time due now, because what they wait for may be over: a breaker, an effect elsewhere. Others are left as
   * they are. A run that parks at this very moment may be missed; it wakes at its own time.
   */
  hasten(runIds: readonly string[]): Promise<void>;
  /**
   * Tells a run something from outside, under a key that is unique within it: the same again adds nothing. One that has ended keeps it, and goes on
   * only by a redrive, which folds it in then. With `seenInputSeq` only one that has not ended and was told nothing since that input.
   * @returns false when nothing was added.
   */
  tellRun(runId: string, input: RunInput, dedupeKey: string, seenInputSeq?: number): Promise<boolean>;
  /** Raises the alert of a run that gave its canary away, under `id` where it is new: one a run, however often it is told. @returns its id where something was written. */
  tellLeak(leak: CanaryLeak, id: string): Promise<string | null>;
  /** Raises one alert for each secret, run and place, however often it is told. @returns the ids of those that were written. */
  tellSecrets(seen: SecretSighting, nextId: () => string): Promise<readonly string[]>;
  /**
   * Turns approvals whose time has run out into `expire` inputs of their runs, and veto windows into `unopposed` where the call may run now or
   * `window_lost` where a person has to be asked; a window whose agent or run is stopped, or that somebody is at, is left standing. One that can't be
   * turned is told to `onFailure` and skipped. @returns the runs that got one.
   */
  expireApprovals(
    limit: number,
    onFailure?: (approvalId: string, cause: Error) => void,
  ): Promise<readonly string[]>;
  /**
   * Gives the events that are kept for these keys to the waits that stand open on them, the oldest to the oldest, each as a `signal` input of
   * its run. Whoever opened a wait asks once after its commit, before it parks: a wait that is committed when an event comes gets it by itself,
   * an event that was there before is found here, so that neither misses the other.
   * @returns the runs that got one.
   */
  matchEvents(correlationKeys: readonly string[]): Promise<readonly string[]>;
  /** The calls that contacted somebody on this key since its last event, or are about to. */
  contactsOn(correlationKey: string): Promise<readonly EffectId[]>;
  /**
   * Ends waits whose time is over: a `signal` input without an event; and offers what a run that ended had not taken to the next wait on its key.
   * One that can't be ended is told to `onFailure` and skipped. @returns the runs that got an input.
   */
  endWaits(limit: number, onFailure?: (waitId: string, cause: Error) => void): Promise<readonly string[]>;
}
