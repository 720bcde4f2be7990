// A provider's usage export as figures by day and model: all of it, or every line that can't be read with its number and reason. Pure.
import type { Problem } from '../../domain/errors';
import type { ProviderFigure } from '../../store/write/import-usage';
import { readCsv } from './csv-records';
import { roundedMicroUsd } from './exact-usd';
import { formatOf, type UsageFormat } from './usage-formats';
import { type Cell, LineFault, type UsageLine } from './usage-line';

export type UsageFile = {
  readonly format: UsageFormat;
  readonly ignored: readonly string[];
  /** Lines that told something. */
  readonly lines: number;
  /** In the order of their day and model; at least one. */
  readonly figures: readonly ProviderFigure[];
};
export type UsageFileAnswer =
  | { readonly file: UsageFile }
  | { readonly problems: readonly Problem[]; readonly more: number };

const MOST_PROBLEMS = 100;
export const MOST_FIGURES = 20_000;
/** A model spends less in a day: a million USD, a million million tokens. Sums of all rows stay safe integers. */
const MOST_PER_FIGURE = 1_000_000_000_000;

export function readUsageFile(text: string): UsageFileAnswer {
  if (text.includes('\u0000')) return refused('/', 'The file holds the character NUL: it is no CSV.');
  const { records, fault } = readCsv(text);
  const [head, ...lines] = records;
  if (head === undefined) return refused('/lines/1', 'The file is empty.');
  const header = head.fields.map((column) => column.trim().toLowerCase());
  const found = formatOf(header);
  if ('fault' in found) return refused(`/lines/${head.line}`, found.fault);
  const problems: Problem[] = fault === null ? [] : [problemAt(fault.line, fault.message)];
  const sums = new Map<string, Sum>();
  const places = new Map(header.map((column, place) => [column, place]));
  const has = (column: string) => places.has(column);
  let told = 0;
  for (const { line, fields } of lines) {
    try {
      if (fields.length !== header.length)
        throw new LineFault(`has ${fields.length} fields, the header has ${header.length}`);
      const cell: Cell = (column) => (fields[places.get(column) ?? -1] ?? '').trim();
      const read = found.format.read(cell, has);
      if (read === null) continue;
      told += 1;
      addTo(sums, read);
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      problems.push(problemAt(line, error.message));
    }
  }
  if (problems.length > 0) return allOf(problems);
  if (told === 0) return refused('/', 'The file has a header and no line that tells anything.');
  const answer = figuresOf(sums);
  if ('problem' in answer) return refused('/', answer.problem);
  return { file: { ...found, lines: told, figures: answer.figures } };
}

/** Costs are added exactly and rounded once. */
type Sum = { day: string; model: string; tokens: UsageLine['tokens']; cost: bigint | null };

function addTo(sums: Map<string, Sum>, { day, model, tokens, cost }: UsageLine): void {
  const key = `${day} ${model}`;
  const sum = sums.get(key) ?? { day, model, tokens: null, cost: null };
  if (tokens !== null)
    sum.tokens = {
      input: (sum.tokens?.input ?? 0) + tokens.input,
      output: (sum.tokens?.output ?? 0) + tokens.output,
      cached: tokens.cached === null ? null : (sum.tokens?.cached ?? 0) + tokens.cached,
    };
  if (cost !== null) sum.cost = (sum.cost ?? 0n) + cost;
  sums.set(key, sum);
}

function figuresOf(
  sums: ReadonlyMap<string, Sum>,
): { readonly figures: readonly ProviderFigure[] } | { readonly problem: string } {
  const figures: ProviderFigure[] = [];
  for (const [, { day, model, tokens, cost }] of [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const tooMuch = { problem: `${model} on ${day} comes to more than one model can use in a day.` };
    if (tokens !== null) {
      if (tokens.input > MOST_PER_FIGURE || tokens.output > MOST_PER_FIGURE) return tooMuch;
      const { input: inputTokens, output: outputTokens, cached: cachedInputTokens } = tokens;
      figures.push({ day, model, tells: 'tokens', inputTokens, outputTokens, cachedInputTokens });
    }
    if (cost !== null) {
      const costMicroUsd = roundedMicroUsd(cost, MOST_PER_FIGURE);
      if (costMicroUsd === null) return tooMuch;
      figures.push({ day, model, tells: 'cost', costMicroUsd });
    }
  }
  if (figures.length > MOST_FIGURES)
    return { problem: `${MOST_FIGURES} figures by day and model are the most: export a shorter period.` };
  return { figures };
}

const problemAt = (line: number, message: string): Problem => ({
  path: `/lines/${line}`,
  message: `line ${line}: ${message}`,
});
const refused = (path: string, message: string): UsageFileAnswer => ({
  problems: [{ path, message }],
  more: 0,
});
function allOf(problems: readonly Problem[]): UsageFileAnswer {
  const named = problems.toSorted((a, b) => lineOf(a) - lineOf(b)).slice(0, MOST_PROBLEMS);
  return { problems: named, more: problems.length - named.length };
}
const lineOf = ({ path }: Problem) => Number(path.split('/').at(-1));
