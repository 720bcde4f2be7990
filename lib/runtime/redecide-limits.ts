// The bounds of a recorded run under another version of its agent: where it would have stopped, and where it would not have. By the runtime's own decider.
import type { ModelHold } from '@/lib/domain/model-hold';
import type { LimitBound, RunLimits } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { decide } from './decide';
import { planModelCall } from './plan-model-call';
import { type Difference, type RedecideCase, side } from './redecide-case';
import { reachedTime } from './run-time';

type Bound = { readonly bound: LimitBound; readonly message: string };

/** The same state with the bounds that the run would have. @param started those it was started with. */
export function underLimits({ state, was, now }: RedecideCase, started: RunLimits): RunState {
  const names = Object.keys(state.limits) as (keyof RunLimits)[]; // safe because a parsed RunLimits has no other keys
  const limits = { ...state.limits };
  for (const name of names) {
    // Who started it with less than the agent's own asked for that; who raised it later, for that.
    const own =
      started[name] < was.limits[name] ? Math.min(started[name], now.limits[name]) : now.limits[name];
    limits[name] = state.limits[name] === started[name] ? own : Math.max(state.limits[name], own);
  }
  const moreMs = limits.deadlineMs - state.limits.deadlineMs;
  const deadlineAt = new Date(Date.parse(state.deadlineAt) + moreMs).toISOString();
  return { ...state, limits, deadlineAt };
}

/** Before a call was admitted or a model asked: a bound that the record does not have. */
export function newBound(
  { state, row, note }: RedecideCase,
  under: RunState,
  about: { readonly step: number; readonly held?: ModelHold | undefined },
): Difference | null {
  const found =
    boundIn(state, row.at) === null ? (boundIn(under, row.at) ?? heldBack(state, under, about, note)) : null;
  if (found === null) return null;
  return {
    kind: 'limit',
    step: about.step,
    seq: row.seq,
    tool: null,
    recorded: side('within'),
    now: side('bound', said(found)),
    course: 'stops',
  };
}

/** A bound that the record has: null where it would have been reached all the same. @param goesOn the run was let go on after it. */
export function lostBound(
  { state, row, note }: RedecideCase,
  under: RunState,
  fact: Bound,
  goesOn: boolean,
): Difference | null {
  if (boundIn(state, row.at) === null) {
    const name = fact.bound === 'cost' ? 'maxCostMicroUsd' : 'maxTokens';
    const isOfPlan = fact.bound === 'cost' || fact.bound === 'tokens';
    // What was to be sent when it did not fit is in no row.
    if (isOfPlan && under.limits[name] > state.limits[name])
      note(
        null,
        'limit',
        `Whether the call that did not fit would fit now was not recorded: ${fact.message}`,
      );
    return null;
  }
  if (boundIn(under, row.at) !== null) return null;
  return {
    kind: 'limit',
    step: state.usage.steps || null,
    seq: row.seq,
    tool: null,
    recorded: side('bound', said(fact)),
    now: side('within'),
    course: goesOn ? 'same_course' : 'needs_fork',
  };
}

const said = ({ bound, message }: Bound) => ({ rule: `limits.${bound}`, message });

function boundIn(state: RunState, at: string): Bound | null {
  const move = decide(state);
  if (move.kind === 'bound') return move;
  return state.cancelled === null && state.bound === null ? reachedTime(state, Date.parse(at)) : null;
}

const FREE = { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 };

/** Of a question to a model: whether what it was held for would have been left. */
function heldBack(
  state: RunState,
  under: RunState,
  { step, held }: { readonly step: number; readonly held?: ModelHold | undefined },
  note: RedecideCase['note'],
): Bound | null {
  if (held === undefined) return null;
  const definition = { maxOutputTokens: Number.MAX_SAFE_INTEGER };
  const plan = planModelCall(
    { ...under, limits: { ...under.limits, maxCostMicroUsd: Number.MAX_SAFE_INTEGER } },
    { definition, prices: FREE } as Parameters<typeof planModelCall>[1], // safe because a plan reads no other field of a model
    held,
  );
  if (plan.kind === 'bound') return plan;
  const costLeft = under.limits.maxCostMicroUsd - under.usage.costMicroUsd;
  if (under.limits.maxCostMicroUsd < state.limits.maxCostMicroUsd && costLeft < held.microUsd)
    note(
      step,
      'limit',
      `${Math.max(0, costLeft)} micro-USD would be left for a call held for ${held.microUsd}; whether a shorter answer would fit was not recorded.`,
    );
  return null;
}
