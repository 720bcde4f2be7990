// What befalls the run as a whole: start, claim, bound and end.
import type { z } from 'zod';
import { FAIL_AT_BOUND_AFTER_MS } from '@/lib/domain/agent';
import type { JournalRow } from '@/lib/domain/journal-row';
import { NOTHING_WATCHED } from '@/lib/domain/loop-watch';
import { NO_ROUTE } from '@/lib/domain/model-routing';
import type { claimRow, endRow } from '@/lib/domain/run-ends';
import type { boundFact } from '@/lib/domain/run-facts';
import type { RunState, StepState, ToolStepState } from '@/lib/domain/run-state';
import type { startInput } from '@/lib/domain/start-input';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { isoAt } from '@/lib/ports/clock';
import { MAX_RECOVERIES, SETTLE_MARGIN_MS } from './runtime-constants';
import { isToolStep, withStep } from './step-access';

export function startState(row: JournalRow, start: z.infer<typeof startInput>): RunState {
  return {
    runId: row.runId,
    startedAt: row.at,
    agent: start.agent,
    agentVersion: start.agentVersion,
    input: start.input,
    inputTrust: start.inputTrust,
    trigger: start.trigger,
    labels: start.labels,
    startedBy: start.by,
    compensation: start.compensation ?? null,
    fork: start.fork ?? null,
    recordingTaken: [],
    limits: start.limits,
    deadlineAt: start.deadlineAt,
    givenDeadlineAt: start.givenDeadlineAt ?? null,
    countsApprovalWaits: start.countsApprovalWaits ?? false,
    humanWaitSince: null,
    seq: row.seq,
    lastHash: row.hash,
    fence: 0,
    inputSeq: 0,
    steps: [],
    context: [
      {
        role: 'user',
        ...(start.inputTrust === 'untrusted' ? { tainted: true } : {}),
        text: typeof start.input === 'string' ? start.input : JSON.stringify(start.input, null, 2),
      },
    ],
    snapshots: [],
    snapshotMessages: 0,
    usage: { steps: 0, toolCalls: 0, tokens: 0, costMicroUsd: 0 },
    countedInput: null,
    tainted: start.inputTrust === 'untrusted',
    privateDataSeen: start.compensation?.privateDataSeen ?? false,
    lastEffectAt: null,
    inputScreening: start.untrusted ?? null,
    marks: null,
    loop: NOTHING_WATCHED,
    loopFloor: 1,
    deferredModel: null,
    summaryReserveMicroUsd: start.summaryReserveMicroUsd ?? 0,
    summary: null,
    invalidAnswers: 0,
    route: NO_ROUTE,
    paused: null,
    cancelled: null,
    bound: null,
    partial: null,
    end: null,
  };
}

/**
 * A new owner: every attempt that is still open was lost with the old one. A step is blamed for more than MAX_RECOVERIES only where the run lost as
 * many owners in a row, of which it had the last to itself: until then it may have stood beside the one that took them down. An owner that went down in
 * order, and had no more time for the step, is no loss and counts for none.
 */
export function foldClaim(state: RunState, claim: z.infer<typeof claimRow>, at: string): RunState {
  const lost = state.steps.filter((step) => step.status === 'running');
  const owned: RunState = { ...state, fence: claim.fence, ...timeFrom(state, at) };
  return lost.reduce((next, step) => {
    const most = Math.max(MAX_RECOVERIES, claim.lostOwners ?? step.recoveries + 1);
    const recoveries = claim.lostOwners === 0 ? step.recoveries : Math.min(step.recoveries + 1, most);
    if (!isToolStep(step)) return withStep(next, step, { status: 'in_doubt', recoveries });
    return withStep(next, step, { status: 'in_doubt', recoveries, ...doubtOf(step, at) });
  }, owned);
}

/** The time of a run begins when it is first taken up: how long it was queued before is no work. */
function timeFrom({ fence, limits }: RunState, at: string): Partial<RunState> {
  return fence === 0 ? { deadlineAt: isoAt(Date.parse(at) + limits.deadlineMs) } : {};
}

/**
 * The old owner may have sent at the last moment of its lease, which had run out when the claim was made; its request may be under way for as
 * long as it waits for an answer.
 */
function doubtOf(step: ToolStepState, at: string): Partial<ToolStepState> {
  const effect = step.call?.effect ?? 'unsafe';
  if (effect === 'read') return { next: 'send' };
  const next = effect === 'reconcilable' ? 'look_up' : 'send';
  if (step.attempts.at(-1)?.mode === 'look_up') return { next };
  return { next, doubt: true, settlesAt: settlesAt(at, step.call?.timeoutMs ?? 0) };
}

export function settlesAt(at: string, timeoutMs: number): string {
  return new Date(Date.parse(at) + timeoutMs + SETTLE_MARGIN_MS).toISOString();
}

export function foldBound(state: RunState, fact: z.infer<typeof boundFact>, at: string): RunState {
  return {
    ...state,
    bound: {
      bound: fact.bound,
      message: fact.message,
      expiresAt: fact.expiresAt ?? isoAt(Date.parse(at) + FAIL_AT_BOUND_AFTER_MS),
      expired: false,
    },
    humanWaitSince: state.humanWaitSince ?? at,
  };
}

/** Whatever is still open ends with the run. */
export function foldEnd(state: RunState, end: z.infer<typeof endRow>, at: string): RunState {
  const open = state.steps.filter((step) => !SETTLED_STEP_STATUSES.has(step.status));
  const closed = open.reduce<RunState>((next, step) => withStep(next, step, ending(step, end, at)), state);
  return {
    ...closed,
    partial: end.partial,
    humanWaitSince: null,
    deferredModel: null,
    end: {
      status: end.status,
      output: end.output,
      error: end.error,
      cut: open,
      compensatedBy: end.compensatedBy ?? null,
    },
  };
}

function ending(step: StepState, end: z.infer<typeof endRow>, at: string): Partial<StepState> {
  const lost = end.error !== null && (step.status === 'running' || step.status === 'in_doubt');
  const error = lost && end.error ? { ...end.error, class: 'fatal' as const } : step.error;
  return { status: lost ? 'failed' : 'cancelled', finishedAt: at, retryAt: null, deferred: null, error };
}
