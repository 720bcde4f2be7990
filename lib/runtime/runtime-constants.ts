// The figures of the runtime that nobody configures, each with its reason.
import type { BackoffPolicy } from '@/lib/resilience/backoff';

/** Of a partial result, which is written at each park: results at most, and characters of JSON for all of them, and for the text. */
export const PARTIAL_RESULTS = 50;
export const PARTIAL_CHARS = 32_768;

/** Rows of a journal between two snapshots: what a new owner folds at most, and how often the state in short is written once more. */
export const SNAPSHOT_EVERY_ROWS = 500;

/** A step whose worker is lost more often than this takes its workers down with it. */
export const MAX_RECOVERIES = 3;

/** How often a worker asks for runs that have to be worked alone. */
export const APART_POLL_MS = 1_000;

/** So long a busy worker leaves such a run to idle ones, at most; chance takes off up to half. */
export const APART_PATIENCE_MS = 10_000;

/** Calls that take longer than this are not waited for: the others go on, and it is tried again. */
export const LONGEST_SEEK_MS = 60_000;

/** How long what the store said of a breaker is believed. */
export const BREAKER_CACHE_MS = 1_000;

/** Ends of calls are gathered for this long before they are reported together. */
export const BREAKER_REPORT_MS = 250;

/** The least wait while all probes are under way; chance adds up to a call's timeout, within which they are back. */
export const PROBE_POLL_MS = 1_000;

/** On top of a call's timeout before a probe is given up for lost. */
export const PROBE_MARGIN_MS = 1_000;

/** A reset wakes who waits; this finds it where that was missed, whatever state the breaker had. */
export const BREAKER_POLL_MS = 60_000;

/** Runs that wait for the same gate come back apart by up to this share of their wait. */
export const GATE_SPREAD = 0.25;

/** A free slot is offered to who waits; this finds it where the offer was missed. */
export const BULKHEAD_POLL_MS = 30_000;

/** How soon slots of a dead worker, and offers that nobody took, are found by those who wait. */
export const BULKHEAD_WATCH_MS = 1_000;

/** Those who wait for a retry's token come back spread over this time, on top of what one token takes. */
export const RETRY_BUDGET_SPREAD_MS = 30_000;

/** How long a worker believes which budgets apply: a new one, or a lowered one, is obeyed within it. */
export const BUDGETS_BELIEVED_MS = 1_000;

/** How long spent money is told as held at least; the bound holds meanwhile. */
export const HOLD_COUNT_MS = 1_000;
export const HOLDS_COUNTED_AT_ONCE = 1_000;

/** How often a worker gives back what it does not use and answers those who ask for it. */
export const BUDGET_TEND_MS = 500;

/** Room that was not used for so long is given back. */
export const BUDGET_IDLE_MS = 2_000;

/** Who waits for room that others give back asks again after this, give or take a half. */
export const RECALL_POLL_MS = 200;

/** No longer than it takes to ask again for the first time. */
export const REFUSAL_BELIEVED_MS = 80;

/** On top of the time in which a worker has to answer a recall or lose what it was asked for. */
export const LONGEST_RECALL_MS = 8_000;

/** How long a refusal is put in doubt by holds that are about to be committed, or not. */
export const LONGEST_SETTLE_MS = 500;

/** Answers that change under the asker's hands lead nowhere: it comes back later. */
export const BUDGET_ASK_TRIES = 8;

/** A raise wakes who waits for a budget, and the end of its period does; this finds room that came back otherwise. */
export const BUDGET_POLL_MS = 15 * 60_000;
export const SHORTEST_BUDGET_WAIT_MS = 2_000;
/** What was settled is counted by then; short enough to be waited for in the process. */
export const BUDGET_COUNTED_MS = 1_500;

/** A gate that would rather be asked at once is asked after this. */
export const SHORTEST_DEFERRAL_MS = 100;

/** How long a look at a call's target may take, whatever its tool allows: the run's other calls wait for it. */
export const LONGEST_TARGET_LOOK_MS = 5_000;
/** A target that could not be looked at is looked at again after this. */
export const TARGET_LOOK_AGAIN_MS = 5_000;
/** A longer value is bound to and shown by its digest. */
export const MOST_SEEN_CHARS = 2_000;

/** A timer may ring a little early by the clock that measures. */
export const TIMER_SLACK_MS = 50;

/** On top of a timeout before "not found" is believed: network and clocks. */
export const SETTLE_MARGIN_MS = 1_000;

/** As many calls in a row with the same arguments are a loop: the last of them is not made. */
export const LOOP_LENGTH = 4;

/** A cycle of calls that gave the same results is a loop when it was gone through so often: the first call of the next round is not made. */
export const CYCLE_REPEATS = 3;

/** Of as many calls at most; longer ones are seen by that they bring nothing new. */
export const LONGEST_CYCLE = 6;

/** Answers in a row without a call, a result or a text that was not known: no progress. */
export const STALE_ANSWERS = 12;

/** What is remembered to see that. A cycle of calls made one by one is seen as no progress up to a third of the digests: call, result and text of each. */
export const WATCHED_CALLS = 48;
export const WATCHED_DIGESTS = 96;

/** Answers in a row that are no valid call; the first is told to the model, the second fails the run. */
export const MAX_INVALID_ANSWERS = 2;

/** Shorter waits are spent in the process, longer ones are a row. */
export const LONGEST_WAIT_IN_PROCESS_MS = 2_000;

/** How soon a decision, a pause or a cancel is noticed while steps are in flight and no wake-up came. */
export const INPUT_POLL_MS = 500;

/** How soon a worker obeys a stop of which it was not told. */
export const STOP_POLL_MS = 750;

/** Model calls are repeated by the runtime alone; the provider's client does not retry. */
export const MODEL_RETRY = { maxAttempts: 4, baseMs: 500, capMs: 10_000 } as const;

/** While another run or step has the same effect in flight; the cap keeps a wait of days, on a person elsewhere, from filling the journal. */
export const IN_FLIGHT_BACKOFF: BackoffPolicy = { baseMs: 250, capMs: 60_000 };

/** An answer shorter than this can hold no call. */
export const MIN_OUTPUT_TOKENS = 16;

/** Of a run's own tokens, what is kept back for a last summary at most. */
export const SUMMARY_TOKENS = 4_096;
/** How much of what was done a summary is told, in characters: the most for which its reserve has room. */
export const SUMMARY_CHARS: readonly number[] = [12_288, 6_144, 3_072, 1_536, 768];
/** An answer shorter than the least is not worth its input. */
export const SUMMARY_OUTPUT_TOKENS = { least: 64, most: 400 } as const;

/** While the store can't be reached. */
export const STORE_BACKOFF: BackoffPolicy = { baseMs: 200, capMs: 5_000 };

/** After a run that could neither go on nor be ended; other workers meet it too, once a lease each. */
export const STUCK_BACKOFF: BackoffPolicy = { baseMs: 1_000, capMs: 60_000 };

/** One turn makes a few moves and one for each step in doubt; more of them lead nowhere and would hold the whole process. */
export const MOST_MOVES_A_TURN = 10_000;

/** How long a call of an effect is listened to after its time is over. Its connection stays open as long, in no breaker's or bulkhead's count. */
export const LATE_ANSWER_GRACE_MS = 60_000;

/** How often it is tried to record a late answer while the store is away; after that it is lost, as all of them were before. */
export const LATE_ANSWER_TRIES = 8;

/** How often a worker looks for cancelled runs that nobody has, and how many it takes at once: they need no place, but work all the same. */
export const CANCELLED_POLL_MS = 500;
export const MOST_CANCELLED_AT_ONCE = 16;
