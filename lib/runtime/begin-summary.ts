// Begins the last summary of a run that is stopped: the gates' leave, the money for its worst case and the row that says so; or the row that says why there is none. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { pricedModel } from '@/lib/domain/model-price';
import type { RunState } from '@/lib/domain/run-state';
import type { ModelLaunch } from './begin-model-call';
import { asksNoModel } from './dry-answer';
import { planSummary } from './plan-summary';
import type { AdvancePorts } from './runtime-ports';
import { takeMoney } from './take-money';

type Context = {
  readonly state: RunState;
  readonly agent: AgentDefinition;
  readonly ports: Pick<AdvancePorts, 'catalog' | 'budgets' | 'gates' | 'tokens'>;
};

export type SummaryBeginning =
  | { readonly kind: 'begun'; readonly intent: JournalEntry; readonly launch: ModelLaunch }
  /** What stands against it is not waited for: the run stops as it would without one. */
  | { readonly kind: 'none'; readonly fact: JournalEntry };

export async function beginSummary(
  step: number,
  { state, agent, ports }: Context,
): Promise<SummaryBeginning> {
  if (asksNoModel(state)) return none('This dry run asks no model.');
  const found = await ports.catalog.model(agent.model);
  if (found === null) return none(`There is no model ${agent.model} any more.`);
  const model = pricedModel(found, agent.unpriced);
  if (model === null) return none(`Nobody knows what the model ${agent.model} costs.`);
  const plan = planSummary(state, model, await ports.tokens.of(model.definition));
  if (plan === null) return none('Too little is left to pay for a summary, or nothing to sum up.');
  const { runId, fence, agent: name } = state;
  const called = { kind: 'model', model } as const;
  const entered = await ports.gates.enter({
    runId,
    fence,
    agent: name,
    step,
    attempt: 1,
    cause: 'first',
    called,
  });
  if (!entered.passed) return none(`${entered.by} ${entered.id} holds it back.`);
  const { pass } = entered;
  const money = await takeMoney(state, plan, ports.budgets, pass);
  if ('kind' in money) return none(`The budget ${money.id} has no room for a summary.`);
  const { request: summary, maxOutputTokens, held } = plan.within(money.microUsd);
  const payload = {
    type: 'model',
    step,
    attempt: 1,
    model: model.name,
    modelVersion: model.version,
    maxOutputTokens,
    held,
    ...(model.source === null ? {} : { price: model.source }),
    purpose: 'summary',
  } as const;
  const launch = { kind: 'model', step, pass, model, tools: [], maxOutputTokens, money, summary } as const;
  return { kind: 'begun', intent: { kind: 'intent', payload }, launch };
}

const none = (reason: string): SummaryBeginning => ({
  kind: 'none',
  fact: { kind: 'fact', payload: { type: 'no_summary', reason } },
});
