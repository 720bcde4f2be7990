// Knows what was spent by the hour, agent, model or tool and outcome, the same by label, and by run: settled holds are added up when they are counted.
import type { HoldSettlement, NewHold } from '../../ports/budget-ledger';
import type { Ask } from './transact';

export type SettledHold = {
  readonly runId: string;
  readonly agent: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly called: NewHold['called'];
  readonly name: string;
  readonly outcome: HoldSettlement['outcome'];
  readonly estimated: boolean;
  /** ISO 8601. */
  readonly settledAt: string;
  readonly allowances: readonly string[];
  readonly held: number;
  readonly cost: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
};

const KEYS = ['hour', 'agent', 'called', 'name', 'outcome', 'estimated'] as const;
const FIGURES = ['calls', 'held', 'cost', 'input', 'output', 'cached', 'reasoning'] as const;
const COLUMN_OF: { readonly [F in (typeof FIGURES)[number]]: string } = {
  calls: 'calls',
  held: 'held_micro_usd',
  cost: 'cost_micro_usd',
  input: 'input_tokens',
  output: 'output_tokens',
  cached: 'cached_input_tokens',
  reasoning: 'reasoning_tokens',
};
type Figures = { -readonly [F in (typeof FIGURES)[number]]: number };
type Row = {
  readonly label: string;
  readonly hour: string;
  readonly hold: SettledHold;
  readonly figures: Figures;
};

/** Rows are taken in the order of their keys, so that two processes don't wait for each other. */
function addStatement(table: string, keys: readonly string[]): string {
  const types = ['timestamptz', 'text', 'text', 'text', 'text', 'bool'];
  const params = [...(keys.length > types.length ? ['text'] : []), ...types, ...FIGURES.map(() => 'int8')];
  const columns = [...keys, ...FIGURES.map((figure) => COLUMN_OF[figure])];
  const sums = FIGURES.map((figure) => COLUMN_OF[figure]).map(
    (column) => `${column} = ${table}.${column} + excluded.${column}`,
  );
  return `INSERT INTO ${table} (${columns.join(', ')})
    SELECT * FROM unnest(${params.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) AS added(${columns.join(', ')})
    ORDER BY ${keys.join(', ')} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums.join(', ')}`;
}
const ADD = addStatement('spend_hour', KEYS);
const ADD_BY_LABEL = addStatement('spend_hour_label', ['label', ...KEYS]);

/** Outcomes of one model or tool are one row here. */
const ADD_BY_RUN = `INSERT INTO spend_hour_run (hour, run_id, called, name, agent, calls, cost_micro_usd, tokens)
  SELECT hour, run_id, called, name, min(agent), sum(calls)::int8, sum(cost)::int8, sum(tokens)::int8
  FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[])
    AS added(hour, run_id, called, name, agent, calls, cost, tokens)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 ON CONFLICT (hour, run_id, called, name) DO UPDATE SET calls = spend_hour_run.calls + excluded.calls,
    cost_micro_usd = spend_hour_run.cost_micro_usd + excluded.cost_micro_usd, tokens = spend_hour_run.tokens + excluded.tokens`;

/** Attempts that are under way when the first one is counted may have no hold; none of them lasts so long. */
const BEGIN = `UPDATE spend_rollup SET complete_since = date_trunc('hour', now()) + interval '2 hours' WHERE complete_since = 'infinity'`;

/** In the transaction that removes the holds. */
export async function addToRollups(ask: Ask, holds: readonly SettledHold[]): Promise<void> {
  const whole = new Map<string, Row>();
  const byLabel = new Map<string, Row>();
  const byRun = new Map<string, Row>();
  for (const hold of holds) {
    if (hold.called === 'tool' && hold.cost === 0) continue; // what a tool did not charge for is no spending, as in the journals
    addTo(whole, hold, '');
    for (const label of labelsOf(hold)) addTo(byLabel, hold, label);
    addTo(byRun, hold, hold.runId);
  }
  await ask('add_spend_hours', ADD, columnsOf([...whole.values()]));
  const labelled = [...byLabel.values()];
  const labels = labelled.map(({ label }) => label);
  await ask('add_spend_hours_by_label', ADD_BY_LABEL, [labels, ...columnsOf(labelled)]);
  await ask('add_spend_hours_by_run', ADD_BY_RUN, columnsByRun([...byRun.values()]));
  await ask('begin_spend_hours', BEGIN, []);
}

/** KEY=VALUE; one empty label for a run without any. */
function labelsOf({ labels }: SettledHold): string[] {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? [''] : pairs;
}

function addTo(rows: Map<string, Row>, hold: SettledHold, label: string): void {
  const hour = `${hold.settledAt.slice(0, 13)}:00:00.000Z`;
  const key = JSON.stringify([label, hour, hold.agent, hold.called, hold.name, hold.outcome, hold.estimated]);
  const row = rows.get(key) ?? { label, hour, hold, figures: none() };
  rows.set(key, row);
  row.figures.calls += 1;
  for (const figure of FIGURES) if (figure !== 'calls') row.figures[figure] += hold[figure];
}

const none = (): Figures => ({
  calls: 0,
  held: 0,
  cost: 0,
  input: 0,
  output: 0,
  cached: 0,
  reasoning: 0,
});

function columnsOf(rows: readonly Row[]): unknown[][] {
  return [
    rows.map(({ hour }) => hour),
    ...(['agent', 'called', 'name', 'outcome', 'estimated'] as const).map((key) =>
      rows.map(({ hold }) => hold[key]),
    ),
    ...FIGURES.map((figure) => rows.map(({ figures }) => figures[figure])),
  ];
}

function columnsByRun(rows: readonly Row[]): unknown[][] {
  return [
    rows.map(({ hour }) => hour),
    ...(['runId', 'called', 'name', 'agent'] as const).map((key) => rows.map(({ hold }) => hold[key])),
    ...(['calls', 'cost'] as const).map((figure) => rows.map(({ figures }) => figures[figure])),
    rows.map(({ figures: { input, output } }) => input + output),
  ];
}
