// Two runs step by step: which steps both have, where they first part, and what differs there. Pure.
import type { StepShape } from '@/lib/contract/run-detail';
import { canonicalJson } from '@/lib/domain/canonical-json';
import { stepAmount } from '../run/step-words';

export type ComparedFact = { readonly name: string; readonly origin: string; readonly fork: string };
export type ComparedRow = {
  readonly step: number;
  readonly origin: StepShape | undefined;
  readonly fork: StepShape | undefined;
  /** What is not the same; empty where nothing is. */
  readonly differs: readonly ComparedFact[];
};
export type Compared = {
  /** Steps before this one are the same rows. */
  readonly firstStep: number;
  readonly rows: readonly ComparedRow[];
  /** The first of them where both part; undefined where they never do. */
  readonly divergedAt: number | undefined;
};

const NOTHING = '–';

export function comparedSteps(
  origin: readonly StepShape[],
  fork: readonly StepShape[],
  firstStep: number,
): Compared {
  const byStep = (steps: readonly StepShape[]) => new Map(steps.map((step) => [step.step, step]));
  const [left, right] = [byStep(origin), byStep(fork)];
  const numbers = [...new Set([...left.keys(), ...right.keys()])]
    .filter((step) => step >= firstStep)
    .sort((a, b) => a - b);
  const rows = numbers.map((step): ComparedRow => {
    const [one, other] = [left.get(step), right.get(step)];
    return { step, origin: one, fork: other, differs: differencesOf(one, other) };
  });
  return { firstStep, rows, divergedAt: rows.find(({ differs }) => differs.length > 0)?.step };
}

function differencesOf(origin: StepShape | undefined, fork: StepShape | undefined): ComparedFact[] {
  const facts = (step: StepShape | undefined): Record<string, string> => ({
    step: step === undefined ? 'none' : step.kind === 'tool' ? (step.tool ?? 'tool') : step.kind,
    arguments: step?.arguments == null ? NOTHING : canonicalJson(step.arguments),
    amount: (step && stepAmount(step)) ?? NOTHING,
    confidence: step?.decision?.confidence?.toFixed(2) ?? NOTHING,
    // What the model says beside its calls may be worded otherwise each time; its answer counts.
    answer: step?.kind === 'finish' ? canonicalJson(step.result) : NOTHING,
    admission: step?.admission?.verdict.replace('_', ' ') ?? NOTHING,
    result: step?.kind === 'tool' ? resultWords(step) : NOTHING,
  });
  const [one, other] = [facts(origin), facts(fork)];
  return Object.keys(one).flatMap((name) => {
    const [left = NOTHING, right = NOTHING] = [one[name], other[name]];
    return left === right ? [] : [{ name, origin: left, fork: right }];
  });
}

/** A result that comes from the recording is the same one; a call that is not made has none to compare. */
function resultWords({ resultSource, result, error, status }: StepShape): string {
  if (resultSource === 'would_have_done') return 'not sent';
  if (error !== null) return error.code;
  return result === null ? status : canonicalJson(result);
}
