// The usage exports that are known, by the columns that each must have, and what a line of each says. Column names are the providers' own, as their dashboards wrote them in 2026.
import type { UsageFormatName } from '../../contract/reconciliation';
import {
  type Cell,
  countIn,
  dayIn,
  LineFault,
  nameIn,
  requireOneDay,
  type UsageLine,
  usdIn,
} from './usage-line';

export type UsageFormat = {
  readonly name: UsageFormatName;
  /** Null: the file does not say. */
  readonly provider: string | null;
  /** What tells it from the others. */
  readonly required: readonly string[];
  /** Read where they are there. */
  readonly optional: readonly string[];
  /** Refuses columns that it does not know: nobody adds any without meaning something by it. */
  readonly closed: boolean;
  /** Null for a line that tells nothing, such as a day without calls. @throws LineFault */
  readonly read: (cell: Cell, has: (column: string) => boolean) => UsageLine | null;
};

const OPENAI_TIMES = ['start_time_iso', 'end_time_iso'];
const ANTHROPIC_WRITES = [
  'usage_input_tokens_cache_write_5m',
  'usage_input_tokens_cache_write_1h',
  'usage_input_tokens_cache_write',
];

const openaiUsage: UsageFormat = {
  name: 'openai-usage',
  provider: 'openai',
  required: [...OPENAI_TIMES, 'model', 'input_tokens', 'output_tokens'],
  optional: ['input_cached_tokens'],
  closed: false,
  read: (cell) => {
    const tokens = {
      input: countIn(cell, 'input_tokens'),
      output: countIn(cell, 'output_tokens'),
      cached: countIn(cell, 'input_cached_tokens'),
    };
    const day = openaiDay(cell);
    if (cell('model') === '' && tokens.input + tokens.output === 0) return null;
    return { day, model: nameIn(cell, 'model', 'group the export by model'), tokens, cost: null };
  },
};

/** A line item is a model and what of it is billed: `gpt-5-nano, input_tokens`. */
const openaiCosts: UsageFormat = {
  name: 'openai-costs',
  provider: 'openai',
  required: [...OPENAI_TIMES, 'amount_value', 'amount_currency', 'line_item'],
  optional: [],
  closed: false,
  read: (cell) => {
    const day = openaiDay(cell);
    if (cell('amount_value') === '') return null;
    const cost = usdIn(cell, 'amount_value', 'amount_currency');
    const [model = ''] = nameIn(cell, 'line_item', 'group the export by line item').split(',');
    return { day, model: model.trim(), tokens: null, cost };
  },
};

function openaiDay(cell: Cell): string {
  const day = dayIn(cell, 'start_time_iso');
  dayIn(cell, 'end_time_iso');
  requireOneDay(cell, 'start_time_iso', 'end_time_iso');
  return day;
}

/** Its four kinds of input are apart: what is written to a cache and what is read from it are no part of the first. */
const anthropicUsage: UsageFormat = {
  name: 'anthropic-usage',
  provider: 'anthropic',
  required: ['usage_date_utc', 'model_version', 'usage_input_tokens_no_cache', 'usage_output_tokens'],
  optional: [...ANTHROPIC_WRITES, 'usage_input_tokens_cache_read'],
  closed: false,
  read: (cell) => {
    const cached = countIn(cell, 'usage_input_tokens_cache_read');
    const written = ANTHROPIC_WRITES.reduce((sum, column) => sum + countIn(cell, column), 0);
    const input = countIn(cell, 'usage_input_tokens_no_cache') + written + cached;
    const tokens = { input, output: countIn(cell, 'usage_output_tokens'), cached };
    const model = nameIn(cell, 'model_version', 'export all models');
    return { day: dayIn(cell, 'usage_date_utc'), model, tokens, cost: null };
  },
};

const anthropicCosts: UsageFormat = {
  name: 'anthropic-costs',
  provider: 'anthropic',
  required: ['usage_date_utc', 'model', 'token_type', 'cost_usd'],
  optional: ['cost_type'],
  closed: false,
  read: (cell) => {
    // What is no model's, such as web searches, has its kind of cost alone.
    const model = nameIn(cell, cell('model') === '' ? 'cost_type' : 'model', 'a cost needs a name');
    return { day: dayIn(cell, 'usage_date_utc'), model, tokens: null, cost: usdIn(cell, 'cost_usd', null) };
  },
};

const PLAIN_TOKENS = ['input_tokens', 'output_tokens', 'cached_input_tokens'];
const plain: UsageFormat = {
  name: 'plain',
  provider: null,
  required: ['date', 'model'],
  optional: [...PLAIN_TOKENS, 'cost', 'currency'],
  closed: true,
  read: (cell, has) => {
    const input = countIn(cell, 'input_tokens');
    const cached = has('cached_input_tokens') ? countIn(cell, 'cached_input_tokens') : null;
    if ((cached ?? 0) > input)
      throw new LineFault('cached_input_tokens must be a part of input_tokens, not more than them');
    const tokens = { input, output: countIn(cell, 'output_tokens'), cached };
    return {
      day: dayIn(cell, 'date'),
      model: nameIn(cell, 'model', 'each line needs one'),
      tokens: has('input_tokens') ? tokens : null,
      cost: has('cost') ? usdIn(cell, 'cost', 'currency') : null,
    };
  },
};

/** The first whose columns are all there is meant. */
const FORMATS: readonly UsageFormat[] = [openaiUsage, openaiCosts, anthropicUsage, anthropicCosts, plain];

export type HeaderAnswer =
  | { readonly format: UsageFormat; readonly ignored: readonly string[] }
  | { readonly fault: string };

/** @param header in lower case, without blanks around. */
export function formatOf(header: readonly string[]): HeaderAnswer {
  const twice = header.find((column, i) => column !== '' && header.indexOf(column) !== i);
  if (twice !== undefined) return { fault: `The column ${twice} stands in the header twice.` };
  const missing = (format: UsageFormat) => format.required.filter((column) => !header.includes(column));
  const format = FORMATS.find((known) => missing(known).length === 0);
  if (format === undefined) {
    const near = FORMATS.toSorted((a, b) => missing(a).length - missing(b).length)[0] ?? plain;
    return {
      fault: `These columns are those of no export that is known: ${listOf(header)}. ${near.name} comes nearest, and would also have ${listOf(missing(near))}.`,
    };
  }
  const ignored = header.filter((column) => ![...format.required, ...format.optional].includes(column));
  if (!format.closed) return { format, ignored };
  const fault = plainFault(header, ignored);
  return fault === null ? { format, ignored } : { fault };
}

function plainFault(header: readonly string[], ignored: readonly string[]): string | null {
  const has = (column: string) => header.includes(column);
  if (ignored.length > 0)
    return `Unknown columns: ${listOf(ignored)}. The plain format has date, model, ${PLAIN_TOKENS.join(', ')}, cost and currency.`;
  if (has('input_tokens') !== has('output_tokens'))
    return 'input_tokens and output_tokens go together: one of the two columns is missing.';
  if (has('cached_input_tokens') && !has('input_tokens'))
    return 'cached_input_tokens needs the columns input_tokens and output_tokens.';
  if (has('cost') !== has('currency'))
    return 'cost and currency go together: one of the two columns is missing.';
  if (!has('input_tokens') && !has('cost'))
    return 'There is nothing to compare: the file has neither the columns input_tokens and output_tokens nor cost and currency.';
  return null;
}

function listOf(columns: readonly string[]): string {
  const named = columns.slice(0, 12).map((column) => JSON.stringify(column.slice(0, 60)));
  const rest = columns.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
