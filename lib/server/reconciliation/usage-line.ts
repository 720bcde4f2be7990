// The cells of a usage export, one at a time: days, whole numbers, names, amounts. Refuses a cell with words that say what it should be.
import { parseUsd } from './exact-usd';

/** What a line tells of a model on a day of UTC. Cost in units of `exact-usd`; null where the line does not say. */
export type UsageLine = {
  readonly day: string;
  readonly model: string;
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    /** Part of input; null where the file has no such column. */
    readonly cached: number | null;
  } | null;
  readonly cost: bigint | null;
};

/** The cell of a column without blanks around it; empty where the file has no such column. */
export type Cell = (column: string) => string;

/** Why a line can't be read. */
export class LineFault extends Error {}

const DAY = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(.*))?$/;
const UTC = ['', 'Z', ' UTC', '+00:00', '+0000', '-00:00'];
const FIRST_DAY = '2000-01-01';
const COUNT = /^\d{1,15}$/;
const MOST_NAME_CHARS = 200;

/** A file has few days and many lines: what a text means is worked out once. */
const days = new Map<string, string>();
const MOST_KEPT = 5_000;

/** `2026-11-19`, or a time of that day in UTC. */
export function dayIn(cell: Cell, column: string): string {
  const text = cell(column);
  const known = days.get(text);
  if (known !== undefined) return known;
  const found = DAY.exec(text);
  const day = found?.[1] ?? '';
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day || day < FIRST_DAY)
    throw new LineFault(`${column} ${shown(text)} must be a day such as 2026-11-19`);
  if (!UTC.includes(found?.[2] ?? ''))
    throw new LineFault(`${column} ${shown(text)} must be in UTC, as providers count days`);
  if (days.size >= MOST_KEPT) days.clear();
  days.set(text, day);
  return day;
}

/** Where a bucket spans more than a day, nothing tells which of its days it belongs to. */
export function requireOneDay(cell: Cell, begins: string, ends: string): void {
  const spanMs = Date.parse(utc(cell(ends))) - Date.parse(utc(cell(begins)));
  if (spanMs > 86_400_000)
    throw new LineFault(`spans more than a day, from ${begins} to ${ends}: export it by day`);
}

const utc = (text: string) => (/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);

/** An empty cell is none. */
export function countIn(cell: Cell, column: string): number {
  const text = cell(column);
  if (text === '') return 0;
  if (!COUNT.test(text)) throw new LineFault(`${column} ${shown(text)} must be a whole number`);
  return Number(text);
}

export function nameIn(cell: Cell, column: string, otherwise: string): string {
  const text = cell(column);
  if (text === '') throw new LineFault(`${column} is empty: ${otherwise}`);
  if (text.length > MOST_NAME_CHARS)
    throw new LineFault(`${column} must be ${MOST_NAME_CHARS} characters at the most`);
  return text;
}

/** Dollars: everything here is compared in them. */
export function usdIn(cell: Cell, column: string, currency: string | null): bigint {
  const text = cell(column);
  const units = parseUsd(text);
  if (units === null) throw new LineFault(`${column} ${shown(text)} must be a decimal number such as 12.34`);
  if (currency !== null && cell(currency).toUpperCase() !== 'USD')
    throw new LineFault(`${currency} ${shown(cell(currency))} must be USD`);
  return units;
}

export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
