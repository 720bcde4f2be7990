// The bounds of a run as the state shows them; a bound that is reached parks the run, with the figures in the message.
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { LimitBound } from '@/lib/domain/run';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { LOOP_LENGTH } from './runtime-constants';
import { isToolStep } from './step-access';

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

function beforeModel({ limits, usage }: RunState): ReachedLimit | null {
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
  return null;
}

/** The same tool with the same arguments again and again, with no other call between. */
function loopOf(state: RunState): ReachedLimit | null {
  const calls = state.steps.filter(isToolStep).filter((step) => step.step >= state.loopFloor);
  const last = calls.at(-1);
  if (last === undefined) return null;
  const identity = identityOf(last);
  const other = calls.findLastIndex((step) => identityOf(step) !== identity);
  const length = calls.length - 1 - other;
  if (length < LOOP_LENGTH) return null;
  return bound('loop', `${last.tool} was asked for ${length} times in a row with the same arguments.`);
}

function identityOf({ tool, arguments: args }: ToolStepState): string {
  return canonicalJson({ tool, args }, { normaliseUnicode: true });
}
