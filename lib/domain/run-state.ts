// A run at one place of its journal: what the fold yields, what the decider reads and what the scrubber shows.
import type { Admission } from './admission';
import type { RequestedApproval } from './approval';
import type { CompensationPlan, PlannedUndo } from './compensation';
import type { DecisionRecord } from './decision';
import type { Deferral } from './deferral';
import type { RecordedError } from './errors';
import type { ForkedFrom } from './fork';
import type { JsonObject, JsonValue } from './json';
import type { LoopWatch } from './loop-watch';
import type { ContextMessage } from './message';
import type { CountedInput, HeldAttempt, HeldCall } from './model-hold';
import type { PriceSource } from './model-price';
import type { ModelRoute, RouteState } from './model-routing';
import type { TokenUsage } from './money';
import type { PlannedCall } from './planned-call';
import type { Actor } from './principal';
import type { InputTrust, LimitBound, RunError, RunLimits, Trigger } from './run';
import type { RunMarks, Screening } from './screening';
import type { ResultSource, StepStatus } from './step';
import type { TakenFrom } from './taken-result';

export type AttemptState = {
  readonly attempt: number;
  readonly mode: 'send' | 'look_up';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** null while it runs or when the worker was lost. */
  readonly outcome: 'succeeded' | 'error' | 'not_found' | 'invalid' | null;
  readonly error: RecordedError | null;
};

export type EventWaitState = {
  readonly id: string;
  readonly correlationKey: string;
  readonly since: string;
  readonly until: string;
  /** What the event's payload is, as the tool declared it. */
  readonly tainted: boolean;
  readonly privateData: boolean;
  /** The event that ended it; null while it is open, and where its time ended it. */
  readonly event: { readonly id: string; readonly by: Actor; readonly receivedAt: string } | null;
};

export type LateEvidence = {
  readonly attempt: number;
  readonly answeredAt: string;
  readonly outcome: 'succeeded' | 'error';
  readonly value: JsonValue | null;
  readonly error: RecordedError | null;
  readonly tainted: boolean;
  readonly privateData: boolean;
};

type StepBase = {
  readonly step: number;
  readonly status: StepStatus;
  readonly attempts: readonly AttemptState[];
  readonly retryAt: string | null;
  /** Why the next attempt is not begun yet; null once it is, or nothing stands against it. */
  readonly deferred: Deferral | null;
  readonly error: RecordedError | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** How often a worker was lost while this step was in doubt. */
  readonly recoveries: number;
  /** Attempts from before the run was redriven; they do not count against the next ones. */
  readonly forgivenAttempts: number;
};

/** What a step that may cost something has cost so far. */
type Charged<Held> = {
  readonly costMicroUsd: number;
  /** What is held for the attempt that is open or was lost, until it is settled. */
  readonly held: Held | null;
  /** Part of the cost is not what was charged but what was held. */
  readonly estimated: boolean;
};

export type ModelStepState = StepBase & {
  readonly kind: 'model';
  readonly model: string;
  /** Of the last attempt, with the prices that it is charged by; null: the model's own. */
  readonly modelVersion: number;
  readonly price: PriceSource | null;
  readonly reportedModel: string | null;
  readonly text: string | null;
  readonly proposed: readonly number[];
  readonly usage: TokenUsage | null;
  /** By the provider's prefix cache, over all attempts; below zero where writing it cost more than reading it saved. */
  readonly savedMicroUsd: number;
  /** It asks for a last summary of a run that is stopped, and proposes nothing. */
  readonly isSummary: boolean;
  /** Its answer gave the run's canary away. */
  readonly leakedCanary: boolean;
  /** null: its agent has no stronger models. */
  readonly route: ModelRoute | null;
  /** What it answered is not used, nor is its failure the run's: the same is asked of a stronger model. */
  readonly isSetAside: boolean;
  /** What its attempts would have cost on the top rung; 0 without a route. */
  readonly topMicroUsd: number;
} & Charged<HeldAttempt>;

export type ToolStepState = StepBase & {
  readonly kind: 'tool';
  readonly callId: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly decision: DecisionRecord;
  /** What it undoes; null for a call that a model asked for. */
  readonly undo: PlannedUndo | null;
  readonly call: PlannedCall | null;
  readonly admission: Admission | null;
  /** The open or the last question to a person. */
  readonly approval: RequestedApproval | null;
  /** The binding under which a person approved the call; null when nobody did, or the call changed since. */
  readonly approvedHash: string | null;
  /** What the next attempt does while one is due. */
  readonly next: 'send' | 'look_up' | null;
  /** An earlier attempt may have happened. */
  readonly doubt: boolean;
  /** The run had ended while it was in doubt: it is not sent again, by whatever key, before a person has said what happened. */
  readonly onlyPerson: boolean;
  /** Until then an earlier attempt may still reach the receiver, so that its "not found" proves nothing. */
  readonly settlesAt: string | null;
  /** Who settled the approval and how, once it is. */
  readonly verdict: {
    readonly decision: string;
    readonly by: Actor;
    readonly reason: string | null;
    readonly at: string;
  } | null;
  readonly result: JsonValue | null;
  readonly resultSource: ResultSource | null;
  /** The read that stands for this one; null where it was made itself. */
  readonly takenFrom: TakenFrom | null;
  /** The event that is or was waited for; null for a call that is sent. */
  readonly wait: EventWaitState | null;
  /** What receivers said after the time of their attempts, in the order of its arrival. */
  readonly evidence: readonly LateEvidence[];
  /** Attempts up to this one did not happen, by a person's or a look-up's word: what they say later overrides neither. */
  readonly ruledOutAttempts: number;
  readonly tainted: boolean;
  /** What was found in its untrusted result; null where nothing was, and where nothing untrusted came. */
  readonly screening: Screening | null;
} & Charged<HeldCall>;

