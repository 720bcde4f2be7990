// Runs of an agent with three models, each four times as dear as the one before, that answer by their names.
import type { ModelRouting } from '@/lib/domain/model-routing';
import type { ModelStepState } from '@/lib/domain/run-state';
import type { ModelRequest } from '@/lib/ports/model-client';
import { decodeRow } from '../decode-row';
import type { BenchOptions, RuntimeBench } from './runtime-bench';
import { answers, type ScriptedAnswer } from './scripted-model';
import { SCRIPTED_MODEL } from './scripted-version';
import { refund } from './watched-bench';

const dearer = (name: string, times: number) => ({
  name,
  version: 1,
  definition: {
    ...SCRIPTED_MODEL.definition,
    model: `${name}-1`,
    prices: { inputMicroUsdPerMTok: 1_000_000 * times, outputMicroUsdPerMTok: 2_000_000 * times },
  },
});
export const LADDER = [dearer('middle', 4), dearer('large', 16)];
/** What 100 tokens in and 20 out cost by the script's model, and so for the others. */
export const CALL_MICRO_USD = { scripted: 140, middle: 560, large: 2_240 } as const;

export type ByModel = Readonly<Record<string, ScriptedAnswer>>;

/** One answer a turn, by the model that is asked; `else` for the others. */
export const byModel =
  (scripts: ByModel): ScriptedAnswer =>
  (request, signal) => {
    const script = scripts[request.model.name] ?? scripts.else;
    if (script === undefined) throw new Error(`nothing is scripted for ${request.model.name}`);
    return script(request, signal);
  };

export const sure = (confidence: number | undefined, order = 'A-1') =>
  answers({
    ...refund(order),
    decision: confidence === undefined ? undefined : { confidence, reasoning: 'So it seems.' },
  });

export function routedBench(
  open: (options: Partial<BenchOptions>) => RuntimeBench,
  routing: Partial<ModelRouting>,
  options: Partial<BenchOptions>,
): RuntimeBench {
  const agent = { routing: { stronger: ['middle', 'large'], ...routing }, ...options.agent };
  return open({ models: LADDER, ...options, agent });
}

export const asked = (requests: readonly ModelRequest[]): string[] => requests.map(({ model }) => model.name);

export function modelSteps(bench: RuntimeBench, runId: string): ModelStepState[] {
  return bench.state(runId).steps.filter((step) => step.kind === 'model');
}

/** Why each call was made of which model, off the intents. */
export function routesOf(bench: RuntimeBench, runId: string) {
  return (bench.store.runs.get(runId)?.rows ?? [])
    .map(decodeRow)
    .flatMap(({ kind, payload }) =>
      kind === 'intent' && payload.type === 'model' ? [{ model: payload.model, ...payload.route?.why }] : [],
    );
}

/** What the answers say of the top rung. */
export function topRungs(bench: RuntimeBench, runId: string) {
  return (bench.store.runs.get(runId)?.rows ?? [])
    .map(decodeRow)
    .flatMap(({ kind, payload }) =>
      kind === 'result' && payload.type === 'model'
        ? [{ cost: payload.costMicroUsd, ...payload.topRung }]
        : [],
    );
}
