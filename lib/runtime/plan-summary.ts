// The one call that sums up a run that is stopped: what it sends, shortened to what there is to pay for it, and how long its answer may be. Pure.
import type { ContextMessage } from '@/lib/domain/message';
import type { ModelHold } from '@/lib/domain/model-hold';
import type { PricedModel } from '@/lib/domain/model-price';
import type { RunState } from '@/lib/domain/run-state';
import { affordableOutput, worstCostOf } from '@/lib/domain/worst-case';
import type { ModelRequest } from '@/lib/ports/model-client';
import type { TokenCounter } from '@/lib/ports/token-counter';
import { type InputBound, inputBound } from './input-bound';
import { summaryPrompt } from './model-prompt';
import { cutText, partialOf } from './partial';
import { SUMMARY_CHARS, SUMMARY_OUTPUT_TOKENS } from './runtime-constants';
import { withMarks } from './sent-messages';
import { summaryReserveOf } from './summary-reserve';

export type SummaryRequest = Pick<ModelRequest, 'system' | 'messages'>;
export type SummaryCall = {
  readonly request: SummaryRequest;
  readonly maxOutputTokens: number;
  readonly held: ModelHold;
};
export type SummaryPlan = {
  /** What it may cost at most, and with the least that is worth its money. */
  readonly mostMicroUsd: number;
  readonly leastMicroUsd: number;
  /** The best call that `microUsd` pays for. @param microUsd between least and most. */
  readonly within: (microUsd: number) => SummaryCall;
};

type Model = Pick<PricedModel, 'name' | 'version' | 'definition' | 'prices'>;
type Draft = { readonly request: SummaryRequest; readonly input: InputBound };

/**
 * It can't take the run beyond its reserve, nor beyond what is left of its money and tokens. The conversation is not sent, however long it is: the task,
 * the last text and the newest results are, as much of them as leaves room for an answer.
 * @returns null where there is nothing to sum up, or too little left.
 */
export function planSummary(state: RunState, model: Model, tokens: TokenCounter | null): SummaryPlan | null {
  const { limits, usage } = state;
  const drafts = draftsOf(state, model, tokens);
  const costLeft = Math.max(0, limits.maxCostMicroUsd - usage.costMicroUsd);
  const ceiling = Math.min(summaryReserveOf(state).microUsd, costLeft);
  const { prices } = model;
  const outputFor = ({ input: { inputTokens } }: Draft, microUsd: number): number =>
    Math.min(
      model.definition.maxOutputTokens,
      SUMMARY_OUTPUT_TOKENS.most,
      limits.maxTokens - usage.tokens - inputTokens,
      affordableOutput(microUsd, inputTokens, prices),
    );
  const costOf = ({ input: { inputTokens } }: Draft, outputTokens: number): number =>
    worstCostOf({ inputTokens, outputTokens }, prices);
  const isWorthIt = (draft: Draft, microUsd: number): boolean =>
    outputFor(draft, microUsd) >= SUMMARY_OUTPUT_TOKENS.least;
  const affordable = drafts.filter((draft) => isWorthIt(draft, ceiling));
  const [best] = affordable;
  if (best === undefined) return null;
  return {
    mostMicroUsd: costOf(best, outputFor(best, ceiling)),
    leastMicroUsd: Math.min(...affordable.map((draft) => costOf(draft, SUMMARY_OUTPUT_TOKENS.least))),
    within: (microUsd) => {
      const draft = affordable.find((one) => isWorthIt(one, microUsd));
      if (draft === undefined) throw new Error(`${microUsd} micro-USD pay for no summary`);
      const { request, input } = draft;
      return { request, maxOutputTokens: outputFor(draft, microUsd), held: { ...input, microUsd } };
    },
  };
}

/** The fullest first. */
function draftsOf(state: RunState, model: Model, tokens: TokenCounter | null): Draft[] {
  const { marks } = state;
  // Runs of before there were marks hold outsiders' text that nothing could be put around.
  if (marks === null && state.tainted) return [];
  const sent = (message: ContextMessage) => (marks === null ? message : withMarks(message, marks.delimiter));
  const [task] = state.context;
  if (task?.role !== 'user') return [];
  const shown = { ...state, context: state.context.map(sent) };
  return SUMMARY_CHARS.flatMap((chars) => {
    const part = Math.floor(chars / 3);
    const done = partialOf(shown, part);
    if (done === null) return [];
    const cut = sent({ ...task, text: cutText(task.text, part) });
    const text = JSON.stringify({ task: 'text' in cut ? cut.text : null, done });
    const request: SummaryRequest = { system: summaryPrompt(marks), messages: [{ role: 'user', text }] };
    return [{ request, input: inputBound({ ...request, tools: [], model }, null, tokens) }];
  });
}