export type FinishStepState = StepBase & {
  readonly kind: 'finish';
  readonly decision: DecisionRecord;
  readonly output: JsonValue;
};

export type StepState = ModelStepState | ToolStepState | FinishStepState;

export type RunState = {
  readonly runId: string;
  readonly startedAt: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly input: JsonValue;
  readonly inputTrust: InputTrust;
  readonly trigger: Trigger;
  readonly labels: Readonly<Record<string, string>>;
  readonly startedBy: Actor;
  /** Of a run that undoes what another one did. */
  readonly compensation: CompensationPlan | null;
  /** Of a run that continues another one; null for every other. */
  readonly fork: ForkedFrom | null;
  /** Steps of the recording whose results or answers were given again. */
  readonly recordingTaken: readonly number[];
  readonly limits: RunLimits;
  /** The end of its time. Before the first claim as if it had been taken up when it was created. */
  readonly deadlineAt: string;
  /** The deadline that the caller gave: whatever the run waits for counts. null where none was given, or a person let the run go on after it. */
  readonly givenDeadlineAt: string | null;
  /** While a person decides its time goes on. */
  readonly countsApprovalWaits: boolean;
  /** Since then the run waits for a person or an event, and this time is not yet part of the deadline; null while nobody is waited for. */
  readonly humanWaitSince: string | null;
  readonly seq: number;
  readonly lastHash: string;
  readonly fence: number;
  /** The last run_input that was folded in. */
  readonly inputSeq: number;
  /** In order of their numbers. All there were, or what is left of them where settled ones are let go; `usage.steps` counts them all. */
  readonly steps: readonly StepState[];
  /** The conversation so far, without the system prompt (the agent version holds it). */
  readonly context: readonly ContextMessage[];
  /** Rows of the snapshots that hold the first `snapshotMessages` of the conversation between them; empty where the next one has to hold all. */
  readonly snapshots: readonly number[];
  readonly snapshotMessages: number;
  readonly usage: {
    readonly steps: number;
    readonly toolCalls: number;
    readonly tokens: number;
    readonly costMicroUsd: number;
  };
  /** The newest; null until a provider reported one, and where the beginning of the conversation changed since. */
  readonly countedInput: CountedInput | null;
  /** Untrusted content is in the context. */
  readonly tainted: boolean;
  readonly privateDataSeen: boolean;
  /** The latest instant at which it acted, or learned that it had: what was read before may be different by now. null: never. */
  readonly lastEffectAt: string | null;
  /** Of an untrusted input. */
  readonly inputScreening: Screening | null;
  /** null until the model is first asked. */
  readonly marks: RunMarks | null;
  readonly loop: LoopWatch;
  /** Calls before this step do not count as a loop: a person looked at them and let the run go on. */
  readonly loopFloor: number;
  /** The model's next step, which has no place among the steps before its first attempt. */
  readonly deferredModel: Deferral | null;
  /** What of its money is kept back for a last summary; 0 for none. */
  readonly summaryReserveMicroUsd: number;
  /** The last summary since the model was asked for a move: `text` is null while it is written, and where there is none to be had. null: none was tried. */
  readonly summary: { readonly text: string | null } | null;
  /** Answers in a row that were no valid call. */
  readonly invalidAnswers: number;
  readonly route: RouteState;
  readonly paused: { readonly by: Actor; readonly reason: string } | null;
  readonly cancelled: { readonly by: Actor; readonly reason: string } | null;
  /** A bound that was reached and not raised since. */
  readonly bound: {
    readonly bound: LimitBound;
    readonly message: string;
    readonly expiresAt: string;
    /** It was not raised until then: the run fails. */
    readonly expired: boolean;
  } | null;
  /** What had been achieved when the run ended: the last text and every result. */
  readonly partial: JsonValue | null;
  readonly end: {
    readonly status: 'succeeded' | 'failed' | 'cancelled';
    readonly output: JsonValue | null;
    readonly error: RunError | null;
    /** The steps that stood open, as they were. */
    readonly cut: readonly StepState[];
    readonly compensatedBy: string | null;
  } | null;
};
