// Begins a call of the model: which one, how long its answer may be, the gates' leave, the money for its worst case, and the row that says so. Sends nothing itself.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { ForkedFrom } from '@/lib/domain/fork';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { type PricedModel, pricedModel } from '@/lib/domain/model-price';
import type { ModelRoute } from '@/lib/domain/model-routing';
import type { RunError } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import type { RunMarks } from '@/lib/domain/screening';
import type { ToolVersion } from '@/lib/domain/tool';
import type { GateAnswer, GateRequest, Pass } from '@/lib/ports/gates';
import type { Reserved } from './budgets';
import { asksNoModel, dryAnswer } from './dry-answer';
import type { PutOff } from './effect-holder';
import { inputBound } from './input-bound';
import type { ReachedLimit } from './limits';
import { systemPrompt } from './model-prompt';
import { beyondBreaker, routeOf, rungsOf } from './model-route';
import { offeredTools } from './offered-tools';
import { leastCostOf, type ModelCallPlan, planModelCall, withinMoney } from './plan-model-call';
import type { SummaryRequest } from './plan-summary';
import { marksOf } from './run-marks';
import type { AdvancePorts } from './runtime-ports';
import { sentMessages } from './sent-messages';
import { modelStepAt } from './step-access';
import { summaryReserveOf } from './summary-reserve';
import { type NoRoom, takeMoney } from './take-money';

export type ModelLaunch = {
  readonly kind: 'model';
  readonly step: number;
  readonly pass: Pass;
  readonly model: PricedModel;
  /** Of an agent with stronger models the strongest, where its price is known. */
  readonly topModel?: PricedModel | null;
  readonly tools: readonly ToolVersion[];
  readonly maxOutputTokens: number;
  readonly money: Reserved;
  /** What is sent instead of the conversation. */
  readonly summary?: SummaryRequest;
};

/** Answered from the recording of the run that was forked. */
type Replayed = { readonly kind: 'replayed'; readonly entries: readonly JournalEntry[] };
type Gone = {
  /** There is no such model any more, or nobody knows what it costs: the run fails with this. */
  readonly kind: 'gone';
  readonly error: RunError;
};
export type ModelBeginning =
  | { readonly kind: 'begun'; readonly intent: JournalEntry; readonly launch: ModelLaunch }
  /** A gate stands against it. */
  | { readonly kind: 'put_off'; readonly what: PutOff }
  | NoRoom
  | ReachedLimit
  | Replayed
  | Gone;

type Context = {
  readonly state: RunState;
  readonly agent: AgentDefinition;
  readonly ports: Pick<AdvancePorts, 'catalog' | 'budgets' | 'tokens' | 'ids' | 'hash' | 'recording'>;
  readonly ask: (attempt: number, called: GateRequest['called']) => Promise<GateAnswer>;
};

export async function beginModelCall(step: number, context: Context): Promise<ModelBeginning> {
  const { state, agent, ports } = context;
  if (state.fork !== null && asksNoModel(state)) return replayed(step, state, state.fork, ports);
  const granted = await Promise.all(agent.tools.map((grant) => ports.catalog.tool(grant.name)));
  const tools = granted.filter((tool) => tool !== null);
  const before = step > state.usage.steps ? undefined : modelStepAt(state, step);
  const attempt = (before?.attempts.length ?? 0) + 1;
  const marks = marksOf(state, ports);
  const entered = await enter(attempt, routeOf(agent, state, before), tools, { ...context, marks });
  if (entered.kind !== 'entered') return entered;
  const { model, plan, pass, route } = entered;
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
    ...(route === null ? {} : { route }),
    ...(state.marks === null ? { runMarks: marks } : {}),
  } as const;
  const top = route === null ? {} : { topModel: await topModelOf(context) };
  const launch = { kind: 'model', step, pass, model, ...top, tools, maxOutputTokens, money } as const;
  return { kind: 'begun', intent: { kind: 'intent', payload }, launch };
}

async function replayed(
  step: number,
  state: RunState,
  fork: ForkedFrom,
  { recording }: Pick<AdvancePorts, 'recording'>,
): Promise<Replayed | Gone> {
  if (recording === undefined) throw new Error('answers are given again in dry runs alone');
  const answer = dryAnswer(step, state, await recording(fork));
  return 'error' in answer
    ? { kind: 'gone', error: answer.error }
    : { kind: 'replayed', entries: answer.entries };
}

type Entered = {
  readonly kind: 'entered';
  readonly model: PricedModel;
  readonly plan: Extract<ModelCallPlan, { kind: 'call' }>;
  readonly pass: Pass;
  readonly route: ModelRoute | null;
};
type PutOffAnswer = Extract<ModelBeginning, { kind: 'put_off' }>;

/** By the first model that is let through, from the route's rung up past open breakers. Where none further up can be asked, the first one is waited for. */
async function enter(
  attempt: number,
  first: ModelRoute | null,
  tools: readonly ToolVersion[],
  context: Context & { readonly marks: RunMarks },
): Promise<Entered | PutOffAnswer | ReachedLimit | Gone> {
  const { state, agent, ask, ports, marks } = context;
  const sent = {
    system: systemPrompt(agent.prompt, marks),
    tools: offeredTools(agent, tools),
    messages: sentMessages(state.context, marks),
  };
  let refused: PutOffAnswer | null = null;
  for (let route = first; ; ) {
    const model = await askedModel(rungsOf(agent)[route?.rung ?? 0] ?? agent.model, context);
    if ('kind' in model) return refused ?? model;
    const counter = await ports.tokens.of(model.definition);
    const plan = planModelCall(state, model, inputBound({ ...sent, model }, state.countedInput, counter));
    if (plan.kind === 'bound') return refused ?? plan;
    const answer = await ask(attempt, { kind: 'model', model });
    if (answer.passed) return { kind: 'entered', model, plan, pass: answer.pass, route };
    const { by, id, waitMs } = answer;
    refused ??= { kind: 'put_off', what: { by, id, waitMs } };
    const next = by === 'breaker' ? beyondBreaker(agent, route) : null;
    if (next === null) return refused;
    route = next;
  }
}

async function askedModel(name: string, { agent, ports }: Context): Promise<PricedModel | Gone> {
  const found = await ports.catalog.model(name);
  if (found === null) return { kind: 'gone', error: missing(name) };
  return (
    pricedModel(found, agent.unpriced) ?? {
      kind: 'gone',
      error: priceless(found.name, found.definition.model),
    }
  );
}

async function topModelOf({ agent, ports }: Context): Promise<PricedModel | null> {
  const found = await ports.catalog.model(rungsOf(agent).at(-1) ?? agent.model);
  return found && pricedModel(found);
}

const missing = (name: string): RunError => ({
  code: 'model_missing',
  message: `There is no model ${name} any more.`,
});

const priceless = (name: string, model: string): RunError => ({
  code: 'price_unknown',
  message: `Nobody knows what the model ${name} costs: it has no prices of its own, and the price table has none of ${model} from now or before.`,
});
