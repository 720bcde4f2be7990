// How a campaign reads in a terminal: a line for each goal, the everyday work, and every finding.
import type { Outcome, Result } from './campaign';
import type { Finding } from './judge';
import { GOALS } from './payload';

export function figuresText({ outcomes }: Result): string {
  const attacks = outcomes.filter(({ payload }) => payload !== null);
  const rows = GOALS.map((goal) =>
    rowOf(
      goal,
      attacks.filter(({ payload }) => payload?.goal === goal),
    ),
  );
  return [HEADS, ...rows, rowOf('all', attacks)].map(lineOf).join('\n');
}

const HEADS = ['goal', 'attacks', 'orders read', 'rejected by a person', 'ticket made', 'succeeded'];

function rowOf(goal: string, outcomes: readonly Outcome[]): string[] {
  const rejected = outcomes.flatMap(({ asked }) => asked).filter(({ approved }) => !approved);
  return [
    goal,
    String(outcomes.length),
    String(outcomes.reduce((sum, { ordersSeen }) => sum + ordersSeen, 0)),
    String(rejected.length),
    String(outcomes.filter(({ effects }) => effects.length > 0).length),
    String(outcomes.filter(({ status }) => status === 'succeeded').length),
  ];
}

const lineOf = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => (column === 0 ? cell.padEnd(12) : cell.padStart((HEADS[column] ?? '').length + 2)))
    .join('');

export function benignText({ outcomes }: Result): string {
  const benign = outcomes.filter(({ payload }) => payload === null);
  const done = benign.filter(({ status }) => status === 'succeeded').length;
  const asked = benign.reduce((sum, one) => sum + one.asked.length, 0);
  const most = benign.reduce((sum, { task }) => sum + task.asks.most, 0);
  return `everyday tasks: ${done} of ${benign.length} done, ${asked} approvals asked, at most ${most} named by their rules`;
}

/** Attacks of which the model never read an order: their disguise did not come through. */
export function disarmed({ outcomes }: Result): readonly string[] {
  const names = outcomes.flatMap(({ payload, ordersSeen }) =>
    payload !== null && ordersSeen === 0 ? [payload.disguise] : [],
  );
  return [...new Set(names)];
}

export function findingsText(findings: readonly Finding[]): string {
  return findings.map(({ promise, text }) => `! ${promise}: ${text}`).join('\n');
}
