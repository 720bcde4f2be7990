// How a value of a definition reads in a field, and what a typed text means. The law: a fitting value, printed and read, is the same value.
// A text that means nothing stays as text in the draft, where the schema refuses it: nothing that was typed is lost. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { jsonText } from '../ui/json-text';

export type FieldText = {
  print(value: JsonValue | undefined): string;
  /** Undefined: left out, which means its default. */
  read(text: string): JsonValue | undefined;
  /** What to say of a text that means nothing. */
  readonly expected?: string;
};

function printOther(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : jsonText(value);
}

/** Empty is left out. */
export const wordsField: FieldText = {
  print: printOther,
  read: (text) => (text === '' ? undefined : text),
};

/** Empty is a text too. */
export const textField: FieldText = { print: printOther, read: (text) => text };

export const numberField: FieldText = {
  print: (value) => (typeof value === 'number' ? String(value) : printOther(value)),
  read: (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    const number = Number(trimmed);
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(number) ? number : text;
  },
  expected: 'A number',
};

const MICRO_DIGITS = 6;

/** Micro-USD, typed as dollars; exact to the last micro-dollar. */
export const dollarsField: FieldText = {
  print: (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return printOther(value);
    const digits = String(value).padStart(MICRO_DIGITS + 1, '0');
    const fraction = digits.slice(-MICRO_DIGITS).replace(/0+$/, '');
    return `${digits.slice(0, -MICRO_DIGITS)}${fraction === '' ? '' : `.${fraction}`}`;
  },
  read: (text) => {
    const trimmed = text.trim().replace(/^\$\s*/, '');
    if (trimmed === '') return undefined;
    const parts = /^(\d+)(?:\.(\d{0,6}))?$/.exec(trimmed);
    if (parts === null) return text;
    const micro = Number(`${parts[1]}${(parts[2] ?? '').padEnd(MICRO_DIGITS, '0')}`);
    return Number.isSafeInteger(micro) ? micro : text;
  },
  expected: 'Dollars, at most six decimals',
};

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** Milliseconds, typed with their units: "15 min", "1 h 30 min". */
export const durationField: FieldText = {
  print: (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return printOther(value);
    if (value === 0) return '0 s';
    let rest = value;
    return UNITS.flatMap(([unit, ms]) => {
      const count = Math.floor(rest / ms);
      rest -= count * ms;
      return count === 0 ? [] : [`${count} ${unit}`];
    }).join(' ');
  },
  read: (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    if (!/^(\d+(\.\d+)?\s*(d|h|min|m|s|ms)\s*)+$/.test(trimmed)) return text;
    let total = 0;
    for (const [, count, written] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|m|d|h|s)/g)) {
      const unit = written === 'm' ? 'min' : written;
      total += Number(count) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
    }
    return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : text;
  },
  expected: 'A time with its unit, such as 15 min or 1 h 30 min',
};

/** An object as JSON. */
export const objectField: FieldText = {
  print: printOther,
  read: (text) => {
    if (text.trim() === '') return undefined;
    const value = parsed(text)?.value;
    return isJsonObject(value) ? value : text;
  },
  expected: 'A JSON object: { … }',
};

function readValue(text: string): JsonValue {
  const found = parsed(text);
  return found === undefined ? text : found.value;
}

/** Any value: as JSON, and a text without quotes where it can't be taken for anything else. */
export const valueField: FieldText = {
  print: (value) => {
    if (typeof value !== 'string') return value === undefined ? '' : JSON.stringify(value);
    return parsed(value) === undefined ? value : JSON.stringify(value);
  },
  read: readValue,
};

/** A list of values, one a line. */
export const valuesField: FieldText = {
  print: (value) => {
    if (!Array.isArray(value)) return printOther(value);
    return value
      .map((item) => (needsQuotes(item) ? JSON.stringify(item) : valueField.print(item)))
      .join('\n');
  },
  read: (text) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(readValue),
};

/** The same, where an empty list is left out. */
export const someValuesField: FieldText = {
  print: valuesField.print,
  read: (text) => (text.trim() === '' ? undefined : valuesField.read(text)),
};

/** Words without spaces in a list, parted by commas; none is left out. */
export const wordListField: FieldText = {
  print: (value) => (Array.isArray(value) ? value.map(printOther).join(', ') : printOther(value)),
  read: (text) => {
    const words = text.split(/[,;\s]+/).filter((word) => word !== '');
    return words.length === 0 ? undefined : words;
  },
};

const needsQuotes = (item: JsonValue) =>
  typeof item === 'string' && (item.trim() === '' || /[\n\r]/.test(item));

/** Labels, one `key=value` a line; as JSON where one could be read otherwise. */
export const labelsField: FieldText = {
  print: (value) => {
    if (!isJsonObject(value)) return printOther(value);
    const pairs = Object.entries(value);
    const plain = pairs.every(
      ([key, label]) =>
        typeof label === 'string' && isPlain(key) && !/=|^\{/.test(key) && key !== '' && isPlain(label),
    );
    return plain ? pairs.map((pair) => pair.join('=')).join('\n') : jsonText(value);
  },
  read: (text) => {
    if (text.trim().startsWith('{')) return objectField.read(text);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const pairs = lines.map((line) => /^([^=]*)=(.*)$/.exec(line)).filter((pair) => pair !== null);
    if (pairs.length < lines.length) return text;
    return Object.fromEntries(pairs.map(([, key = '', label = '']) => [key.trim(), label.trim()]));
  },
  expected: 'One key=value a line',
};

const isPlain = (text: string) => text.trim() === text && !/[\n\r\u2028\u2029]/.test(text);

/** In an object, because null is a value too. */
function parsed(text: string): { readonly value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) as JsonValue }; // safe because JSON.parse yields JSON values only
  } catch {
    return undefined; // no JSON: the text stands for itself
  }
}
