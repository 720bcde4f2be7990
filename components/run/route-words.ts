// Why a model of several was asked, what became of an answer that was set aside, and what a run saved so. Pure.
import type { StepShape } from '@/lib/contract/run-detail';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { toolNameFromWire } from '@/lib/domain/names';

type Why = NonNullable<StepShape['route']>['why'];

/** The step whose answer or failure led to this one; undefined where none did. */
export const causeOf = (why: Why): number | undefined => ('step' in why ? why.step : undefined);

/** "confidence 0.4 below 0.6": what was wrong with the answer before. */
function faultWords(why: Why): string | undefined {
  switch (why.reason) {
    case 'confidence':
      return why.confidence === null
        ? `no confidence stated, ${why.below} wanted`
        : `confidence ${why.confidence} below ${why.below}`;
    case 'invalid':
      return 'no valid call';
    case 'failure':
      return 'its calls failed';
    default:
      return undefined;
  }
}

/** As a sentence, without the step that it names. */
export function whySentence(why: Why): string {
  switch (why.reason) {
    case 'first':
      return 'The agent’s own model is asked first.';
    case 'difficulty':
      return `The input says at ${why.path} that it is hard.`;
    case 'confidence':
      return `The answer before was set aside: ${faultWords(why)}.`;
    case 'invalid':
      return 'The answer before was no valid call.';
    case 'failure':
      return 'A model further down failed for good; the run stays with stronger ones.';
    case 'breaker':
      return `The breaker of ${why.of} is open.`;
  }
}

/** Undefined for a step that was not set aside. */
export function setAsideWords(step: StepShape, steps: readonly StepShape[]): string | undefined {
  if (!step.setAside) return undefined;
  const next = steps.find(({ route }) => route !== null && causeOf(route.why) === step.step);
  const why = next?.route?.why;
  if (next === undefined || why === undefined) return 'to be asked again of a stronger model';
  return `asked again of ${next.model}: ${faultWords(why)}`;
}

export type SetAsideCall = {
  readonly tool: string;
  readonly confidence: number | undefined;
  readonly reasoning: string | undefined;
};

/** What an answer that was set aside asked for, as far as it can be read. */
export function setAsideCalls(answer: JsonValue): SetAsideCall[] {
  const calls = isJsonObject(answer) && Array.isArray(answer.calls) ? answer.calls : [];
  return calls.filter(isJsonObject).flatMap(({ tool, arguments: args }) => {
    if (typeof tool !== 'string') return [];
    const stated = isJsonObject(args) && isJsonObject(args._decision) ? args._decision : {};
    const { confidence, reasoning } = stated;
    return [
      {
        tool: toolNameFromWire(tool),
        confidence: typeof confidence === 'number' ? confidence : undefined,
        reasoning: typeof reasoning === 'string' ? reasoning : undefined,
      },
    ];
  });
}

/** "2 of 3": which model it is, from cheaper to stronger. */
export const rungWords = ({ rung, top }: NonNullable<StepShape['route']>): string =>
  `${rung + 1} of ${top + 1}, from cheaper to stronger`;

/** An estimate; null where no step had more than one model to go to. */
export function savingOf(
  steps: readonly StepShape[],
): { readonly savedMicroUsd: number; readonly setAsideMicroUsd: number } | null {
  const routed = steps.filter(({ route }) => route !== null);
  if (routed.length === 0) return null;
  const sum = (of: (step: StepShape) => number) => routed.reduce((all, step) => all + of(step), 0);
  return {
    savedMicroUsd: sum(({ topMicroUsd, costMicroUsd }) => (topMicroUsd ?? costMicroUsd) - costMicroUsd),
    setAsideMicroUsd: sum(({ setAside, costMicroUsd }) => (setAside ? costMicroUsd : 0)),
  };
}
