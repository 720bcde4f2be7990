// Whether no budget was passed, nothing stayed held, and what is spent is what runs cost, and no less than the provider charged.
import { type BudgetScope, scopesOf } from '../../lib/domain/budget';
import { costOf } from '../../lib/domain/money';
import { PRICES } from './catalog';
import type { Evidence } from './evidence';
import type { BudgetRecord } from './records';
import { USAGE } from './scripted-model';
import type { Violation } from './violation';

const PER_ANSWER_MICRO_USD = costOf({ ...USAGE, cachedInputTokens: 0, reasoningTokens: 0 }, PRICES);
/** A run that only its fence could end is charged for what was under way, and its journal does not know it. */
const ENDED_BY_FENCE: ReadonlySet<string> = new Set(['internal_error', 'journal_unreadable', 'poison_run']);

type InScope = (run: {
  readonly agent: string;
  readonly labels: Readonly<Record<string, string>>;
}) => boolean;

export function auditSpend(evidence: Evidence): Violation[] {
  const { records, looks } = evidence;
  const violation = (promise: string) => (seen: string) => ({ promise, runId: null, seen });
  return [
    ...[...looks, ...records.budgets].flatMap(passed).map(violation('no budget is passed')),
    ...records.holds.map(({ runId, step, attempt }) => ({
      promise: 'nothing stays held',
      runId,
      seen: `attempt ${attempt} of step ${step} is`,
    })),
    ...records.budgets
      .filter(({ heldMicroUsd }) => heldMicroUsd !== 0)
      .map(({ scope, heldMicroUsd }) => `${heldMicroUsd} of ${scope} are`)
      .map(violation('nothing stays held')),
    ...records.budgets
      .flatMap((budget) => misspent(evidence, budget))
      .map(violation('what is spent is what runs cost')),
  ];
}

function passed({ scope, limitMicroUsd, spentMicroUsd, heldMicroUsd, overrunMicroUsd }: BudgetRecord) {
  const within = spentMicroUsd + heldMicroUsd <= limitMicroUsd && overrunMicroUsd === 0;
  const figures = `${spentMicroUsd} spent, ${heldMicroUsd} held, ${overrunMicroUsd} overrun`;
  return within ? [] : [`${figures} of the ${limitMicroUsd} of ${scope}`];
}

function misspent(evidence: Evidence, { scope, spentMicroUsd }: BudgetRecord): string[] {
  const isIn = within(scope);
  const cost = [...evidence.heads.values()].filter(isIn).reduce((sum, run) => sum + run.costMicroUsd, 0);
  const charged = chargedOf(evidence, isIn);
  const isWhole = evidence.records.letters.every(({ code }) => !ENDED_BY_FENCE.has(code));
  const found: string[] = [];
  if (spentMicroUsd < cost || (isWhole && spentMicroUsd !== cost))
    found.push(`${spentMicroUsd} of ${scope} are spent, and its runs cost ${cost}`);
  if (spentMicroUsd < charged)
    found.push(`${spentMicroUsd} of ${scope} are spent, and the provider charged ${charged}`);
  return found;
}

const within =
  (scope: BudgetScope): InScope =>
  ({ agent, labels }) =>
    scopesOf(agent, labels).includes(scope);

/** For each answer of the model, whether anybody was there to read it or not. */
export function chargedOf({ accepted, heads, answered }: Evidence, isIn: InScope): number {
  return accepted
    .filter(({ runId }) => isIn(heads.get(runId) ?? { agent: '', labels: {} }))
    .reduce((sum, { plan }) => sum + (answered.get(plan.ref) ?? 0) * PER_ANSWER_MICRO_USD, 0);
}
