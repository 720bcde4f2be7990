// Agents with a stronger model, in some of the histories; what has to hold of the way that their runs went.
import { type ModelVersion, modelDefinition } from '@/lib/domain/model';
import type { ModelStepState, RunState } from '@/lib/domain/run-state';
import type { ModelAnswer, ModelRequest } from '@/lib/ports/model-client';
import type { Findings } from './findings';
import { SeededRandom } from './seeded-random';

const ROUTING_SEED = 1_500_000_000;
const OWN = 'simulated';
const PRICES = { [OWN]: 1, 'simulated.large': 4 };

/** What an agent says of its models, and how its own one answers; null in most histories. */
export function routingOf(seed: number) {
  const random = new SeededRandom(seed + ROUTING_SEED);
  if (!random.chance(0.3)) return null;
  const agent = { routing: { stronger: ['simulated.large'], confidenceBelow: 0.5 } };
  const unsure = random.int(1, 5) / 10;
  const answerOf = ({ model }: ModelRequest, answer: ModelAnswer): ModelAnswer =>
    model.name === OWN && random.chance(unsure) ? lessSure(answer) : answer;
  return { agent, answerOf };
}
export type SimulatedRouting = NonNullable<ReturnType<typeof routingOf>>;

function lessSure(answer: ModelAnswer): ModelAnswer {
  const decision = { confidence: 0.3, reasoning: 'It may be otherwise.' };
  const calls = answer.calls.map((call) => ({
    ...call,
    arguments: { ...Object(call.arguments), _decision: decision },
  }));
  return { ...answer, calls };
}

export function checkRoutes(findings: Findings, name: string, { steps }: RunState): void {
  const asked = steps.filter((step): step is ModelStepState => step.kind === 'model' && !step.isSummary);
  for (const [i, { step, route, isSetAside, proposed }] of asked.entries()) {
    if (route !== null && route.rung > route.top)
      findings.violated('no model is asked beyond the strongest', `${name}:${step}`);
    if (!isSetAside) continue;
    if (proposed.length > 0)
      findings.violated('nothing of an answer that is set aside is carried out', `${name}:${step}`);
    const next = asked[i + 1]?.route;
    if (next && next.rung <= (route?.rung ?? 0))
      findings.violated('what is set aside is asked again further up', `${name}:${step}`);
  }
}

export const simulatedModel = (name: string): ModelVersion | null => {
  const times = Object.hasOwn(PRICES, name) ? PRICES[name as keyof typeof PRICES] : null; // safe because it was looked for
  if (times === null) return null;
  return {
    name,
    version: 1,
    definition: modelDefinition.parse({
      provider: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:1/v1',
      model: `${name}-1`,
      timeoutMs: 5_000,
      prices: { inputMicroUsdPerMTok: 1_000_000 * times, outputMicroUsdPerMTok: 2_000_000 * times },
    }),
  };
};
