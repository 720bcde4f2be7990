// The bounds of a run as the state shows them; a bound that is reached parks the run, with the figures in the message.
import type { LimitBound } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { circleIn, isStale } from './loop-watch';
import { CYCLE_REPEATS } from './runtime-constants';

export type ReachedLimit = { readonly kind: 'bound'; readonly bound: LimitBound; readonly message: string };

const bound = (name: LimitBound, message: string): ReachedLimit => ({ kind: 'bound', bound: name, message });

/** What stands against the next move: the calls of an answer (`begin`), or another model call. null when nothing does. */
export function reachedLimit(state: RunState, next: 'begin' | 'call_model'): ReachedLimit | null {
  return next === 'begin' ? beforeCalls(state) : beforeModel(state);
}

function beforeCalls(state: RunState): ReachedLimit | null {
  const { limits, usage } = state;
  const proposed = state.steps.filter((step) => step.status === 'proposed').length;
  if (usage.steps > limits.maxSteps) {
    return bound(
      'steps',
      `The last answer brings the run to ${usage.steps} steps, ${limits.maxSteps} are allowed.`,
    );
  }
  if (usage.toolCalls + proposed > limits.maxToolCalls) {
    const wanted = usage.toolCalls + proposed;
    return bound(
      'tool_calls',
      `The last answer brings the run to ${wanted} tool calls, ${limits.maxToolCalls} are allowed.`,
    );
  }
  // An undo is planned beforehand; equal ones undo different effects.
  return state.compensation === null ? loopOf(state) : null;
}

function beforeModel({ limits, usage, loop }: RunState): ReachedLimit | null {
  if (usage.steps >= limits.maxSteps) {
    return bound('steps', `The run made ${usage.steps} steps, ${limits.maxSteps} are allowed.`);
  }
  if (usage.tokens >= limits.maxTokens) {
    return bound('tokens', `The run used ${usage.tokens} tokens, ${limits.maxTokens} are allowed.`);
  }
  if (usage.costMicroUsd > 0 && usage.costMicroUsd >= limits.maxCostMicroUsd) {
    return bound(
      'cost',
      `The run cost ${usage.costMicroUsd} micro-USD, ${limits.maxCostMicroUsd} are allowed.`,
    );
  }
  if (!isStale(loop)) return null;
  return bound('loop', `The last ${loop.stale} answers of the model brought no new call, result or text.`);
}

function loopOf({ loop, loopFloor }: RunState): ReachedLimit | null {
  const circle = circleIn(loop, loopFloor);
  if (circle === null) return null;
  const [tool] = circle.tools;
  if (circle.kind === 'same_call')
    return bound('loop', `${tool} was asked for ${circle.times} times in a row with the same arguments.`);
  const round = circle.tools.join(', ');
  return bound('loop', `The calls ${round} were made ${CYCLE_REPEATS} times over, with the same results.`);
}
