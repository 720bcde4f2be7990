// The bounds of a run as they are typed: dollars and minutes in the form, micro-USD and milliseconds in the request. Pure.
import type { RaisedLimits, RunLimits } from '@/lib/domain/run';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { formatMicroUsd } from '@/lib/format/money';

export type LimitName = keyof RunLimits;
/** What stands in each field; an empty one leaves the bound as it is. */
export type LimitTexts = { readonly [N in LimitName]?: string | undefined };

const MINUTE_MS = 60_000;
const MICRO = 1_000_000;

type LimitField = {
  readonly name: LimitName;
  readonly label: string;
  /** Of the typed number. */
  readonly unit: string;
  /** From the typed number to the bound's own unit. */
  readonly times: number;
  readonly whole: boolean;
  readonly show: (value: number) => string;
};

export const LIMIT_FIELDS: readonly LimitField[] = [
  { name: 'maxCostMicroUsd', label: 'Cost', unit: 'USD', times: MICRO, whole: false, show: formatMicroUsd },
  { name: 'maxSteps', label: 'Steps', unit: '', times: 1, whole: true, show: formatCount },
  { name: 'maxToolCalls', label: 'Tool calls', unit: '', times: 1, whole: true, show: formatCount },
  { name: 'maxTokens', label: 'Tokens', unit: '', times: 1, whole: true, show: formatCount },
  {
    name: 'deadlineMs',
    label: 'Time at work',
    unit: 'minutes',
    times: MINUTE_MS,
    whole: false,
    show: (ms) => formatDurationMs(ms, { whole: true }),
  },
];

/** Dollars are cut to whole micro-USD, minutes to whole milliseconds; undefined for what is no number. */
function readNumber(field: LimitField, text: string): number | undefined {
  const trimmed = text.trim().replace(/^\$/, '');
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return undefined;
  const value = Math.round(Number(trimmed) * field.times);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** lower: at a start, below the agent's bounds. raise: on a run, above what it has. */
export type LimitDirection = 'lower' | 'raise';

export function limitProblems(
  texts: LimitTexts,
  limits: RunLimits,
  direction: LimitDirection,
): Partial<Record<LimitName, string>> {
  const problems: Partial<Record<LimitName, string>> = {};
  for (const field of LIMIT_FIELDS) {
    const text = texts[field.name] ?? '';
    if (text.trim() === '') continue;
    const value = readNumber(field, text);
    const bound = limits[field.name];
    if (value === undefined || (field.whole && !/^\d+$/.test(text.trim())))
      problems[field.name] = field.whole ? 'A whole number' : 'A number';
    else if (direction === 'lower' && value > bound) problems[field.name] = `At most ${field.show(bound)}`;
    else if (direction === 'raise' && value < bound) problems[field.name] = `At least ${field.show(bound)}`;
    else if (value <= 0) problems[field.name] = 'Above zero';
  }
  return problems;
}

/** The bounds that differ from what stands; empty and unreadable fields are left out. */
export function readLimits(texts: LimitTexts, limits: RunLimits): RaisedLimits {
  const read = LIMIT_FIELDS.map((field) => [field.name, readNumber(field, texts[field.name] ?? '')] as const);
  return Object.fromEntries(read.filter(([name, value]) => value !== undefined && value !== limits[name]));
}

/** A bound as it would be typed. */
export function limitText(name: LimitName, value: number): string {
  const times = LIMIT_FIELDS.find((field) => field.name === name)?.times ?? 1;
  return String(value / times);
}
