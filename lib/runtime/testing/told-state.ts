// What a journal's beginning says, in words that every version of the state has: kept beside a row by the code that wrote it, and asked again of every later one.
import type { RunState } from '@/lib/domain/run-state';

export type ToldState = {
  /** Number, kind, status and attempts of each step there is, in order. */
  readonly steps: readonly string[];
  readonly messages: number;
  readonly fence: number;
  readonly inputSeq: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly costMicroUsd: number;
  readonly tainted: boolean;
  readonly deadlineAt: string;
  readonly paused: boolean;
  readonly cancelled: boolean;
  readonly bound: string | null;
  readonly end: string | null;
};

/** @param state with every step there was: of a fold that let none go. */
export function toldBy(state: RunState): ToldState {
  const { usage } = state;
  return {
    steps: state.steps.map(
      ({ step, kind, status, attempts }) => `${step} ${kind} ${status} ${attempts.length}`,
    ),
    messages: state.context.length,
    fence: state.fence,
    inputSeq: state.inputSeq,
    toolCalls: usage.toolCalls,
    tokens: usage.tokens,
    costMicroUsd: usage.costMicroUsd,
    tainted: state.tainted,
    deadlineAt: state.deadlineAt,
    paused: state.paused !== null,
    cancelled: state.cancelled !== null,
    bound: state.bound?.bound ?? null,
    end: state.end?.status ?? null,
  };
}
