// Who is needed now, as one list: agents that refuse new runs or were stopped for what they spend, open approvals most urgent first, runs at a bound, budgets near their limit and other alerts, then runs that failed. Pure.

import { argumentSummary } from '@/components/approvals/argument-summary';
import { amountText, countingVotes } from '@/components/approvals/decision-sentences';
import { byUrgency } from '@/components/approvals/queue-groups';
import { alertState } from '@/components/spend/alert-words';
import { budgetSentence, budgetTrouble } from '@/components/spend/budget-words';
import type { GlyphName } from '@/components/ui/glyph';
import type { StateName } from '@/components/ui/state-name';
import type { ApprovalShape } from '@/lib/contract/approval';
import type { OverviewShape } from '@/lib/contract/overview';
import { type BudgetName, budgetId } from '@/lib/domain/budget';
import { isNearLimit } from '@/lib/domain/budget-use';
import { alertMessage } from '@/lib/format/alert-message';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';

export type UrgentRow = {
  readonly key: string;
  readonly state: StateName;
  readonly glyph: GlyphName;
  /** What waits, as a machine names it. */
  readonly name: string;
  readonly text: string;
  readonly agent: string;
  /** A wait that ends by itself, or since when something stands still. */
  readonly until: string | undefined;
  readonly since: string | undefined;
  readonly href: string;
  readonly action: string;
};

type Pressing = OverviewShape['alerts']['pressing'][number];

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;
const NUMBERS = ['one', 'two', 'three', 'four', 'five'] as const;

function approvalText(approval: ApprovalShape): string {
  const amount = amountText(approval);
  const said =
    approval.kind === 'unknown_outcome'
      ? 'no answer after sending: did it happen?'
      : approval.quorum > 1
        ? `${ORDINALS[countingVotes(approval).length] ?? 'next'} of ${NUMBERS[approval.quorum - 1] ?? approval.quorum} approvals`
        : argumentSummary(approval, 90);
  return [amount, said].filter((part) => part !== undefined && part !== '').join(', ');
}

function approvalRow(approval: ApprovalShape): UrgentRow {
  return {
    key: approval.id,
    state: 'waiting',
    glyph: approval.kind === 'tool_call' ? 'tool' : 'question',
    name: approval.tool,
    text: approvalText(approval),
    agent: approval.agent,
    until: approval.expiresAt ?? undefined,
    since: approval.expiresAt === null ? approval.createdAt : undefined,
    href: routes.approval(approval.id),
    action: 'Decide',
  };
}

function stoppedRow(run: OverviewShape['stoppedRuns'][number]): UrgentRow {
  const limit = run.kind === 'limit';
  return {
    key: run.id,
    state: limit ? 'waiting' : 'failed',
    glyph: limit ? 'warning' : 'dead-letter',
    name: run.agent,
    text: run.message,
    agent: run.agent,
    until: run.failsAt ?? undefined,
    since: run.at,
    href: routes.run(run.id),
    action: limit ? 'Raise' : 'Look',
  };
}

/** How many were refused is kept nowhere, so it is not said. */
function sheddingRow(queue: OverviewShape['shedding'][number]): UrgentRow {
  const { agent, oldestMs, shedAfterMs, since, due, forms } = queue;
  return {
    key: `shedding ${agent}`,
    state: 'failed',
    glyph: 'warning',
    name: agent,
    text: `Refuses new ${forms ? '' : 'API '}runs: ${formatCount(due)} due, the oldest has waited ${formatDurationMs(oldestMs)}, ${formatDurationMs(shedAfterMs)} allowed`,
    agent,
    until: undefined,
    since,
    href: routes.agent(agent),
    action: 'Look',
  };
}

function budgetRow(budget: OverviewShape['budgets']['mostUsed'][number]): UrgentRow {
  const { scope } = budget;
  const trouble = budget.waitingRuns > 0 ? `${budgetTrouble(budget)}: ` : '';
  return {
    key: `budget ${budgetId(budget)}`,
    state: 'waiting',
    glyph: 'amount',
    name: scope,
    text: `${trouble}${budgetSentence(budget)}`,
    agent: scope.startsWith('agent:') ? scope.slice('agent:'.length) : '',
    until: undefined,
    since: undefined,
    href: routes.spend({ budget: budgetId(budget) }),
    action: 'Raise',
  };
}

function alertRow(alert: Pressing): UrgentRow {
  const { id, fact, raisedAt, subject } = alert;
  return {
    key: `alert ${id}`,
    state: alertState(alert),
    glyph: 'warning',
    name: 'scope' in fact ? fact.scope : subject.slice(subject.indexOf(':') + 1),
    text: alertMessage(fact),
    agent: 'agent' in fact ? (fact.agent ?? '') : '',
    until: undefined,
    since: raisedAt,
    href: routes.spend({ alert: id }),
    action: 'Look',
  };
}

/** A budget that has a row of its own says all of it there. */
const notShownAs =
  (near: readonly BudgetName[]) =>
  ({ fact }: Pressing): boolean =>
    !('scope' in fact) || !near.some((budget) => budgetId(budget) === budgetId(fact));

export function urgentRows(
  overview: Pick<OverviewShape, 'needsPerson' | 'stoppedRuns' | 'shedding' | 'budgets' | 'alerts'>,
): UrgentRow[] {
  const limits = overview.stoppedRuns.filter((run) => run.kind === 'limit');
  const near = overview.budgets.mostUsed.filter(isNearLimit);
  const alerts = overview.alerts.pressing.filter(notShownAs(near));
  const failed = overview.stoppedRuns.filter((run) => run.kind === 'failed');
  return [
    ...overview.shedding.map(sheddingRow),
    ...alerts.filter(({ severity }) => severity === 'critical').map(alertRow),
    ...[...overview.needsPerson].sort(byUrgency).map(approvalRow),
    ...limits.map(stoppedRow),
    ...near.map(budgetRow),
    ...alerts.filter(({ severity }) => severity !== 'critical').map(alertRow),
    ...foldAlike(failed),
  ];
}

/** Runs of an agent that failed with the same words stand in one row, which leads to all of them; how many there are is told there. */
function foldAlike(failed: OverviewShape['stoppedRuns']): UrgentRow[] {
  const alike = (a: (typeof failed)[number], b: (typeof failed)[number]) =>
    a.agent === b.agent && a.message === b.message;
  const newest = failed.filter((run, i) => failed.findIndex((other) => alike(run, other)) === i);
  return newest.map((run) => {
    const row = stoppedRow(run);
    if (failed.filter((other) => alike(run, other)).length === 1) return row;
    return { ...row, text: `Several runs: ${run.message}`, href: routes.deadLetters({ agent: run.agent }) };
  });
}

/** True before anything ever ran: the page then says how to begin. */
export function nothingHasRun(overview: OverviewShape): boolean {
  return Object.values(overview.runs).every((count) => count === 0) && overview.period.finished === 0;
}
