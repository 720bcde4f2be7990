// Knows how what runs spent is read and written: their own rows by the hour, and the sums over them.
import type { Ask } from '../budgets/transact';
import { type Cell, takesAway } from './cells';
import { FIGURE_COLUMNS, FIGURES, type RunHour } from './charge';

const COLUMNS = FIGURES.map((figure) => FIGURE_COLUMNS[figure]);
const INT8S = FIGURES.map(() => 'int8');

/** Rows are added in the order of their keys. */
function addStatement(
  table: string,
  keys: readonly string[],
  more: readonly string[],
  types: readonly string[],
): string {
  const columns = [...keys, ...more, ...COLUMNS];
  const counted = [...more.filter((column) => column === 'runs'), ...COLUMNS];
  return `INSERT INTO ${table} (${columns.join(', ')})
    SELECT * FROM unnest(${[...types, ...INT8S].map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) AS added(${columns.join(', ')})
    ORDER BY ${keys.join(', ')} ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${counted.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ')}`;
}

const RUN_KEYS = ['run_id', 'facet', 'name', 'hour'];
const RUN_TYPES = ['uuid', 'text', 'text', 'timestamptz', 'text'];
/** What runs spent, and what was read so far of a journal that is read part by part. */
export type HourTable = 'spend_run_hour' | 'spend_recount_hour';
const addRunHoursTo = (table: HourTable) => addStatement(table, RUN_KEYS, ['agent'], RUN_TYPES);
const hoursOfRunsIn = (
  table: HourTable,
) => `SELECT run_id AS "runId", facet, name, hour, array[${COLUMNS.join(', ')}]::text[] AS figures
  FROM ${table} WHERE run_id = ANY($1::uuid[])`;

const CELL_KEYS = ['dimension', 'facet', 'hour', 'value', 'name', 'agent', 'prev_hour'];
const CELL_TYPES = ['text', 'text', 'timestamptz', 'text', 'text', 'text', 'timestamptz', 'int8'];
const ADD_CELLS = addStatement('spend_cell', CELL_KEYS, ['runs'], CELL_TYPES);
const changed = (columns: readonly string[]) =>
  `unnest(${[...CELL_TYPES, ...INT8S].map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) AS changed(${columns.join(', ')})`;
const SAME = CELL_KEYS.map((key) => `c.${key} = changed.${key}`).join(' AND ');
const SUMS = ['runs', ...COLUMNS].map((column) => `${column} = c.${column} + changed.${column}`).join(', ');
const CHANGE_CELLS = `UPDATE spend_cell c SET ${SUMS} FROM ${changed([...CELL_KEYS, 'runs', ...COLUMNS])} WHERE ${SAME} RETURNING 1 AS one`;
const DROP_EMPTY = `DELETE FROM spend_cell c
  USING unnest(${CELL_TYPES.slice(0, -1)
    .map((type, i) => `$${i + 1}::${type}[]`)
    .join(', ')}) AS changed(${CELL_KEYS.join(', ')})
  WHERE ${SAME} AND c.runs = 0`;

type HourRow = Omit<RunHour, 'figures'> & { readonly runId: string; readonly figures: readonly string[] };

/** What these runs spent so far, by run. */
export async function readRunHours(
  ask: Ask,
  runIds: readonly string[],
  table: HourTable = 'spend_run_hour',
): Promise<Map<string, RunHour[]>> {
  const of = new Map<string, RunHour[]>();
  const rows = await ask<HourRow>(`${table}s_of_runs`, hoursOfRunsIn(table), [runIds]);
  for (const { runId, figures, ...place } of rows) {
    const hours = of.get(runId) ?? [];
    hours.push({ ...place, figures: figures.map(Number) });
    of.set(runId, hours);
  }
  return of;
}

export type AddedHour = RunHour & { readonly runId: string; readonly agent: string };

/** @param hours each place of a run once. */
export async function addRunHours(
  ask: Ask,
  hours: readonly AddedHour[],
  table: HourTable = 'spend_run_hour',
): Promise<void> {
  if (hours.length === 0) return;
  await ask(`add_${table}s`, addRunHoursTo(table), [
    ...(['runId', 'facet', 'name', 'hour', 'agent'] as const).map((key) => hours.map((hour) => hour[key])),
    ...figuresIn(hours),
  ]);
}

const DROP_RUN_HOURS = `DELETE FROM spend_run_hour WHERE run_id = ANY($1::uuid[])`;

export async function dropRunHours(ask: Ask, runIds: readonly string[]): Promise<void> {
  await ask('drop_spend_run_hours', DROP_RUN_HOURS, [runIds]);
}

const PART = `UPDATE spend_run_hour s SET alone = false FROM unnest($1::uuid[], $2::text[], $3::text[]) AS place(run_id, facet, name)
  WHERE s.run_id = place.run_id AND s.facet = place.facet AND s.name = place.name AND s.alone`;

/** @param hours of places that have more than one. */
export async function partRunHours(ask: Ask, hours: readonly AddedHour[]): Promise<void> {
  if (hours.length === 0) return;
  const keys = (['runId', 'facet', 'name'] as const).map((key) => hours.map((hour) => hour[key]));
  await ask('part_spend_run_hours', PART, keys);
}

/** @param cells each once, with what it changes by. */
export async function changeCells(ask: Ask, cells: readonly Cell[]): Promise<void> {
  const added = cells.filter((cell) => !takesAway(cell));
  if (added.length > 0) await ask('add_spend_cells', ADD_CELLS, valuesOf(added));
  const lessened = cells.filter(takesAway);
  if (lessened.length === 0) return;
  const found = await ask('change_spend_cells', CHANGE_CELLS, valuesOf(lessened));
  if (found.length !== lessened.length)
    throw new Error(`${lessened.length - found.length} sums of what was spent are not there`);
  await ask('drop_spend_cells', DROP_EMPTY, keysOf(lessened));
}

const keysOf = (cells: readonly Cell[]) =>
  (['dimension', 'facet', 'hour', 'value', 'name', 'agent', 'prevHour'] as const).map((key) =>
    cells.map((cell) => cell[key]),
  );
const valuesOf = (cells: readonly Cell[]) => [
  ...keysOf(cells),
  cells.map(({ runs }) => runs),
  ...figuresIn(cells),
];
const figuresIn = (rows: readonly Pick<RunHour, 'figures'>[]) =>
  FIGURES.map((_, i) => rows.map(({ figures }) => figures[i]));
