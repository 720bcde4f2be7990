// Begins a call of the model: how long its answer may be, the gates' leave, the money for its worst case, and the row that says so. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { type PricedModel, pricedModel } from '@/lib/domain/model-price';
import type { RunError } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import type { GateRequest, Pass } from '@/lib/ports/gates';
import type { Reserved } from './budgets';
import { inputBound } from './input-bound';
import type { ReachedLimit } from './limits';
import { systemPrompt } from './model-prompt';
import { offeredTools } from './offered-tools';
import { leastCostOf, planModelCall, withinMoney } from './plan-model-call';
import type { SummaryRequest } from './plan-summary';
import type { AdvancePorts } from './runtime-ports';
import { modelStepAt } from './step-access';
import { summaryReserveOf } from './summary-reserve';
import { type NoRoom, takeMoney } from './take-money';

export type ModelLaunch = {
  readonly kind: 'model';
  readonly step: number;
  readonly pass: Pass;
  readonly model: PricedModel;
  readonly tools: readonly ToolVersion[];
  readonly maxOutputTokens: number;
  readonly money: Reserved;
  /** What is sent instead of the conversation. */
  readonly summary?: SummaryRequest;
};

export type ModelBeginning =
  | { readonly kind: 'begun'; readonly intent: JournalEntry; readonly launch: ModelLaunch }
  /** A gate stands against it, and that is written down already. */
  | { readonly kind: 'put_off' }
  | NoRoom
  | ReachedLimit
  /** There is no such model any more, or nobody knows what it costs: the run fails with this. */
  | { readonly kind: 'gone'; readonly error: RunError };

type Context = {
  readonly state: RunState;
  readonly agent: AgentDefinition;
  readonly ports: Pick<AdvancePorts, 'catalog' | 'budgets'>;
  /** null: put off. */
  readonly enter: (attempt: number, called: GateRequest['called']) => Promise<Pass | null>;
};

export async function beginModelCall(step: number, context: Context): Promise<ModelBeginning> {
  const { state, agent, ports } = context;
  const found = await ports.catalog.model(agent.model);
  if (found === null) return { kind: 'gone', error: missing(agent.model) };
  const model = pricedModel(found, agent.unpriced);
  if (model === null) return { kind: 'gone', error: priceless(found.name, found.definition.model) };
  const granted = await Promise.all(agent.tools.map((grant) => ports.catalog.tool(grant.name)));
  const tools = granted.filter((tool) => tool !== null);
  const sent = {
    system: systemPrompt(agent.prompt),
    tools: offeredTools(agent, tools),
    messages: state.context,
  };
  const plan = planModelCall(state, model, inputBound({ ...sent, model }, state.countedInput));
  if (plan.kind === 'bound') return plan;
  const isNew = step > state.usage.steps;
  const attempt = isNew ? 1 : modelStepAt(state, step).attempts.length + 1;
  const pass = await context.enter(attempt, { kind: 'model', model });
  if (pass === null) return { kind: 'put_off' };
  // Given back with the settlement, it is there for the summary where the next call has no room; others may have taken it meanwhile.
  const { microUsd: kept } = summaryReserveOf(state);
  const amounts = {
    mostMicroUsd: plan.held.microUsd + kept,
    leastMicroUsd: leastCostOf(plan, model) + kept,
  };
  const money = await takeMoney(state, amounts, ports.budgets, pass);
  if ('kind' in money) return money;
  const { maxOutputTokens, held } = withinMoney(plan, money.microUsd - kept, model);
  const payload = {
    type: 'model',
    step,
    attempt,
    model: model.name,
    modelVersion: model.version,
    maxOutputTokens,
    held: kept === 0 ? held : { ...held, summaryMicroUsd: kept },
    ...(model.source === null ? {} : { price: model.source }),
  } as const;
  const launch = { kind: 'model', step, pass, model, tools, maxOutputTokens, money } as const;
  return { kind: 'begun', intent: { kind: 'intent', payload }, launch };
}

const missing = (name: string): RunError => ({
  code: 'model_missing',
  message: `There is no model ${name} any more.`,
});

const priceless = (name: string, model: string): RunError => ({
  code: 'price_unknown',
  message: `Nobody knows what the model ${name} costs: it has no prices of its own, and the price table has none of ${model} from now or before.`,
});
